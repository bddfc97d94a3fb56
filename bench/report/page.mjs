// page.mjs: draws the page. It is written into it after figures.mjs; d3 and Plot stand before it as plain scripts.
/* global d3, Plot, figuresOf, shortName, tableOrder, unique, useNames, infoOf, isLayout, baselineName, SOURCES, sourceLabel, bestSource, grouped, exponent, figure, toCsv */
const model = JSON.parse(document.getElementById('data').textContent);
useNames(model);
const figures = figuresOf(model);

// ---- Small things ----

function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
        else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
    }
    made.append(...children.filter((child) => child !== undefined && child !== null));
    return made;
}

// page.css has colours for some tables, by the names of their files; the others take one of these.
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const OTHERS = ['#b3446c', '#8a7a12', '#2a8a94', '#a05c3b', '#6b6fd1', '#54812c', '#c05f9e', '#4f7fae', '#977250', '#7a8793'];
const others = unique(model.cells.map((cell) => cell.table.replace(/_arena$/, ''))).filter((table) => !ownColour(table)).sort();

function ownColour(table) {
    const { file } = infoOf(table) ?? {};
    return file ? token(`table-${file}`) : '';
}
const colour = (table) => ownColour(table) || OTHERS[others.indexOf(table.replace(/_arena$/, '')) % OTHERS.length];
const colourScale = (tables) => ({ domain: tables.map(shortName), range: tables.map(colour) });
const tablesOf = (cells) => unique(cells.map((cell) => cell.table)).sort(tableOrder);
const elements = (n) => `${grouped(n)} elements`;

function legend(tables) {
    return element('ul', { class: 'keys' }, ...tables.map((table) =>
        element('li', {}, element('i', { style: `background:${colour(table)}` }), shortName(table))));
}

function choice(label, values, names, onchange, first = 0) {
    if (values.length < 2) return null;
    const select = element('select', { onchange: () => onchange(values[select.selectedIndex]) },
        ...values.map((value, i) => element('option', { selected: i === first }, names[i] ?? String(value))));
    return element('label', {}, `${label} `, select);
}

// Sizes are sorted: the last one is the largest, which is shown first.
const lastChoice = (label, groups, state, redraw) => choice(label, groups, groups, (group) => { state.group = group; redraw(); }, groups.length - 1);

const style = { background: 'transparent', color: 'inherit', fontFamily: 'inherit', fontSize: '12px' };
const tip = { fontSize: 12, lineHeight: 1.3, stroke: 'var(--soft)' };

// ---- A chart: a caption, controls, the drawing, its values as a table and as CSV ----

const charts = [];

