import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { IngestReport } from '../../../server/facts/ingest.ts';
import { leadsOf } from '../../server/facts/many-leads.ts';
import { engines, freshHome } from '../../support/database.ts';

const COUNT = Number(process.env.FUNNEL_LONG_LEADS ?? 1_000_000);
const MEBIBYTE = 1_048_576;
const root = fileURLToPath(new URL('../../..', import.meta.url));

describe.each(engines)('a million leads in one NDJSON stream, on %s', (engine) => {
  test('grow the memory of the server by no more than 300 MB on native PostgreSQL', async () => {
    const home = await freshHome(engine);
    const port = await freePort();
    const server = spawn(process.execPath, ['--import', 'tsx', join(root, 'server/main.ts')], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        PORT: String(port),
        FUNNEL_DEMO: '0',
        FUNNEL_ADMIN_KEY: 'a-key-for-this-test-alone',
        ...(home.url ? { DATABASE_URL: home.url } : { DATA_DIR: home.directory }),
      },
    });
    const url = `http://127.0.0.1:${port}`;
    try {
      await ready(url);
      const before = await residentBytes(server.pid!);
      let peak = before;
      const watch = setInterval(async () => {
        peak = Math.max(peak, await residentBytes(server.pid!).catch(() => 0));
      }, 250);
      const started = performance.now();
      const response = await fetch(`${url}/ingest/leads`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', authorization: 'Bearer a-key-for-this-test-alone' },
        body: body() as unknown as BodyInit,
        duplex: 'half',
      } as RequestInit);
      const report = (await response.json()) as IngestReport;
      clearInterval(watch);
      const seconds = (performance.now() - started) / 1_000;
      const grown = (peak - before) / MEBIBYTE;
      console.log(
        `${engine}: ${COUNT} leads in ${seconds.toFixed(0)} s, ${(COUNT / seconds).toFixed(0)} a second; memory ` +
          `${(before / MEBIBYTE).toFixed(0)} MB, at most ${grown.toFixed(0)} MB more`,
      );
      expect(report).toMatchObject({ accepted: COUNT, rejected: 0 });
      // PGlite keeps the database's own buffers and its file cache in this process; its figure is only reported.
      if (engine === 'postgres') expect(grown).toBeLessThanOrEqual(300);
    } finally {
      server.kill('SIGKILL');
      await once(server, 'close');
      await home.remove();
    }
  });
});

async function* body(): AsyncGenerator<Uint8Array> {
  let lines: string[] = [];
  for (const lead of leadsOf(COUNT)) {
    lines.push(JSON.stringify(lead));
    if (lines.length < 250) continue;
    yield Buffer.from(`${lines.join('\n')}\n`);
    lines = [];
  }
  // An empty piece would end a chunked body early.
  if (lines.length > 0) yield Buffer.from(lines.join('\n'));
}

/** Resident memory; Linux only, where the figure is free. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1_024;
}

async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt++) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The server did not become ready within a minute.');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
