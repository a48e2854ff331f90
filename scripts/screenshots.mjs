/**
 * `npm run screenshots [-- NAME…]`: pictures on the demo company, in both languages, light and dark. What the READMEs show goes into
 * widgets/gallery/screenshots; every element in every state into tests/.artifacts/screenshots, to be looked at.
 * With names (`readme`, `kpi-trend` …) only those.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { tags } from '../widgets/build/tags.mjs';
import { findBrowser, installBrowser, launchArguments } from './browser.mjs';
import { prepare } from './prepare.mjs';

const forReadme = 'widgets/gallery/screenshots';
const toLookAt = 'tests/.artifacts/screenshots';
const STATES = ['live', 'loading', 'failed', 'stale', 'empty', 'nokey', 'partial', 'one', 'many'];
const FIGURES = '.figure, tbody td';
/** What readers open and pages ask for: in one language and theme each. `ask` is added to the workbench's address. */
const VIEWS = [
  { name: 'evidence', does: (card) => card.locator(FIGURES).nth(1).click(), opens: '.evidence' },
  {
    name: 'table',
    lang: 'zh',
    tags: ['funnel-chart', 'funnel-scorecard', 'kpi-trend'],
    does: (card) => card.locator('header button').last().click(),
    opens: 'table',
  },
  { name: 'unfolded', tags: ['funnel-scorecard'], does: unfold, opens: '.rest .card' },
  { name: 'opened', lang: 'zh', tags: ['kpi-event-feed'], does: (card) => card.locator('.say').first().click() },
  { name: 'exporting', does: (card) => card.locator('.export button').first().click() },
  { name: 'forced', theme: 'dark', media: { forcedColors: 'active' } },
  { name: 'print', lang: 'zh', media: { media: 'print' } },
  { name: 'rtl', ask: '&dir=rtl' },
  { name: 'compact', lang: 'zh', ask: '&a.density=compact' },
  { name: 'compact', width: 220, ask: '&a.density=compact' },
  { name: 'own', ask: '&scheme=own' },
];
/** What the READMEs show of single elements, so many px wide. */
const PORTRAIT_WIDTH = 620;
const PORTRAITS = [
  {
    name: 'evidence',
    tag: 'funnel-chart',
    theme: 'light',
    does: (card) => card.locator('.rate .figure').first().click(),
  },
  { name: 'scorecard', tag: 'funnel-scorecard', theme: 'dark' },
  { name: 'trend', tag: 'kpi-trend', theme: 'light' },
  { name: 'events', tag: 'kpi-event-feed', theme: 'dark' },
];
const asked = process.argv.slice(2);
const isAsked = (name) => asked.length === 0 || asked.includes(name);
const port = 4170;
const url = `http://127.0.0.1:${port}`;

prepare();
for (const folder of [forReadme, toLookAt]) mkdirSync(folder, { recursive: true });
const data = mkdtempSync(join(tmpdir(), 'funnel-screenshots-'));
const server = spawn(process.execPath, ['scripts/start.mjs'], {
  env: { ...process.env, PORT: String(port), DATA_DIR: data },
  stdio: 'inherit',
});
// A run that breaks off takes its server with it.
process.once('exit', () => server.kill('SIGKILL'));
await ready();