// `draw(width, state)` gives nodes, `rows(state)` what they show. `controls` change the state, then it is drawn again.
function chart(id, title, note, { draw, rows, controls = () => [], state = {} }) {
    const box = element('div', { class: 'chart', tabindex: '0', role: 'group', 'aria-label': `${title}. Arrow keys walk through the values.` });
    const values = element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Values of: ${title}` });
    const details = element('details', { ontoggle: () => details.open && showValues() }, element('summary', {}, 'Values'), values);
    const showValues = () => values.replaceChildren(tableOfRows(rows(state)));
    const redraw = () => {
        box.replaceChildren(...[draw(box.clientWidth || 340, state)].flat().filter(Boolean));
        points = null;
        if (details.open) showValues();
    };
    let points = null, at = -1;
    // Arrow keys do what a pointer does: they hover over one mark after another.
    const walk = (step) => {
        points ??= [...box.querySelectorAll('svg :is([aria-label=dot] circle, [aria-label=bar] rect, [aria-label=cell] rect)')];
        if (points.length === 0) return;
        at = at < 0 && step < 0 ? points.length - 1 : (at + step + points.length) % points.length;
        const mark = points[at], where = mark.getBoundingClientRect(), svg = mark.ownerSVGElement;
        for (const other of box.querySelectorAll('svg')) if (other !== svg) other.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
        svg.dispatchEvent(new PointerEvent('pointermove', { pointerType: 'mouse', bubbles: true, clientX: where.x + where.width / 2, clientY: where.y + where.height / 2 }));
    };
    const leave = () => box.querySelectorAll('svg').forEach((svg) => svg.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' })));
    box.addEventListener('keydown', (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (event.key === 'Escape') leave();
        if (!step) return;
        event.preventDefault();
        walk(step);
    });
    box.addEventListener('blur', leave);
    const csv = element('button', { type: 'button', 'data-csv': id, onclick: () => download(`${id}.csv`, toCsv(rows(state))) }, 'CSV');
    const built = element('figure', { id },
        element('figcaption', {}, element('h3', {}, title), note ? element('p', {}, note) : null),
        element('div', { class: 'controls' }, ...controls(state, redraw).filter(Boolean)), box, element('div', { class: 'foot' }, csv, details));
    charts.push({ box, redraw });
    return built;
}

function download(name, text) {
    const link = element('a', { href: URL.createObjectURL(new Blob([text], { type: 'text/csv' })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function tableOfRows(rows) {
    if (rows.length === 0) return element('p', {}, 'none');
    const columns = Object.keys(rows[0]);
    const shown = (value) => (typeof value === 'number' ? (Number.isInteger(value) ? grouped(value) : figure(value)) : String(value ?? '–'));
    return element('table', {}, element('thead', {}, element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)))),
        element('tbody', {}, ...rows.slice(0, 400).map((row) => element('tr', {}, ...columns.map((column) => element('td', {}, shown(row[column])))))));
}

const asRow = (cell) => ({ workload: cell.workload, type: cell.type, variant: cell.variant, n: cell.n, operation: cell.op, table: cell.table,
                           hash: cell.hash, [cell.counter ? 'per_element' : cell.unit]: cell.min, rounds: cell.rounds.join(' ') });

function barPlot(cells, width, { label, title, x, most }) {
    const tables = tablesOf(cells);
    return Plot.plot({
        width, style, marginLeft: labelWidth(tables), marginRight: 46, marginTop: 4, marginBottom: label ? 42 : 30, height: tables.length * 21 + (label ? 60 : 38),
        x: { label, grid: true, domain: [0, most], ticks: Math.max(2, Math.floor(width / 130)) }, color: colourScale(tables),
        y: { domain: tables.map(shortName), label: null, tickSize: 0 },
        marks: [
            Plot.barX(cells, { x, y: (cell) => shortName(cell.table), fill: (cell) => shortName(cell.table), rx: 2, title, tip }),
            Plot.text(cells, { x, y: (cell) => shortName(cell.table), text: (cell) => figure(x(cell)), dx: 4, textAnchor: 'start', fill: 'currentColor', pointerEvents: 'none' }),
            Plot.ruleX([0], { stroke: 'var(--soft)' }),
        ],
    });
}

// One plot for each group, side by side where there is room, all on one scale unless each counts something else.
function bars(cells, width, { label, title, x = (cell) => cell.min, groupBy, oneScale = true }) {
    const each = width > 700 ? (width - 24) / 2 : width;
    return element('div', { class: 'several' }, ...d3.groups(cells, (cell) => cell[groupBy]).map(([name, some]) =>
        element('div', {}, element('h4', {}, name), barPlot(some, each, { label, title, x, most: d3.max(oneScale ? cells : some, x) * 1.02 || 1 }))));
}

// Room for the longest name; figures of different tables side by side keep one width.
const labelWidth = (tables) => Math.max(150, 14 + 6.9 * Math.max(...tables.map((table) => shortName(table).length)));

const spreadOf = (cell) => (cell.rounds.length > 1 ? `\n${cell.rounds.length} rounds: ${figure(Math.min(...cell.rounds))} to ${figure(Math.max(...cell.rounds))}` : '');

// ---- 1. The layouts' story ----

// What a layout's bytes are made of, from the sizes that the compiler gave: segments of [class, label, bytes].
function bytesOf(layout) {
    const { u64_entry: entry, bucket_slot: slot } = layout.sizes;
    const rest = entry - 16;
    const parts = [['key', 'key', 8], ['value', 'value', 8]];
    if (slot > 0) return [{ name: `buckets: ${slot} B each, ${64 / slot} to a line`, parts: [['link', 'link', slot]] },
                          { name: `nodes: ${entry} B each, ${figure(64 / entry)} to a line`, parts: [['link', 'next', rest], ...parts] }];
    if (rest > 0) return [{ name: `entries with their state: ${entry} B each, ${figure(64 / entry)} to a line`, parts: [['state', 'state', rest], ...parts] }];
    return [{ name: 'tags: 1 B each, 64 to a line', parts: [['state', '', 1]] },
            { name: `entries: ${entry} B each, ${figure(64 / entry)} to a line`, parts }];
}

function cacheLines(parts, count) {
    const lines = Array.from({ length: count }, () => element('div', { class: 'cacheline' }));
    for (let at = 0, i = 0, which = 0; at < 64 * count; i++) {
        const [kind, label, size] = parts[i % parts.length];
        if (i % parts.length === 0) which++;
        for (let done = 0; done < size && at < 64 * count;) {
            const line = Math.floor(at / 64), here = Math.min(size - done, 64 * (line + 1) - at);
            lines[line].append(element('span', { class: kind, style: `left:${((at % 64) / 64) * 100}%;width:${(here / 64) * 100}%`,
                                                 title: `${label || 'tag'} of number ${which - 1}: ${size} byte${size === 1 ? '' : 's'}` }, done === 0 && size >= 8 ? label : ''));
            at += here;
            done += here;
        }
    }
    return lines;
}

function storyCards() {
    const { story } = figures;
    const title = (table) => shortName(table).replace(/^./, (letter) => letter.toUpperCase());
    return element('div', { class: 'cards' }, ...story.layouts.filter((layout) => layout.sizes).map((layout) => {
        const faster = story.base && layout.time ? `${figure(story.base.min / layout.time.min)}x ${baselineName()}` : '';
        const fact = (name, value, unit) => element('div', {}, element('dt', {}, name), element('dd', {}, figure(value), element('small', {}, ` ${unit}`)));
        return element('section', { class: 'card', style: `--mark:var(--table-${infoOf(layout.table)?.file || 'none'}, ${colour(layout.table)})`, 'data-layout': layout.table },
            element('h3', {}, title(layout.table)),
            element('div', { class: 'lines' }, ...bytesOf(layout).flatMap(({ name, parts }) => [element('small', {}, name), ...cacheLines(parts, parts[0][2] === 1 ? 1 : 2)])),
            element('dl', { class: 'facts' }, fact('bytes of an entry', layout.sizes.u64_entry, 'B'), fact(`ns an insert ${faster}`, layout.time?.min, 'ns'),
                fact('last-level read misses an insert', layout.misses?.min, '')));
    }));
}

function storyText() {
    const { story } = figures;
    const timed = [...story.layouts.filter((layout) => layout.time).map((layout) => `${figure(layout.time.min)} ns in ${shortName(layout.table)}`),
                   ...(story.base ? [`${figure(story.base.min)} in ${baselineName()}`] : [])];
    const parts = ['Each bar below is one 64-byte cache line, drawn to scale: the processor fetches memory in nothing smaller. How many entries share a line, and ' +
        'how many lines an operation has to wait for, is what tells the layouts apart.'];
    if (timed.length > 1) parts.push(` On this machine each of ${grouped(story.n)} inserts (${story.variant} keys) took ${timed.join(', ')}.`);
    const missed = story.layouts.find((layout) => layout.misses);
    if (missed) parts.push(` Read misses: ${sourceLabel(story.source)}, ${exponent(missed.misses.n)} inserts.`);
    return parts.join('');
}

function counterCharts() {
    const wanted = ['LLC-load-misses', 'L1-dcache-load-misses', 'instructions', 'branch-misses'];
    const groupsOf = unique(figures.counters.map((cell) => `${cell.workload}, ${cell.variant}, ${cell.type}, n = ${exponent(cell.n)}`));
    const sourcesOf = SOURCES.filter((source) => figures.counters.some((cell) => cell.source === source && wanted.includes(cell.counter)));
    if (sourcesOf.length === 0) return null;
    const inGroup = (cell, group) => `${cell.workload}, ${cell.variant}, ${cell.type}, n = ${exponent(cell.n)}` === group;
    const state = { source: bestSource(figures.counters, 'LLC-load-misses') ?? sourcesOf[0] };
    const groups = () => groupsOf.filter((group) => figures.counters.some((cell) => cell.source === state.source && inGroup(cell, group)));
    state.group = groups()[0];
    const chosen = () => figures.counters.filter((cell) => cell.source === state.source && inGroup(cell, groups().includes(state.group) ? state.group : groups()[0]));
    return chart('counters', 'What an insert or operation costs the processor', 'Per element; shorter is better. Simulated figures come from Valgrind’s model of two cache levels: they repeat within a percent, and know nothing of prefetching.', {
        state,
        controls: (s, redraw) => [choice('from', sourcesOf, sourcesOf.map(sourceLabel), (source) => { s.source = source; redraw(); }),
                                  choice('of', groupsOf, groupsOf, (group) => { s.group = group; redraw(); })],
        draw: (width) => bars(wanted.flatMap((counter) => chosen().filter((cell) => cell.counter === counter)), width, { label: null, groupBy: 'counter', oneScale: false,
            title: (cell) => `${shortName(cell.table)}\n${cell.counter}: ${figure(cell.min)}\n${sourceLabel(cell.source)}` }),
        rows: () => chosen().map((cell) => ({ ...asRow(cell), counter: cell.counter, source: cell.source })),
    });
}

function studyTable() {
    const { study } = model, rows = figures.study;
    const columns = study.columns;
    const flat = () => rows.flatMap((row) => row.cells.map((cell) => ({ figure: row.name, type: cell.type, layout: cell.layout, study: cell.study,
        here: cell.here, source: row.source, table: cell.table, n: cell.n, variant: cell.variant })));
    const head = element('thead', {},
        element('tr', {}, element('th', { scope: 'col' }, 'per insert'), ...columns.map((column) =>
            element('th', { scope: 'col', colspan: 2 }, `${column.type}: ${column.layout}`))),
        element('tr', {}, element('th', {}), ...columns.flatMap(() => [element('th', { scope: 'col' }, 'study'), element('th', { scope: 'col' }, 'here')])));
    const body = element('tbody', {}, ...rows.map((row) => element('tr', {}, element('th', { scope: 'row' }, row.name),
        ...row.cells.flatMap((cell) => [element('td', {}, figure(cell.study)), element('td', { class: 'here',
            title: cell.here === undefined ? 'not measured here' : `${row.source === 'clock' ? 'clock' : sourceLabel(row.source)}, ${elements(cell.n)}, ${cell.variant} keys` }, figure(cell.here))]))));
    const sources = d3.groups(rows.filter((row) => row.cells.some((cell) => cell.here !== undefined)), (row) => row.source)
        .map(([source, some]) => `${some.map((row) => row.name).join(', ')}: ${source === 'clock' ? 'by the clock' : sourceLabel(source)}`);
    return chart('study', 'The study’s figures, and this machine’s', `The study: ${study.machine}, ${exponent(study.n)} inserts, divided by their number. ` +
        `Its chaining allocates each node, so malloc nodes stand beside it here. Where “here” comes from: ${sources.join('; ')}; hover over a figure for its size.`, {
        draw: () => element('div', { class: 'scroll' }, element('table', {}, head, body)),
        rows: flat,
    });
}

// ---- 2. The study's workloads ----

function workloadCharts() {
    const groups = unique(figures.workloads.map((cell) => `${cell.workload}|${cell.type}|${cell.n}`));
    if (groups.length === 0) return null;
    const state = { group: groups.findLast((group) => group.startsWith('load_factor|u64|')) ?? groups[0] };
    const chosen = () => figures.workloads.filter((cell) => `${cell.workload}|${cell.type}|${cell.n}` === state.group);
    const named = groups.map((group) => { const [workload, type, n] = group.split('|'); return `${workload}, ${type}, ${exponent(Number(n))}`; });
    return chart('workloads', 'The study’s workloads', 'Nanoseconds per insert or operation, the smallest of the rounds.', {
        state, controls: (s, redraw) => [choice('workload', groups, named, (group) => { s.group = group; redraw(); }, groups.indexOf(s.group))],
        draw: (width) => bars(chosen(), width, { label: 'ns per operation', groupBy: 'variant',
            title: (cell) => `${shortName(cell.table)}, ${cell.variant}\n${figure(cell.min)} ns${spreadOf(cell)}` }),
        rows: () => figures.workloads.map(asRow),
    });
}

// ---- 3. Throughput against n, heat map ----

const groupsOfMicro = (cells) => unique(cells.map((cell) => `${cell.type}, ${cell.variant}`));
const inMicroGroup = (group) => (cell) => `${cell.type}, ${cell.variant}` === group;

function throughputChart() {
    const cells = figures.operations;
    if (cells.length === 0) return null;
    const ops = unique(cells.map((cell) => cell.op)), groups = groupsOfMicro(cells);
    const state = { op: ops.includes('hit') ? 'hit' : ops[0], group: groups[0] };
    const chosen = () => cells.filter((cell) => cell.op === state.op && inMicroGroup(state.group)(cell));
    return chart('throughput', 'Throughput against size', 'Millions of operations a second, one thread; higher is better. Where a curve falls, a table has outgrown a cache.', {
        state,
        controls: (s, redraw) => [
            element('span', { role: 'group', 'aria-label': 'operation', class: 'controls', style: 'margin:0' }, ...ops.map((op) => element('button', { type: 'button', 'aria-pressed': String(op === s.op),
                onclick: (event) => {
                    s.op = op;
                    for (const other of event.target.parentNode.children) other.setAttribute('aria-pressed', String(other === event.target));
                    redraw();
                } }, op))),
            choice('keys', groups, groups, (group) => { s.group = group; redraw(); })],
        draw: (width) => {
            const shown = chosen(), tables = tablesOf(shown);
            const rate = (cell) => 1000 / cell.min;
            return [legend(tables), Plot.plot({
                width, height: Math.max(300, Math.min(440, width * 0.5)), style, marginLeft: 50, marginRight: 20, marginBottom: 42, color: colourScale(tables),
                x: { type: 'log', label: 'elements →', tickFormat: exponent, ticks: unique(shown.map((cell) => cell.n)), grid: true },
                y: { type: 'log', label: '↑ million operations a second', grid: true, tickFormat: (value) => figure(value).replace(/\.0+$/, ''), ticks: 6 },
                marks: [
                    Plot.line(shown, { x: 'n', y: rate, stroke: (cell) => shortName(cell.table), strokeWidth: (cell) => (isLayout(cell.table) ? 2.5 : 1.3), z: 'table', sort: 'n' }),
                    Plot.dot(shown, { x: 'n', y: rate, fill: (cell) => shortName(cell.table), r: 3.5, tip,
                        title: (cell) => `${shortName(cell.table)}, ${cell.op}\n${elements(cell.n)}\n${figure(rate(cell))} M/s, ${figure(cell.min)} ns${spreadOf(cell)}` }),
                ],
            })];
        },
        rows: () => cells.map((cell) => ({ ...asRow(cell), million_per_second: 1000 / cell.min })),
    });
}

function heatMap() {
    const cells = figures.operations;
    if (cells.length === 0) return null;
    const groups = unique(cells.map((cell) => `${cell.type}, ${cell.variant}, n = ${exponent(cell.n)}`));
    const inGroup = (cell) => `${cell.type}, ${cell.variant}, n = ${exponent(cell.n)}` === state.group;
    const state = { group: groups.at(-1) };
    const chosen = () => {
        const shown = cells.filter(inGroup), best = d3.rollup(shown, (list) => d3.min(list, (cell) => cell.min), (cell) => cell.op);
        return shown.map((cell) => ({ ...cell, times: cell.min / best.get(cell.op) }));
    };
    return chart('heatmap', 'Every table by every operation', 'Nanoseconds; the shade tells how many times the fastest table of the row it takes.', {
        state, controls: (s, redraw) => [lastChoice('size', groups, s, redraw)],
        draw: (width) => {
            const shown = chosen(), tables = tablesOf(shown), ops = unique(shown.map((cell) => cell.op));
            const least = tables.length * 44 + 130;
            return element('div', { class: 'scroll' }, Plot.plot({
                width: Math.max(width, least), height: ops.length * 30 + 128, style: { ...style, maxWidth: 'none' }, marginLeft: 134, marginTop: 118, marginRight: 34, marginBottom: 6,
                x: { domain: tables.map(shortName), axis: 'top', label: null, tickRotate: -40, tickSize: 0 }, y: { domain: ops, label: null, tickSize: 0 },
                color: { type: 'log', domain: [1, 8], clamp: true, range: [token('cool'), token('warm')], interpolate: 'lab' },
                marks: [
                    Plot.cell(shown, { x: (cell) => shortName(cell.table), y: 'op', fill: 'times', inset: 1, rx: 3, tip,
                        title: (cell) => `${shortName(cell.table)}, ${cell.op}\n${figure(cell.min)} ns, ${figure(cell.times)} times the fastest${spreadOf(cell)}` }),
                    Plot.text(shown, { x: (cell) => shortName(cell.table), y: 'op', text: (cell) => (cell.min < 0.01 ? '<0.01' : figure(cell.min)), fontSize: 11,
                        fontWeight: (cell) => (cell.times === 1 ? 'bold' : 'normal'), fill: (cell) => (cell.times > 2.2 ? token('card') : token('ink')), pointerEvents: 'none' }),
                ],
            }));
        },
        rows: () => chosen().map((cell) => ({ ...asRow(cell), times_the_fastest: cell.times })),
    });
}

// ---- 4. Latency, memory ----

const detailGroup = (cell) => `${cell.type}, ${cell.variant}, n = ${exponent(cell.n)}`;

function latencyChart() {
    const cells = figures.histograms;
    if (cells.length === 0) return null;
    const groups = unique(cells.map(detailGroup)), state = { group: groups.at(-1) };
    const points = () => cells.filter((cell) => detailGroup(cell) === state.group).flatMap((cell) => {
        const total = d3.sum(cell.histogram, (bucket) => bucket[1]);
        return cell.histogram.map(([from, count]) => ({ table: cell.table, from, count, share: count / total }));
    });
    return chart('latency', 'How long single inserts take, while the table grows', 'Share of all inserts, in eight steps to a doubling of time; both scales are logarithmic. The tail on the right is growth: a whole table moved in one insert.', {
        state, controls: (s, redraw) => [lastChoice('of', groups, s, redraw)],
        draw: (width) => {
            const shown = points(), tables = tablesOf(shown);
            return [legend(tables), Plot.plot({
                width, height: Math.max(280, Math.min(380, width * 0.45)), style, marginLeft: 62, marginRight: 16, marginBottom: 42, color: colourScale(tables),
                x: { type: 'log', label: 'one insert →', tickFormat: nanoseconds, grid: true, ticks: width < 480 ? 4 : 8 },
                y: { type: 'log', label: '↑ share of inserts', tickFormat: percent, grid: true, ticks: 5 },
                marks: [
                    Plot.lineY(shown, { x: 'from', y: 'share', stroke: (point) => shortName(point.table), z: 'table', strokeWidth: 1.6 }),
                    Plot.dot(shown, { x: 'from', y: 'share', fill: (point) => shortName(point.table), r: 1.8, tip,
                        title: (point) => `${shortName(point.table)}\n${nanoseconds(point.from)} to ${nanoseconds(point.from * 2 ** 0.125)}\n${grouped(point.count)} inserts, ${percent(point.share)}` }),
                ],
            })];
        },
        rows: () => points().map((point) => ({ table: point.table, from_ns: point.from, inserts: point.count })),
    });
}

const nanoseconds = (ns) => (ns >= 1e9 ? `${+(ns / 1e9).toPrecision(3)} s` : ns >= 1e6 ? `${+(ns / 1e6).toPrecision(3)} ms` : ns >= 1e3 ? `${+(ns / 1e3).toPrecision(3)} µs` : `${+ns.toPrecision(3)} ns`);
const percent = (share) => `${+(share * 100).toPrecision(2)} %`;

function percentileChart() {
    const cells = figures.latency;
    if (cells.length === 0) return null;
    const groups = unique(cells.map(detailGroup)), state = { group: groups.at(-1) };
    const chosen = () => cells.filter((cell) => detailGroup(cell) === state.group);
    return chart('percentiles', 'Percentiles of the same', 'From the typical insert to the slowest.', {
        state, controls: (s, redraw) => [lastChoice('of', groups, s, redraw)],
        draw: (width) => {
            const shown = chosen(), tables = tablesOf(shown);
            return Plot.plot({
                width, height: tables.length * 28 + 72, style, marginLeft: labelWidth(tables), marginRight: 30, marginBottom: 42,
                x: { type: 'log', label: 'one insert →', tickFormat: nanoseconds, grid: true, ticks: width < 480 ? 4 : 8 }, y: { domain: tables.map(shortName), label: null, tickSize: 0 },
                color: { type: 'identity' },
                marks: [
                    Plot.ruleY(shown, Plot.groupY({ x1: 'min', x2: 'max' }, { x: 'min', y: (cell) => shortName(cell.table), stroke: 'var(--line)' })),
                    Plot.dot(shown, { x: 'min', y: (cell) => shortName(cell.table), fill: (cell) => colour(cell.table), r: 5, tip,
                        title: (cell) => `${shortName(cell.table)}, ${cell.op}\n${nanoseconds(cell.min)}` }),
                    Plot.text(shown, { x: 'min', y: (cell) => shortName(cell.table), text: (cell) => cell.op.replace('p', ''), dy: -11, fontSize: 10, fill: 'var(--soft)', pointerEvents: 'none' }),
                ],
            });
        },
        rows: () => chosen().map(asRow),
    });
}

function memoryChart() {
    const cells = figures.curves;
    if (cells.length === 0) return null;
    const groups = unique(cells.map(detailGroup)), state = { group: groups.at(-1) };
    const points = () => cells.filter((cell) => detailGroup(cell) === state.group)
        .flatMap((cell) => cell.curve.map(([n, bytes, peak]) => ({ table: cell.table, n, bytes, peak, each: bytes / n, eachPeak: peak / n })));
    // The largest number of bytes held at once.
    const peaks = (shown) => d3.rollups(shown, (list) => d3.greatest(list, (point) => point.peak), (point) => point.table).map(([, point]) => point);
    return chart('memory', 'Memory while growing', 'Bytes owned per element. Each tooth is a doubling; diamonds mark the most bytes held at once (old array and new one), per element at that size.', {
        state, controls: (s, redraw) => [lastChoice('of', groups, s, redraw)],
        draw: (width) => {
            const shown = points().filter((point) => point.n >= 64), tables = tablesOf(shown);
            const text = (point) => `${shortName(point.table)}\n${elements(point.n)}\n${figure(point.each)} B each`;
            return [legend(tables), Plot.plot({
                width, height: Math.max(280, Math.min(400, width * 0.45)), style, marginLeft: 46, marginRight: 16, marginBottom: 42, color: colourScale(tables),
                x: { type: 'log', label: 'elements →', tickFormat: exponent, grid: true, ticks: width < 480 ? 4 : 8 }, y: { label: '↑ bytes per element', grid: true, zero: true },
                marks: [
                    Plot.line(shown, { x: 'n', y: 'each', stroke: (point) => shortName(point.table), z: 'table', strokeWidth: 1.8 }),
                    Plot.dot(shown, { x: 'n', y: 'each', fill: (point) => shortName(point.table), r: 1.2, tip, title: text }),
                    Plot.dot(peaks(shown), { x: 'n', y: 'eachPeak', fill: (point) => shortName(point.table), symbol: 'diamond', r: 6, stroke: 'var(--card)' }),
                    Plot.text(peaks(shown), { x: 'n', y: 'eachPeak', text: (point) => `${figure(point.peak / 1e6)} MB`, dy: -12, fontSize: 10, fill: 'var(--soft)', stroke: 'var(--card)', strokeWidth: 4, textAnchor: 'end', pointerEvents: 'none' }),
                ],
            })];
        },
        rows: () => points().map(({ table, n, bytes, peak }) => ({ table, elements: n, bytes, most_bytes_since_the_point_before: peak })),
    });
}

// ---- 5. Batches, hashes ----

function batchChart() {
    const cells = figures.batches;
    if (cells.length === 0) return null;
    const groups = unique(cells.map((cell) => detailGroup(cell))), state = { group: groups.at(-1) };
    const chosen = () => cells.filter((cell) => detailGroup(cell) === state.group);
    return chart('batches', 'What batches gain', 'Times as fast as the same operation one key at a time; batches of 1,024 keys let cache misses overlap.', {
        state, controls: (s, redraw) => [lastChoice('of', groups, s, redraw)],
        draw: (width) => bars(chosen(), width, { label: 'times as fast', x: (cell) => cell.gain, groupBy: 'op',
            title: (cell) => `${shortName(cell.table)}, ${cell.op}\n${figure(cell.gain)} times: ${figure(cell.min)} ns instead of ${figure(cell.single)}` }),
        rows: () => cells.map((cell) => ({ ...asRow(cell), single_ns: cell.single, times_as_fast: cell.gain })),
    });
}

function hashChart() {
    const cells = figures.hashes;
    if (cells.length === 0) return null;
    const place = (cell) => `${cell.op}, ${cell.type}, ${cell.variant}, n = ${exponent(cell.n)}`;
    const groups = unique(cells.map(place)), state = { group: groups[0] };
    const chosen = () => cells.filter((cell) => place(cell) === state.group);
    return chart('hashes', 'The hash function swapped', 'The same table with other hash functions; the map finishes each of them with a seed of its own.', {
        state, controls: (s, redraw) => [choice('of', groups, groups, (group) => { s.group = group; redraw(); })],
        draw: (width) => bars(chosen(), width, { label: 'ns per operation', groupBy: 'hash',
            title: (cell) => `${shortName(cell.table)}, ${cell.hash}\n${figure(cell.min)} ns${spreadOf(cell)}` }),
        rows: () => cells.map(asRow),
    });
}

// ---- 6. Threads ----

const crewOf = (cell) => `${cell.threads} ${cell.threads === 1 ? 'thread' : 'threads'}`;
const loadOf = (cell) => `${cell.variant.split('/')[0]}, ${cell.type}, n = ${exponent(cell.n)}`;

function threadChart() {
    const cells = figures.threads.map((cell) => ({ ...cell, crew: crewOf(cell) }));
    if (cells.length === 0) return null;
    const groups = unique(cells.map(loadOf)), state = { group: groups[0] };
    const chosen = () => cells.filter((cell) => loadOf(cell) === state.group);
    return chart('threads', 'Maps that threads share', 'Millions of operations a second of all threads together; longer is better. Each layout under one lock (coarse) and under a lock for each shard (striped), chaining with a lock in each bucket (granular), the concurrent map, and others.', {
        state, controls: (s, redraw) => [choice('of', groups, groups, (group) => { s.group = group; redraw(); })],
        draw: (width) => bars(chosen(), width, { label: 'million operations a second', x: (cell) => cell.million_per_second, groupBy: 'crew',
            title: (cell) => `${shortName(cell.table)}, ${cell.crew}\n${figure(cell.million_per_second)} M/s${spreadOf(cell)}` }),
        rows: () => cells.map((cell) => ({ ...asRow(cell), threads: cell.threads, million_per_second: cell.million_per_second })),
    });
}

function threadLatencyChart() {
    const cells = figures.threadLatency;
    if (cells.length === 0) return null;
    const place = (cell) => `${crewOf(cell)}, ${cell.type}, n = ${exponent(cell.n)}`;
    const groups = unique(cells.map(place)), state = { group: groups.at(-1) };
    const chosen = () => cells.filter((cell) => place(cell) === state.group);
    return chart('thread-latency', 'How long single inserts take, while a shared map grows', 'Nanoseconds: the typical insert, the slowest of a hundred, and so on. A table that moves in one piece stops everybody meanwhile.', {
        state, controls: (s, redraw) => [lastChoice('of', groups, s, redraw)],
        draw: (width) => bars(chosen(), width, { label: 'ns', groupBy: 'op', oneScale: false,
            title: (cell) => `${shortName(cell.table)}, ${cell.op}\n${nanoseconds(cell.min)}` }),
        rows: () => cells.map((cell) => ({ ...asRow(cell), threads: cell.threads })),
    });
}

// ---- 7. Flame graphs and growth: text and pictures that make profile made ----

function tabs(label, entries, panel) {
    if (entries.length === 0) return null;
    const shown = element('div', { class: 'panel' });
    const buttons = entries.map(([table], i) => element('button', { type: 'button', role: 'tab', 'aria-selected': String(i === 0),
        onclick: () => show(i) }, shortName(table)));
    const show = (i) => {
        buttons.forEach((button, j) => button.setAttribute('aria-selected', String(i === j)));
        shown.replaceChildren(panel(entries[i][1], entries[i][0]));
    };
    show(0);
    return [element('div', { class: 'controls', role: 'tablist', 'aria-label': label }, ...buttons), shown];
}

const inStory = (entries) => Object.entries(entries).sort(([a], [b]) => tableOrder(a, b));

function flameGraphs() {
    return model.profiles.flatMap((profile) => {
        const made = tabs('Flame graph of', inStory(profile.flames), (svg, table) => element('iframe', { title: `Flame graph of ${shortName(table)}`, sandbox: 'allow-scripts',
            style: `aspect-ratio:${(svg.match(/viewBox="0 0 ([\d.]+ [\d.]+)/)?.[1] ?? '16 9').replace(' ', '/')}`,
            srcdoc: `<style>html,body{background:#fff;margin:0}svg{display:block;width:100%;height:auto}</style>${svg.slice(svg.indexOf('<svg'))}` }));
        return made ? [element('figure', { class: 'flame' }, element('figcaption', {}, element('h3', {}, profile.name),
            element('p', {}, 'Width is time inside the measured region. A click widens a frame; the line at the bottom names what the pointer is on.')), ...made)] : [];
    });
}

