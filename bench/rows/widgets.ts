import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Figure } from '../figure.ts';
import { buildCharts } from '../rivals/charts.ts';
import type { Line } from '../table.ts';
import { measureTableScroll } from '../widgets/table-scroll.ts';

export const WIDGETS = 'widgets';

const dist = fileURLToPath(new URL('../../widgets/dist', import.meta.url));
const figures = JSON.parse(readFileSync(new URL('../../examples/figures.json', import.meta.url), 'utf8'))['2026-Q3'];
const WARMING = 2;
const SLOW_DOWN = 4;
const ELEMENTS = 50;

interface Painted {
  /** From asking for the script to the first frame with the chart in it. */
  painted: number;
  /** What the main thread was busy meanwhile. */
  busy: number;
}

interface Contender {
  name: string;
  files: string[];
  /** Runs in the page: loads the script, draws, and ends with the frame that shows it. */
  draw: (data: string) => Promise<number>;
}

/** The funnel by its own element against the two chart libraries, and a page full of elements. Data are given: no server takes part. */
export async function measureWidgets(rounds: number): Promise<Line[]> {
  const rivals = await buildCharts();
  const site = await serve(rivals ? [dist, rivals] : [dist]);
  const script: string = new URL('../../scripts/browser.mjs', import.meta.url).href;
  const { findBrowser } = (await import(script)) as { findBrowser(): string | undefined };
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
  try {
    const lines = await compare(browser, site.url, contenders(rivals), rounds);
    lines.push(...(await measureFull(browser, site.url, rounds)));
    return lines;
  } finally {
    await browser.close();
    site.close();
  }
}

function contenders(rivals: string | undefined): Contender[] {
  // The page speaks English, which comes in a file of its own.
  const english = readdirSync(`${dist}/chunks`).find((name) => name.startsWith('en-'));
  const files = [`${dist}/funnel-chart.js`, `${dist}/chunks/${english}`];
  const ours: Contender = { name: 'funnel-chart', files, draw: drawOurs };
  if (!rivals) return [ours];
  return [
    ours,
    { name: 'ECharts, funnel only', files: [`${rivals}/echarts.js`], draw: drawEcharts },
    { name: 'Chart.js, bars only', files: [`${rivals}/chartjs.js`], draw: drawChartjs },
  ];
}

async function compare(browser: Browser, url: string, all: Contender[], rounds: number): Promise<Line[]> {
  const lines: Line[] = [];
  for (const rate of [1, SLOW_DOWN]) {
    const painted = new Map(all.map(({ name }) => [name, { unit: 'ms', values: [] } as Figure]));
    const busy = new Map(all.map(({ name }) => [name, { unit: 'ms', values: [] } as Figure]));
    for (let round = -WARMING; round < rounds; round++)
      for (const index of all.keys()) {
        const contender = all[(index + round + WARMING) % all.length]!;
        const measured = await once(browser, url, contender, rate);
        if (round < 0) continue;
        painted.get(contender.name)!.values.push(measured.painted);
        busy.get(contender.name)!.values.push(measured.busy);
      }
    const [ours, ...others] = all;
    for (const { name } of others.length > 0 ? others : all)
      for (const [what, found] of [
        [`from script to painted funnel, CPU ${rate} × slower`, painted],
        [`main thread busy meanwhile, CPU ${rate} × slower`, busy],
      ] as const) {
        const rival = name === ours!.name ? undefined : { name, figure: found.get(name)! };
        lines.push({ work: what, leads: null, ours: found.get(ours!.name)!, rival, target: '< 1' });
      }
  }
  const [ours, ...others] = all.map(({ name, files }) => ({ name, size: sizeOf(files) }));
  for (const { name, size } of others)
    lines.push({ work: 'script, gzip', leads: null, ours: ours!.size, rival: { name, figure: size }, target: '< 1' });
  return lines;
}

function sizeOf(files: string[]): Figure {
  return {
    unit: 'kB',
    values: [files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1_000],
  };
}

/** In a page of its own, with an empty cache. */
async function once(browser: Browser, url: string, { draw }: Contender, rate: number): Promise<Painted> {
  const page = await browser.newPage({ viewport: { width: 1_000, height: 700 } });
  try {
    await page.goto(url);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    const before = await busyOf(session);
    const painted = await page.evaluate(draw, JSON.stringify(figures));
    return { painted, busy: (await busyOf(session)) - before };
  } finally {
    await page.close();
  }
}

