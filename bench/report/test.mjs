// test.mjs: drives the page as a person would, in headless Chromium.
// usage: node test.mjs TOOLS CHROMIUM PAGE PICTURES   (PICTURES: a folder for screenshots)
// Ends with "N passed, N failed"; a chart that the page has is tested, and which charts it must have is told in EXPECT.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [tools, executablePath, file, pictures] = process.argv.slice(2);
const { chromium } = createRequire(join(resolve(tools), 'package.json'))('playwright-core');
const expected = (process.env.EXPECT ?? '').split(',').filter(Boolean);
let passed = 0, failed = 0;

function check(what, ok, found = '') {
    if (ok) passed++;
    else {
        failed++;
        console.log(`FAILED: ${what}${found === '' ? '' : `: ${found}`}`);
    }
}

// A strict reader: quotes are closed, every row has as many fields as the first.
function parseCsv(text) {
    const rows = [[]];
    let field = '', quoted = false;
    for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (quoted) {
            if (c !== '"') field += c;
            else if (text[i + 1] === '"') field += text[++i];
            else quoted = false;
        } else if (c === '"') quoted = true;
        else if (c === ',' || c === '\n') {
            rows.at(-1).push(field);
            field = '';
            if (c === '\n') rows.push([]);
        } else field += c;
    }
    if (quoted || field !== '' || rows.pop().length !== 0) throw new Error('it ends within a row');
    for (const row of rows) if (row.length !== rows[0].length) throw new Error(`${row.length} fields instead of ${rows[0].length}`);
    return rows;
}

const tipText = (chart) => chart.evaluate((node) => [...node.querySelectorAll('svg [aria-label=tip]')].map((one) => one.textContent).join(''));

async function open(browser, options) {
    const context = await browser.newContext({ acceptDownloads: true, ...options });
    const page = await context.newPage(), noise = [], requests = [];
    page.on('console', (message) => noise.push(message.text()));
    page.on('pageerror', (error) => noise.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(resolve(file)).href);
    await page.waitForSelector('figure .chart > *');
    return { context, page, noise, requests };
}

// Something drawn: marks in every drawing, or rows in a table.
async function testDrawing(page, id) {
    const found = await page.locator(`figure#${id} .chart`).evaluate((chart) => {
        const drawings = [...chart.querySelectorAll('svg')].filter((svg) => !svg.closest('svg svg'));
        const marks = drawings.map((svg) => svg.querySelectorAll(':is([aria-label=dot] circle, [aria-label=bar] rect, [aria-label=cell] rect)').length);
        const broken = [...chart.querySelectorAll('svg *')].filter((mark) => [...mark.attributes].some((a) => /NaN|undefined/.test(a.value) && a.name !== 'class')).length;
        return { drawings: drawings.length, marks, broken, rows: chart.querySelectorAll('tbody tr').length };
    });
    check(`${id} is drawn`, found.drawings > 0 ? found.marks.every((count) => count > 0) : found.rows > 0, JSON.stringify(found));
    check(`${id} has no NaN in it`, found.broken === 0, JSON.stringify(found));
    return found.drawings > 0;
}

async function testHover(page, id) {
    const chart = page.locator(`figure#${id} .chart`);
    await page.mouse.move(2, 2); // beside everything, wherever the page has scrolled to
    await chart.scrollIntoViewIfNeeded();
    await page.waitForTimeout(60);
    check(`${id} shows no tip before anything happens`, (await tipText(chart)) === '');
    const mark = chart.locator('svg :is([aria-label=dot] circle, [aria-label=bar] rect, [aria-label=cell] rect)').first();
    const box = await mark.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    await page.waitForTimeout(60);
    const hovered = await tipText(chart);
    check(`${id} shows a value where the pointer is`, /\d/.test(hovered), hovered);
    await page.mouse.move(2, 2);
    await chart.focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(60);
    const first = await tipText(chart);
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(60);
    const last = await tipText(chart);
    check(`${id} walks with the arrow keys`, /\d/.test(first) && /\d/.test(last) && first !== last, `${first} | ${last}`);
    await page.keyboard.press('Escape');
}

async function testCsv(page, id) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`figure#${id} [data-csv]`).click()]);
    try {
        const rows = parseCsv(readFileSync(await download.path(), 'utf8'));
        check(`${id}.csv has rows`, rows.length > 1 && rows[0].length > 1, rows.length);
        check(`${id}.csv has numbers`, rows.slice(1).some((row) => row.some((field) => field !== '' && Number.isFinite(Number(field)))));
    } catch (error) {
        check(`${id}.csv parses`, false, error.message);
    }
    check(`${id}.csv has its name`, download.suggestedFilename() === `${id}.csv`, download.suggestedFilename());
}