const browser = await chromium.launch({
  executablePath: findBrowser() ?? installBrowser(),
  args: launchArguments,
});
const press = await browser.newPage();
for (const language of ['en', 'zh'])
  for (const theme of ['light', 'dark']) {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 1500 },
      colorScheme: theme,
      reducedMotion: 'reduce',
      deviceScaleFactor: 1,
    });
    page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
    const lang = language === 'zh' ? 'zh-CN' : 'en';
    if (isAsked('readme')) await picturesForReadme(page, lang, language, theme);
    // Room for the widest layout beside the panels.
    await page.setViewportSize({ width: 1840, height: 3000 });
    for (const tag of tags.filter(isAsked)) {
      const specimen = page.locator('.specimen');
      const path = (name, width) => join(toLookAt, `${tag}-${name}-${width}-${language}-${theme}.png`);
      // Only the scorecard can be answered in part.
      const states = STATES.filter((each) => each !== 'partial' || tag === 'funnel-scorecard');
      for (const [state, width] of [...states.map((each) => [each, 1100]), ['live', 220], ['live', 480]]) {
        await page.goto(`${url}/?lang=${lang}&element=${tag}&state=${state}&width=${width}`);
        if (state === 'loading') await page.locator('.specimen .skeleton').waitFor();
        else await settled(page, '.specimen > *');
        // The stream is given up a moment after the answer.
        if (state === 'stale') await page.locator('.specimen .stale').waitFor();
        await specimen.screenshot({ path: path(state, width) });
      }
      for (const { name, ask = '', does, opens, media, width = 1100, ...only } of VIEWS) {
        if ((only.lang ?? 'en') !== language || (only.theme ?? 'light') !== theme) continue;
        if (only.tags && !only.tags.includes(tag)) continue;
        await page.goto(`${url}/?lang=${lang}&element=${tag}&width=${width}${ask}`);
        await settled(page, '.specimen > *');
        if (media) await page.emulateMedia(media);
        if (does && !(await offers(specimen, name))) continue;
        await does?.(specimen);
        if (opens) await specimen.locator(opens).first().waitFor();
        await settled(page, '.specimen > *');
        await specimen.screenshot({ path: path(name, width) });
        if (media) await page.emulateMedia({ media: null, forcedColors: null });
      }
    }
    await page.close();
  }
await browser.close();
server.kill('SIGTERM');
server.once('exit', () => {
  rmSync(data, { recursive: true, force: true });
  process.exit(0);
});

async function picturesForReadme(page, lang, language, theme) {
  const path = (name) => join(forReadme, `${name}-${language}-${theme}.webp`);
  await page.goto(`${url}/?lang=${lang}`);
  await settled(page, '.exhibit > :last-child');
  await shoot(page, path('gallery'));
  for (const { name, tag, does } of PORTRAITS.filter((each) => each.theme === theme)) {
    await page.goto(`${url}/?lang=${lang}&element=${tag}&width=${PORTRAIT_WIDTH}`);
    await settled(page, '.specimen > *');
    const specimen = page.locator('.specimen');
    await does?.(specimen);
    if (does) await specimen.locator('.evidence').waitFor();
    await shoot(specimen, path(name));
  }
  if (theme === 'dark') return;
  await page.goto(`${url}/?lang=${lang}&element=funnel-chart`);
  await settled(page, '.specimen > *');
  await shoot(page, path('bench'));
  await page.goto(`${url}/kpis?lang=${language}`);
  await shoot(page, path('kpis'));
}

/** As WebP, which weighs a third of a PNG and looks the same. */
async function shoot(target, path) {
  const png = (await target.screenshot()).toString('base64');
  const webp = await press.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    const bytes = new Uint8Array(
      await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 })).arrayBuffer(),
    );
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }, png);
  writeFileSync(path, Buffer.from(webp, 'base64'));
}

async function ready() {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('The server was not ready within five minutes.');
}

/** The log of events has neither figures with evidence nor an export. */
async function offers(specimen, name) {
  const found = { evidence: FIGURES, exporting: '.export button' }[name];
  return !found || (await specimen.locator(found).count()) > 0;
}

async function unfold(card) {
  for (const fold of await card.locator('.fold').all()) await fold.click();
}

/** Until every such element has its answer, good or bad, and has drawn it. */
async function settled(page, elements) {
  await page.waitForFunction(
    (selector) => {
      const found = [...document.querySelectorAll(selector)];
      const cards = found.map(({ shadowRoot }) => shadowRoot?.querySelector('.widget'));
      return cards.length > 0 && cards.every((card) => card?.ariaBusy === 'false');
    },
    elements,
    { timeout: 60_000 },
  );
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}
