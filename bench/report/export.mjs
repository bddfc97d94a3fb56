// export.mjs: the page's charts as SVG files that need neither its style nor its scripts, for docs/.
// usage: node export.mjs TOOLS CHROMIUM PAGE OUT [CHART...]
import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [tools, executablePath, file, out, ...wanted] = process.argv.slice(2);
const { chromium } = createRequire(join(resolve(tools), 'package.json'))('playwright-core');

// All drawings of one figure below each other, with their headings and the legend; colours as they are on the page.
function drawingOf(id) {
    const chart = document.querySelector(`figure#${id} .chart`), outer = [...chart.querySelectorAll('svg')].filter((svg) => !svg.parentElement.closest('svg'));
    if (outer.length === 0) return null;
    const colours = getComputedStyle(document.documentElement), ns = 'http://www.w3.org/2000/svg';
    const all = document.createElementNS(ns, 'svg');
    let y = 16, width = 0;
    const write = (text, x, size, weight, fill) => {
        const line = document.createElementNS(ns, 'text');
        Object.entries({ x, y, 'font-size': size, 'font-weight': weight, fill }).forEach(([name, value]) => line.setAttribute(name, value));
        line.textContent = text;
        all.append(line);
    };
    const ink = colours.getPropertyValue('--ink').trim();
    write(document.querySelector(`figure#${id} h3`).textContent, 4, 15, 700, ink);
    const chosen = [...document.querySelectorAll(`figure#${id} select`)].map((select) => select.selectedOptions[0].textContent.trim());
    const pressed = document.querySelector(`figure#${id} [aria-pressed=true]`)?.textContent;
    y += 18;
    write([pressed, ...chosen].filter(Boolean).join(' · '), 4, 12, 400, colours.getPropertyValue('--soft').trim());
    let x = 4;
    if (chart.querySelector('.keys')) y += 20;
    for (const key of chart.querySelectorAll('.keys li')) {
        if (x > 700) { x = 4; y += 18; }
        const swatch = document.createElementNS(ns, 'rect');
        Object.entries({ x, y: y - 10, width: 11, height: 11, rx: 2, fill: getComputedStyle(key.querySelector('i')).backgroundColor }).forEach(([name, value]) => swatch.setAttribute(name, value));
        all.append(swatch);
        write(key.textContent, x + 16, 12, 400, ink);
        x += 34 + 7 * key.textContent.length;
    }
    y += 12;
    let column = 0, rowHeight = 0; // bars stand two to a row, as on the page
    for (const svg of outer) {
        const heading = svg.parentElement.querySelector('h4'), wide = Number(svg.getAttribute('width')), left = column * (wide + 24);
        if (column === 0) y += rowHeight;
        if (heading) { y += 14; write(heading.textContent, left + 4, 13, 600, ink); y += 4; }
        const copy = svg.cloneNode(true);
        copy.querySelectorAll('style, [aria-label=tip]').forEach((one) => one.remove());
        copy.querySelectorAll('circle').forEach((dot) => { if (Number(dot.getAttribute('r')) < 2) dot.remove(); }); // they are there to be hovered over
        copy.removeAttribute('class');
        copy.removeAttribute('style');
        copy.setAttribute('x', left);
        copy.setAttribute('y', y);
        all.append(copy);
        if (heading) y -= 18;
        rowHeight = Number(svg.getAttribute('height')) + (heading ? 18 : 0);
        width = Math.max(width, left + wide);
        column = heading && left + 2 * wide < 900 ? 1 - column : 0;
    }
    y += rowHeight;
    width = Math.max(width, 560);
    Object.entries({ viewBox: `0 0 ${width + 8} ${y + 8}`, width: width + 8, height: y + 8, 'font-family': 'system-ui, DejaVu Sans, sans-serif', 'font-size': 12, color: ink })
        .forEach(([name, value]) => all.setAttribute(name, value));
    const paper = document.createElementNS(ns, 'rect');
    Object.entries({ width: '100%', height: '100%', fill: colours.getPropertyValue('--card').trim() }).forEach(([name, value]) => paper.setAttribute(name, value));
    all.prepend(paper);
    return new XMLSerializer().serializeToString(all).replace(/var\(--([a-z-]+)\)/g, (_, name) => colours.getPropertyValue(`--${name}`).trim()).replace(/(\d\.\d\d)\d+/g, '$1');
}

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const page = await browser.newPage({ viewport: { width: 860, height: 900 }, colorScheme: 'light' });
await page.goto(pathToFileURL(resolve(file)).href);
await page.waitForSelector('figure .chart > *');
const ids = await page.locator('figure[id]').evaluateAll((nodes) => nodes.map((node) => node.id));
for (const id of wanted.length > 0 ? wanted : ids) {
    if (!ids.includes(id)) {
        console.error(`export: no chart '${id}'; there are: ${ids.join(', ')}`);
        process.exitCode = 2;
        continue;
    }
    const drawing = await page.evaluate(drawingOf, id);
    if (drawing === null) continue;
    writeFileSync(join(out, `${id}.svg`), `${drawing}\n`);
    console.log(join(out, `${id}.svg`));
}
await browser.close();
