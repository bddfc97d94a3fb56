// data.mjs: reads what the bench and make profile wrote, refuses what is broken, and answers questions about it.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

export class Refusal extends Error {}

const WANTED = 'wanted are files that --json or make profile wrote';

function parseRun(file) {
    let text, run;
    try {
        text = readFileSync(file, 'utf8');
    } catch (error) {
        throw new Refusal(`${file} cannot be read (${error.code}); ${WANTED}`);
    }
    try {
        run = JSON.parse(text);
    } catch (error) {
        throw new Refusal(`${file} is no JSON, or was cut off (${error.message}); ${WANTED}`);
    }
    if (run?.program !== 'cchash-bench') throw new Refusal(`${file} was not written by cchash-bench; ${WANTED}`);
    if (run.format !== 1) throw new Refusal(`the "format" of ${file} is ${run.format}, not 1; ${WANTED}`);
    if (!Array.isArray(run.results)) throw new Refusal(`${file} has no list called "results"; ${WANTED}`);
    run.results.forEach((cell, i) => {
        for (const name of ['workload', 'type', 'variant', 'op', 'table', 'hash', 'unit']) {
            if (typeof cell?.[name] !== 'string') throw new Refusal(`${file}: result ${i} has no text called "${name}"; ${WANTED}`);
        }
        if (!Number.isFinite(cell.n) || !Number.isFinite(cell.min)) {
            throw new Refusal(`${file}: result ${i} has no number called "${Number.isFinite(cell.n) ? 'min' : 'n'}"; ${WANTED}`);
        }
        const rounds = cell.rounds;
        if (!Array.isArray(rounds) || rounds.length === 0 || !rounds.every(Number.isFinite)) {
            throw new Refusal(`${file}: result ${i} has no numbers in "rounds"; ${WANTED}`);
        }
    });
    return run;
}

const lines = (file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);

// A folder of make profile: its JSON, and what it has as text and pictures.
function readFolder(folder) {
    const names = readdirSync(folder).sort();
    const texts = (prefix, suffix) => Object.fromEntries(names.filter((name) => name.startsWith(prefix) && name.endsWith(suffix))
        .map((name) => [name.slice(prefix.length, -suffix.length), readFileSync(join(folder, name), 'utf8')]));
    return {
        name: basename(folder),
        files: names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name)),
        growth: texts('growth-', '.txt'),
        flames: texts('flame-', '.svg'),
        commands: lines(join(folder, 'commands.txt')),
        missing: lines(join(folder, 'missing.txt')),
    };
}

export function readAll(paths) {
    const runs = [], profiles = [];
    for (const path of paths) {
        if (!existsSync(path)) throw new Refusal(`${path} does not exist; ${WANTED}`);
        if (!statSync(path).isDirectory()) {
            runs.push({ file: path, ...parseRun(path) });
            continue;
        }
        const profile = readFolder(path);
        if (profile.files.length === 0) throw new Refusal(`the folder ${path} has no JSON in it; ${WANTED}`);
        for (const file of profile.files) runs.push({ file, profile: profile.name, ...parseRun(file) });
        profiles.push(profile);
    }
    const study = JSON.parse(readFileSync(new URL('study.json', import.meta.url), 'utf8'));
    return makeModel(runs, profiles, study);
}

// ---- The model: what the page needs, and nothing else, since all of it is written into the page ----

function makeModel(runs, profiles, study) {
    const cells = [], seen = new Set();
    for (const run of runs) {
        for (const cell of run.results) {
            const { checksums, ...kept } = cell;
            const place = placeOf(kept);
            if (seen.has(place)) continue; // the first file given counts
            seen.add(place);
            cells.push(kept);
        }
    }
    const first = runs[0];
    return {
        machine: first.machine, compiler: first.compiler, commit: first.commit, date: first.date,
        machines: [...new Set(runs.map((run) => run.machine?.cpu))],
        sizes: runs.find((run) => run.sizes?.length)?.sizes ?? [],
        runs: runs.map((run) => ({ file: run.file, date: run.date, commit: run.commit, command: (run.command ?? []).join(' '),
                                   flags: `${run.compiler?.c ?? ''} ${run.compiler?.flags ?? ''}`.trim(), profile: run.profile,
                                   results: run.results.length })),
        profiles: profiles.map(({ files, ...kept }) => kept),
        cells, study, tables: tablesOf(runs, cells), operations: operationsOf(runs, cells),
    };
}

// The lists of tables and operations that the bench wrote. Older files have none: their tables go by the long name.
function tablesOf(runs, cells) {
    const known = new Map(runs.flatMap((run) => run.tables ?? []).map((one) => [one.name, one]));
    for (const cell of cells) {
        const name = cell.table.replace(/_arena$/, '');
        if (!known.has(name)) known.set(name, { name, file: '', label: name, role: cell.peer === false ? 'layout' : 'peer', kin: '' });
    }
    return [...known.values()];
}

function operationsOf(runs, cells) {
    const known = new Map(runs.flatMap((run) => run.operations ?? []).map((one) => [one.name, one]));
    const guess = (cell) => (cell.unit === 'B' ? 'memory' : /^(p\d|max$)/.test(cell.op) ? 'latency' : cell.op === 'time' ? 'whole' : 'warm');
    for (const cell of cells) {
        if (!known.has(cell.op)) known.set(cell.op, { name: cell.op, group: guess(cell), batch_of: '' });
    }
    return [...known.values()];
}

const placeOf = (cell) => [cell.workload, cell.type, cell.variant, cell.n, cell.op, cell.table, cell.hash, cell.counter, cell.source].join('|');