function growthTraces() {
    return model.profiles.flatMap((profile) => {
        const made = tabs('Growth of', inStory(profile.growth), (text, table) => element('pre', { tabindex: '0', 'aria-label': `Growth of ${shortName(table)}` }, text.trim()));
        return made ? [element('figure', { class: 'growth' }, element('figcaption', {}, element('h3', {}, profile.name),
            element('p', {}, 'System calls beside each doubling, by strace. A table that grows without needless copies shows one mmap and one munmap.')), ...made)] : [];
    });
}

// ---- 8. The machine ----

function machineTable() {
    const { machine = {}, compiler = {} } = model;
    const facts = [['processor', machine.cpu], ['architecture', machine.architecture], ['cores', machine.cores],
                   ['memory', machine.memory_bytes ? `${figure(machine.memory_bytes / 2 ** 30)} GiB` : undefined], ['kernel', machine.kernel],
                   ['huge pages', machine.huge_pages], ...(machine.caches ?? []).map((cache) => [`L${cache.level} ${cache.type}`, `${cache.size}, ${cache.ways} ways, ${cache.line_bytes}-byte lines`]),
                   ['C compiler', compiler.c], ['C++ compiler', compiler.cxx], ['flags', compiler.flags], ['commit', model.commit]].filter(([, value]) => value);
    return element('div', { class: 'scroll' }, element('table', {}, element('tbody', {}, ...facts.map(([name, value]) =>
        element('tr', {}, element('th', { scope: 'row' }, name), element('td', { style: 'white-space:normal' }, String(value)))))));
}