// Text that reaches out of the window, or out of a box that does not scroll.
const overflowing = () => [...document.querySelectorAll('body *')].filter((node) => {
    if (node.closest('.scroll, pre, script, style, .cacheline')) return false;
    if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '')) return false;
    const range = document.createRange();
    range.selectNodeContents(node);
    const edge = (node.closest('figure, .card') ?? document.body).getBoundingClientRect();
    return [...range.getClientRects()].some((box) => box.width > 0 && (box.right > Math.min(edge.right, innerWidth) + 0.5 || box.left < edge.left - 0.5));
}).map((node) => `${node.tagName} "${node.textContent.trim().slice(0, 40)}"`);

async function testPhone(browser) {
    const { context, page, noise } = await open(browser, { viewport: { width: 390, height: 844 }, colorScheme: 'light' });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    check('at 390 px nothing scrolls sideways', width <= 390, width);
    for (const [select, count] of [[null, 1], ...(await Promise.all((await page.locator('.controls select').all()).map(async (one) => [one, await one.locator('option').count()])))]) {
        for (let i = 0; i < count; i++) {
            if (select) await select.selectOption({ index: i });
            const found = await page.evaluate(overflowing);
            check('at 390 px no text overflows', found.length === 0, found.slice(0, 5).join('; '));
        }
    }
    await page.screenshot({ path: join(pictures, 'phone.png'), fullPage: true });
    check('no console message at 390 px', noise.length === 0, noise.join(' | '));
    await context.close();
}

async function testTheme(page) {
    const look = () => page.evaluate(() => ({ theme: document.documentElement.dataset.theme, paper: getComputedStyle(document.body).backgroundColor,
                                              bar: document.querySelector('[aria-label=bar] rect, [aria-label=dot] circle')?.getAttribute('fill') }));
    const light = await look();
    await page.locator('#theme').focus();
    await page.keyboard.press('Enter');
    const dark = await look();
    check('the theme switches by keyboard', light.theme === 'light' && dark.theme === 'dark' && light.paper !== dark.paper, JSON.stringify({ light, dark }));
    check('charts follow the theme', light.bar !== dark.bar, light.bar);
    await page.screenshot({ path: join(pictures, 'dark.png'), fullPage: true });
    await page.locator('#theme').click();
    check('and back', (await look()).paper === light.paper);
}

// Every choice of every control draws something too.
async function testControls(page, id) {
    const figure = page.locator(`figure#${id}`);
    for (const select of await figure.locator('.controls select').all()) {
        for (let i = 0, count = await select.locator('option').count(); i < count; i++) {
            await select.selectOption({ index: i });
            await testDrawing(page, id);
        }
    }
    for (const button of await figure.locator('.controls button').all()) {
        await button.click();
        check(`${id}: the button that was pressed says so`, (await button.getAttribute('aria-pressed')) === 'true');
        await testDrawing(page, id);
    }
}

async function testTabs(page, kind) {
    const figure = page.locator(`figure.${kind}`).first();
    for (const tab of await figure.locator('[role=tab]').all()) {
        await tab.click();
        if (kind === 'growth') {
            check('the growth trace shows doublings', /insert \d+: capacity/.test(await figure.locator('pre').textContent()));
        } else {
            const frame = figure.frameLocator('iframe');
            await frame.locator('svg g rect').first().waitFor();
            check('the flame graph has frames', (await frame.locator('svg g rect').count()) > 3);
            check('the flame graph is of the measured loop', (await frame.locator('svg').textContent()).includes('loop_'));
        }
    }
}

mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const { context, page, noise, requests } = await open(browser, { viewport: { width: 1200, height: 900 }, colorScheme: 'light' });
await page.screenshot({ path: join(pictures, 'light.png'), fullPage: true });
const ids = await page.locator('figure[id]').evaluateAll((nodes) => nodes.map((node) => node.id));
for (const id of expected) {
    const there = /^(flame|growth)$/.test(id) ? (await page.locator(`figure.${id}`).count()) > 0 : ids.includes(id);
    check(`the page has ${id}`, there, ids.join(' '));
}
check('the layouts are drawn as cache lines', (await page.locator('.card .cacheline span').count()) > 20);
for (const id of ids) {
    const hasMarks = await testDrawing(page, id);
    if (hasMarks) await testHover(page, id);
    await testCsv(page, id);
    await testControls(page, id);
}
for (const kind of ['flame', 'growth']) if ((await page.locator(`figure.${kind}`).count()) > 0) await testTabs(page, kind);
await testTheme(page);
check('every link of the navigation leads somewhere', await page.evaluate(() => [...document.querySelectorAll('nav a')].every((a) => document.querySelector(a.getAttribute('href')))));
check('no console message', noise.length === 0, noise.join(' | '));
check('no request but the page itself', requests.filter((url) => !/^(file|data|blob|about):/.test(url)).length === 0 && requests.filter((url) => url.startsWith('file:')).length === 1, requests.map((url) => url.slice(0, 80)).join(' '));
await context.close();
await testPhone(browser);
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