async function busyOf(session: {
  send(method: 'Performance.getMetrics'): Promise<{ metrics: { name: string; value: number }[] }>;
}): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1_000;
}

/** Each function below runs in the page, so it stands for itself, without inner functions that have names (the loader would mark them). */
async function drawOurs(data: string): Promise<number> {
  const began = performance.now();
  await import(/* @vite-ignore */ `${location.origin}/funnel-chart.js`);
  const element = Object.assign(document.createElement('funnel-chart'), { data: JSON.parse(data) });
  document.querySelector('#stage')!.append(element);
  while (!element.shadowRoot?.querySelector('.stage'))
    await (element as unknown as { updateComplete: Promise<unknown> }).updateComplete;
  return (await new Promise<number>((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))) - began;
}

async function drawEcharts(data: string): Promise<number> {
  const began = performance.now();
  const { draw } = await import(/* @vite-ignore */ `${location.origin}/echarts.js`);
  await draw(document.querySelector('#stage'), JSON.parse(data).workspace.funnel.conversion);
  return (await new Promise<number>((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))) - began;
}

async function drawChartjs(data: string): Promise<number> {
  const began = performance.now();
  const { draw } = await import(/* @vite-ignore */ `${location.origin}/chartjs.js`);
  await draw(document.querySelector('#stage'), JSON.parse(data).workspace.funnel.conversion);
  return (await new Promise<number>((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))) - began;
}

/** Fifty charts on a page: how long one of them takes to answer a click; and the table of ten thousand rows. */
async function measureFull(browser: Browser, url: string, rounds: number): Promise<Line[]> {
  const page = await browser.newPage({ viewport: { width: 1_000, height: 700 } });
  await page.goto(url);
  await page.evaluate(() => import(/* @vite-ignore */ `${location.origin}/funnel-widgets.js`));
  const scroll = await measureTableScroll(page);
  const values = await clicks(page, rounds);
  await page.close();
  const single = (value: number): Figure => ({ unit: 'ms', values: [value] });
  return [
    {
      work: `${ELEMENTS} charts, one turned into a table and back, CPU ${SLOW_DOWN} × slower`,
      leads: null,
      ours: { unit: 'ms', values },
      target: '< 100 ms',
    },
    {
      work: `10,000 channels scrolled, 95th percentile of a frame, CPU ${SLOW_DOWN} × slower`,
      leads: null,
      ours: single(scroll.p95),
      target: '< 33 ms',
    },
    { work: '10,000 channels sorted, the slowest heading', leads: null, ours: single(scroll.sort) },
  ];
}

async function clicks(page: Page, rounds: number): Promise<number[]> {
  await page.evaluate(
    async ({ data, count }) => {
      for (let index = 0; index < count; index++)
        document
          .querySelector('#stage')!
          .append(Object.assign(document.createElement('funnel-chart'), { data: JSON.parse(data) }));
      const last = document.querySelector('#stage')!.lastElementChild as HTMLElement & {
        updateComplete: Promise<unknown>;
      };
      while (!last.shadowRoot?.querySelector('.stage')) await last.updateComplete;
    },
    { data: JSON.stringify(figures), count: ELEMENTS },
  );
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
  const values = await page.evaluate(
    async (count) => {
      const button = document
        .querySelectorAll('funnel-chart')[25]!
        .shadowRoot!.querySelector<HTMLButtonElement>('button[aria-pressed]')!;
      const found: number[] = [];
      for (let index = 0; index < count; index++) {
        const began = performance.now();
        button.click();
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        found.push(performance.now() - began);
      }
      return found;
    },
    Math.max(10, rounds),
  );
  await session.detach();
  return values;
}

/** The built files and an empty page, on a port of its own. Nothing is kept by browsers. */
async function serve(folders: string[]): Promise<{ url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url!, 'http://x').pathname;
    response.setHeader('cache-control', 'no-store');
    if (path === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return response.end(
        '<!doctype html><html lang="en"><title>bench</title><link rel="icon" href="data:,"><body><div id="stage" style="width:900px;height:560px"></div>',
      );
    }
    for (const folder of folders) {
      const file = await readFile(join(folder, path)).catch(() => undefined);
      if (!file) continue;
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.setHeader('content-encoding', 'gzip');
      return response.end(gzipSync(file, { level: 1 }));
    }
    response.statusCode = 404;
    return response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
