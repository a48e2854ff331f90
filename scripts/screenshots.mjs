/** `npm run screenshots [-- FOLDER]`: pictures of the gallery on the demo company and of the KPI reference, in both languages, light and dark. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser, installBrowser, launchArguments } from './browser.mjs';
import { prepare } from './prepare.mjs';

const folder = process.argv[2] ?? 'widgets/gallery/screenshots';
const port = 4170;
const url = `http://127.0.0.1:${port}`;

prepare();
mkdirSync(folder, { recursive: true });
const data = mkdtempSync(join(tmpdir(), 'funnel-screenshots-'));
const server = spawn(process.execPath, ['scripts/start.mjs'], {
  env: { ...process.env, PORT: String(port), DATA_DIR: data },
  stdio: 'inherit',
});
await ready();

const browser = await chromium.launch({
  executablePath: findBrowser() ?? installBrowser(),
  args: launchArguments,
});
for (const language of ['en', 'zh'])
  for (const theme of ['light', 'dark']) {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 1500 },
      colorScheme: theme,
      deviceScaleFactor: 1,
    });
    page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
    await page.goto(`${url}/?lang=${language === 'zh' ? 'zh-CN' : 'en'}`);
    await page.waitForTimeout(4000);
    await page.screenshot({ path: join(folder, `gallery-${language}-${theme}.png`) });
    await page.goto(`${url}/kpis?lang=${language}`);
    await page.screenshot({ path: join(folder, `kpis-${language}-${theme}.png`) });
    await page.close();
  }
await browser.close();
server.kill('SIGTERM');
server.once('exit', () => {
  rmSync(data, { recursive: true, force: true });
  process.exit(0);
});

async function ready() {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('The server was not ready within five minutes.');
}