function commands() {
    const text = model.runs.filter((run) => !run.profile).map((run) => `# ${run.file}: ${run.results} figures, ${run.date ?? ''}, ${run.flags}\n${run.command}`).join('\n\n');
    const profiles = model.profiles.map((profile) => `# make profile: ${profile.name}\n${profile.commands.join('\n')}`).join('\n\n');
    return element('pre', { tabindex: '0', 'aria-label': 'Commands' }, [text, profiles].filter(Boolean).join('\n\n'));
}

function missingNotes() {
    const notes = unique(model.profiles.flatMap((profile) => profile.missing));
    return notes.length === 0 ? null : element('div', { class: 'note' }, element('p', {}, 'Not to be had on this machine:'), element('ul', {}, ...notes.map((note) => element('li', {}, note))));
}

// ---- The page ----

function section(id, title, text, ...children) {
    const kept = children.flat().filter(Boolean);
    if (kept.length === 0) return [];
    return [{ id, title, node: element('section', { 'aria-labelledby': `h-${id}` }, element('h2', { id: `h-${id}` }, title), text ? element('p', {}, text) : null, ...kept) }];
}

function build() {
    const { machine = {} } = model;
    document.getElementById('machine').textContent = [machine.cpu, machine.cores && `${machine.cores} cores`, machine.kernel, model.compiler?.c, model.date?.slice(0, 10)].filter(Boolean).join(' · ');
    const sections = [
        ...section('layouts', 'The layouts, drawn to scale', storyText(), storyCards(),
            element('ul', { class: 'keys' }, ...[['key', 'key'], ['value', 'value'], ['state', 'state: tag, link, hash']].map(([name, text]) =>
                element('li', {}, element('i', { style: `background:var(--${name})` }), text))), counterCharts(), studyTable()),
        ...section('workload', 'Workloads', '', workloadCharts()),
        ...section('operations', 'Operations and sizes', '', throughputChart(), heatMap()),
        ...section('time', 'Latency', '', latencyChart(), percentileChart()),
        ...section('bytes', 'Memory', '', memoryChart(), growthTraces()),
        ...section('batch', 'Batches', '', batchChart()),
        ...section('hash', 'Hash functions', '', hashChart()),
        ...section('shared', 'Threads', '', threadChart(), threadLatencyChart()),
        ...section('flames', 'Where the time goes', '', flameGraphs()),
        ...section('about', 'The machine and the commands', '', missingNotes(), element('figure', {}, machineTable()), commands()),
    ];
    document.querySelector('nav').append(...sections.map(({ id, title }) => element('a', { href: `#h-${id}` }, title)));
    document.querySelector('main').append(...sections.map(({ node }) => node));
    for (const one of charts) one.redraw();
    new ResizeObserver(() => requestAnimationFrame(resized)).observe(document.querySelector('main'));
}

let lastWidth = 0;
function resized() {
    const width = document.querySelector('main').clientWidth;
    if (width === lastWidth) return;
    lastWidth = width;
    for (const one of charts) one.redraw();
}

// ---- Light and dark: the system's choice until someone chooses ----

const dark = matchMedia('(prefers-color-scheme: dark)');
function setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    document.getElementById('theme').textContent = theme === 'dark' ? 'Light' : 'Dark';
    for (const one of charts) one.redraw();
}
let chosenTheme = null;
document.getElementById('theme').addEventListener('click', () => {
    chosenTheme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    setTheme(chosenTheme);
});
dark.addEventListener('change', () => chosenTheme ?? setTheme(dark.matches ? 'dark' : 'light'));
setTheme(dark.matches ? 'dark' : 'light');
build();
