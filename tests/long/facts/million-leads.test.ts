import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { IngestReport } from '../../../server/facts/ingest.ts';
import { leadsOf } from '../../server/facts/many-leads.ts';
import { engines, freshHome } from '../../support/database.ts';
import { startServerProcess } from '../../support/server-process.ts';

const COUNT = Number(process.env.FUNNEL_LONG_LEADS ?? 1_000_000);
const MEBIBYTE = 1_048_576;

describe.each(engines)('a million leads in one NDJSON stream, on %s', (engine) => {
  test('grow the memory of the server by no more than 300 MB on native PostgreSQL', async () => {
    const home = await freshHome(engine);
    const server = await startServerProcess(home);
    try {
      const before = await residentBytes(server.pid);
      let peak = before;
      const watch = setInterval(async () => {
        peak = Math.max(peak, await residentBytes(server.pid).catch(() => 0));
      }, 250);
      const started = performance.now();
      const response = await fetch(`${server.url}/ingest/leads`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${server.key}` },
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
      await server.kill();
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
