// figures.mjs: what the page and report.md have in common: names, and the figures that each chart and table shows.

// Tables and operations as the bench wrote them down (its names.def), by name, in the order in which they are shown.
let tables = new Map();
let operations = new Map();
export function useNames(model) {
    tables = new Map(model.tables.map((one) => [one.name, one]));
    operations = new Map(model.operations.map((one) => [one.name, one]));
}

const plainName = (table) => table.replace(/_arena$/, '');
export const infoOf = (table) => tables.get(plainName(table));
const namesOf = (...roles) => [...tables.values()].filter((one) => roles.includes(one.role)).map((one) => one.name);
export const isLayout = (table) => namesOf('layout', 'variant').includes(table);
export const baselineName = () => namesOf('baseline')[0];

export function shortName(table) {
    const label = infoOf(table)?.label ?? plainName(table);
    return table.endsWith('_arena') ? `${label.replace(' nodes', '')}, arena` : label;
}

// Layouts, then the baseline, as they are listed; then the others by name.
export function tableOrder(a, b) {
    const first = namesOf('layout', 'variant', 'baseline');
    const rank = (table) => {
        const at = first.indexOf(plainName(table));
        return (at >= 0 ? at : first.length) + (plainName(table) === table ? 0 : 0.5);
    };
    return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

export const unique = (values) => [...new Set(values)];
export const isTime = (cell) => !cell.counter && cell.unit === 'ns';
const usualHash = (cell) => cell.hash === 'default' || cell.hash === 'own';

const groupOf = (cell) => operations.get(cell.op)?.group;
const isSingle = (cell) => ['warm', 'cold'].includes(groupOf(cell));
const operationOrder = (cell) => [...operations.keys()].indexOf(cell.op);

// Needs useNames first.
export function figuresOf(model) {
    const cells = [...model.cells].sort((a, b) => a.n - b.n); // stable: what has one size stays in the order of the files
    const micro = cells.filter((cell) => cell.workload === 'micro' && isTime(cell));
    const singles = micro.filter((cell) => isSingle(cell) && usualHash(cell))
        .sort((a, b) => operationOrder(a) - operationOrder(b) || a.n - b.n || tableOrder(a.table, b.table));
    const workloads = cells.filter((cell) => !['micro', 'threads'].includes(cell.workload) && isTime(cell) && usualHash(cell) && cell.op === 'time');
    const counters = cells.filter((cell) => cell.counter && cell.workload !== 'micro' && cell.op === 'time');
    return {
        operations: singles, workloads, counters,
        threads: cells.filter((cell) => cell.workload === 'threads' && cell.op === 'time' && !cell.counter),
        threadLatency: cells.filter((cell) => cell.workload === 'threads' && groupOf(cell) === 'latency'),
        latency: micro.filter((cell) => groupOf(cell) === 'latency' && usualHash(cell)),
        histograms: micro.filter((cell) => cell.histogram?.length && usualHash(cell)),
        curves: cells.filter((cell) => cell.curve?.length && usualHash(cell)),
        bytes: cells.filter((cell) => cell.unit === 'B' && usualHash(cell)),
        batches: batchGains(singles),
        hashes: hashFigures(micro),
        story: story(model, workloads, counters),
        study: besideStudy(model, workloads, counters),
    };
}

// A batch beside the single operation that it stands for.
function batchGains(cells) {
    const singleOf = (cell) => operations.get(cell.op)?.batch_of;
    return cells.filter(singleOf).flatMap((cell) => {
        const single = cells.find((other) => other.op === singleOf(cell) && sameTable(other, cell) && other.type === cell.type &&
                                             other.n === cell.n && other.variant === cell.variant);
        return single && cell.min > 0 ? [{ ...cell, single: single.min, gain: single.min / cell.min }] : [];
    });
}

const sameTable = (a, b) => a.table === b.table && a.hash === b.hash;

// Cells of tables that ran with more than one hash.
function hashFigures(micro) {
    const wanted = micro.filter((cell) => isSingle(cell) && cell.hash !== 'own');
    const place = (cell) => [cell.table, cell.type, cell.n, cell.op, cell.variant].join('|');
    const hashes = new Map();
    for (const cell of wanted) hashes.set(place(cell), (hashes.get(place(cell)) ?? new Set()).add(cell.hash));
    return wanted.filter((cell) => hashes.get(place(cell)).size > 1);
}

// Where counts come from, the best first: the measured region, the process, the model of the study's machine.
export const SOURCES = ['perf_event', 'perf stat, whole process', "simulated: the study's laptop", 'simulated: this machine'];
export const sourceLabel = (source) => (source === 'perf_event' ? 'counted in the measured region' : source);

export function bestSource(counters, counter) {
    return SOURCES.find((source) => counters.some((cell) => cell.source === source && cell.counter === counter));
}

const least = (cells, value) => cells.reduce((best, cell) => (!best || value(cell) < value(best) ? cell : best), undefined);

// For each layout: its bytes, its time and its read misses in load_factor with u64, at the largest n there is.
function story(model, workloads, counters) {
    const inserts = workloads.filter((cell) => cell.workload === 'load_factor' && cell.type === 'u64');
    const n = Math.max(0, ...inserts.map((cell) => cell.n));
    const variant = ['sequential', 'random', 'shuffled'].find((one) => inserts.some((cell) => cell.n === n && cell.variant === one));
    const time = (table) => inserts.find((cell) => cell.n === n && cell.variant === variant && cell.table === table);
    const missing = (source) => (table) => counters.find((cell) => cell.source === source && cell.counter === 'LLC-load-misses' &&
        cell.table === table && cell.workload === 'load_factor' && cell.type === 'u64');
    const source = bestSource(counters.filter((cell) => cell.workload === 'load_factor' && cell.type === 'u64'), 'LLC-load-misses');
    const base = time(baselineName());
    return {
        n, variant, source, base,
        layouts: namesOf('layout').map((table) => ({ table, sizes: model.sizes.find((one) => one.table === table), time: time(table),
                                                     misses: source ? missing(source)(table) : undefined })),
    };
}

// The study's totals as figures per insert, beside this machine's.
function besideStudy(model, workloads, counters) {
    const { study } = model;
    const at = (cells, column) => {
        const fitting = cells.filter((cell) => cell.workload === study.workload && cell.type === column.type && cell.table === column.table);
        const nearest = least(fitting, (cell) => Math.abs(Math.log(cell.n / study.n)));
        return nearest && (fitting.find((cell) => cell.n === nearest.n && cell.variant === 'sequential') ?? nearest);
    };
    const rows = study.rows.map((row) => {
        const source = row.counter ? bestSource(counters.filter((cell) => cell.workload === study.workload), row.counter) : 'clock';
        return {
            name: row.name, source,
            cells: study.columns.map((column, i) => {
                const here = row.counter ? at(counters.filter((cell) => cell.source === source && cell.counter === row.counter), column)
                                         : at(workloads, column);
                return { ...column, study: row.totals[i] / study.n, here: here?.min, n: here?.n, variant: here?.variant };
            }),
        };
    });
    const ratios = study.ratios.map((ratio) => {
        const source = SOURCES.find((one) => [ratio.of, ratio.by].every((counter) => counters.some((cell) => cell.source === one && cell.counter === counter)));
        return {
            name: ratio.name, source, ratio: true,
            cells: study.columns.map((column, i) => {
                const part = (counter) => at(counters.filter((cell) => cell.source === source && cell.counter === counter), column);
                const of = part(ratio.of), by = part(ratio.by);
                return { ...column, study: ratio.values[i], here: of && by && by.min > 0 ? of.min / by.min : undefined, n: of?.n, variant: of?.variant };
            }),
        };
    });
    return [...rows, ...ratios];
}

export const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
export const exponent = (n) => (n >= 1e6 ? `${n / 1e6}M` : n >= 1e3 ? `${n / 1e3}k` : String(n));

export function figure(value) {
    if (value === undefined || value === null || !Number.isFinite(value)) return '–';
    const size = Math.abs(value);
    if (Number.isInteger(value) && size < 1000) return String(value);
    return size < 0.1 ? String(+value.toPrecision(2)) : size >= 1000 ? grouped(Math.round(value)) : size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function toCsv(rows) {
    if (rows.length === 0) return '';
    const columns = Object.keys(rows[0]);
    const quoted = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ''));
    return [columns, ...rows.map((row) => columns.map((column) => row[column]))].map((row) => row.map(quoted).join(',') + '\n').join('');
}
