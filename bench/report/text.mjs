// text.mjs: report.md, for a terminal or a pull request: the page's figures as tables.
import { SOURCES, exponent, figure, figuresOf, grouped, shortName, sourceLabel, tableOrder, unique, useNames } from './figures.mjs';

function table(head, rows) {
    const cell = (value) => String(value ?? '–').replaceAll('|', '\\|');
    return [`| ${head.map(cell).join(' | ')} |`, `|${head.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`,
            ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`), ''].join('\n');
}

const tablesOf = (cells) => unique(cells.map((cell) => cell.table)).sort(tableOrder);
const group = (cells, key) => unique(cells.map(key)).map((name) => [name, cells.filter((cell) => key(cell) === name)]);

// Tables down, something across; the best of each column in bold: the smallest, or what `best` says.
function crossed(cells, across, value = (cell) => cell.min, best = Math.min) {
    const columns = unique(cells.map(across));
    const bests = columns.map((column) => best(...cells.filter((cell) => across(cell) === column).map(value)));
    return table(['', ...columns], tablesOf(cells).map((name) => [shortName(name), ...columns.map((column, i) => {
        const cell = cells.find((one) => one.table === name && across(one) === column);
        return cell && (value(cell) === bests[i] ? `**${figure(value(cell))}**` : figure(value(cell)));
    })]));
}

function sizes(model) {
    if (model.sizes.length === 0) return [];
    return ['## Sizes in bytes', '', table(['', 'u64 entry', 'entries to a 64-byte line', 'string entry', 'bucket slot', 'beside it'], model.sizes.map((one) =>
        [shortName(one.table), one.u64_entry, figure(64 / one.u64_entry), one.string_entry, one.bucket_slot || '–', one.beside]))];
}

function study(model, figures) {
    const head = ['per insert', ...model.study.columns.flatMap((column) => [`${column.type}, ${column.layout}: study`, 'here'])];
    const rows = figures.study.map((row) => [row.name, ...row.cells.flatMap((cell) => [figure(cell.study), figure(cell.here)])]);
    const from = figures.study.filter((row) => row.cells.some((cell) => cell.here !== undefined)).map((row) => {
        const measured = row.cells.filter((cell) => cell.here !== undefined);
        return `${row.name}: ${row.source === 'clock' ? 'by the clock' : sourceLabel(row.source)}, n = ${unique(measured.map((cell) => exponent(cell.n))).join(', ')}`;
    });
    return ['## The study and this machine', '', `The study: ${model.study.machine}; load_factor, ${grouped(model.study.n)} inserts. Its chaining allocates each node, as ` +
        '"chaining, malloc nodes" does here.', '', table(head, rows), ...from.map((line) => `- ${line}`), ''];
}

function counters(figures) {
    return SOURCES.flatMap((source) => group(figures.counters.filter((cell) => cell.source === source), (cell) =>
        `${cell.workload}, ${cell.variant}, ${cell.type}, n = ${grouped(cell.n)}`).flatMap(([name, cells]) => {
        const tables = tablesOf(cells);
        return [`## Counters, ${sourceLabel(source)}`, '', `${name}; per element`, '', table(['', ...tables.map(shortName)], unique(cells.map((cell) => cell.counter)).map((counter) =>
            [counter, ...tables.map((one) => figure(cells.find((cell) => cell.table === one && cell.counter === counter)?.min))]))];
    }));
}

const sectionOf = (title, cells, key, across, value, best) => group(cells, key).flatMap(([name, some]) => [`## ${title}: ${name}`, '', crossed(some, across, value, best)]);

export function reportText(model) {
    useNames(model);
    const figures = figuresOf(model);
    const place = (cell) => `${cell.type}, ${cell.variant}, n = ${grouped(cell.n)}`;
    const { machine = {}, compiler = {} } = model;
    const caches = (machine.caches ?? []).map((cache) => `L${cache.level} ${cache.type} ${cache.size}`).join(', ');
    return [
        '# What the cache lines cost', '',
        `${machine.cpu ?? 'unknown processor'}, ${machine.cores ?? '?'} cores, ${machine.kernel ?? ''}; ${caches}; ${compiler.c ?? ''} ${compiler.flags ?? ''}; commit ${model.commit || 'unknown'}; ${model.date ?? ''}.`,
        'Smallest of the rounds; ns unless said otherwise; the best of each column in bold.', '',
        ...sizes(model), ...study(model, figures), ...counters(figures),
        ...sectionOf('Workload', figures.workloads, (cell) => `${cell.workload}, ${cell.type}, n = ${grouped(cell.n)}`, (cell) => cell.variant),
        ...sectionOf('Threads, million operations per second of all together', figures.threads, (cell) => `${cell.variant.split('/')[0]}, ${cell.type}, n = ${grouped(cell.n)}`,
            (cell) => `${cell.threads} ${cell.threads === 1 ? 'thread' : 'threads'}`, (cell) => cell.million_per_second, Math.max),
        ...sectionOf('Threads, latency of single inserts', figures.threadLatency, place, (cell) => cell.op),
        ...sectionOf('Operations', figures.operations, place, (cell) => cell.op),
        ...sectionOf('Latency of single inserts while growing', figures.latency, place, (cell) => cell.op),
        ...sectionOf('Memory, bytes per element', figures.bytes, place, (cell) => cell.op),
        ...sectionOf('Batches, times as fast as one by one', figures.batches, place, (cell) => cell.op, (cell) => cell.gain).map((line) => line.replaceAll('**', '')),
        ...sectionOf('Hash functions', figures.hashes, (cell) => `${cell.op}, ${place(cell)}`, (cell) => cell.hash),
        '## Commands', '', '```sh', ...model.runs.filter((run) => !run.profile).map((run) => run.command), ...model.profiles.flatMap((profile) => profile.commands), '```', '',
        ...(model.profiles.some((profile) => profile.missing.length) ? ['## Not to be had on this machine', '',
            ...unique(model.profiles.flatMap((profile) => profile.missing)).map((note) => `- ${note}`), ''] : []),
    ].join('\n');
}
