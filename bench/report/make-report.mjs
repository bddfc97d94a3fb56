// make-report.mjs: one page and one text of what was measured.
// usage: node make-report.mjs TOOLS OUT FILE|FOLDER...   (TOOLS: where npm put d3 and Plot)
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, readAll } from './data.mjs';
import { reportText } from './text.mjs';

const own = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

function packaged(tools, path) {
    try {
        return readFileSync(join(tools, 'node_modules', path), 'utf8');
    } catch {
        throw new Refusal(`${path} is not in ${tools}; make report installs it with npm`);
    }
}

// Text inside <script> must not contain its end tag.
const inScript = (text) => text.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
const inJson = (text) => text.replaceAll('<', '\\u003c');
const inlined = (text) => text.replace(/^export (?=const|function|class)/gm, '').replace(/^import .*$/gm, '');

function page(model, tools) {
    const parts = {
        CSS: own('page.css'), DATA: inJson(JSON.stringify(model)), D3: inScript(packaged(tools, 'd3/dist/d3.min.js')),
        PLOT: inScript(packaged(tools, '@observablehq/plot/dist/plot.umd.min.js')), PAGE: inScript(inlined(own('figures.mjs')) + own('page.mjs')),
    };
    return own('page.html').replace(/\/\*(CSS|DATA|D3|PLOT|PAGE)\*\//g, (_, name) => parts[name]);
}

function write(file, text) {
    writeFileSync(`${file}.tmp`, text);
    renameSync(`${file}.tmp`, file);
}

const [tools, out, ...paths] = process.argv.slice(2);
try {
    if (paths.length === 0) {
        throw new Refusal('nothing to report on yet; make bench, make bench-peers and make profile measure, make report-data does all of it');
    }
    const model = readAll(paths);
    if (model.cells.length === 0) throw new Refusal(`there are no results in ${paths.join(', ')}`);
    mkdirSync(out, { recursive: true });
    write(join(out, 'index.html'), page(model, tools));
    write(join(out, 'report.md'), reportText(model));
    console.log(`${join(out, 'index.html')}\n${join(out, 'report.md')}`);
} catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`make-report: ${error.message}`);
    process.exitCode = 2;
}
