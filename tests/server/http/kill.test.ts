import { expect, test } from 'vitest';
import { ask, type IngestReport } from '../../support/client.ts';
import { engines, freshHome } from '../../support/database.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';

const COUNT = 5_000;
/** Enough for whole chunks to have been acknowledged, and too few for the import to be over. */
const BEFORE_THE_KILL = 3_500;

const lines = Array.from({ length: COUNT }, (_, number) => {
  const createdAt = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
  return `${JSON.stringify({ id: `L${number}`, createdAt, channel: `c${number % 5}`, companySize: number % 400 })}\n`;
});

test.each(engines)(
  'killed (-9) in the middle of an import on %s, the server goes on where it was',
  { timeout: 240_000 },
  async (engine) => {
    const home = await freshHome(engine);
    let server = await startServerProcess(home);
    const interrupted = post(server, endlessAfter(BEFORE_THE_KILL)).catch(() => 'broken off');
    await until(async () => (await totals(server)).leads >= 1_000);
    await server.kill();
    expect(await interrupted).toBe('broken off');

    server = await startServerProcess(home);
    const { leads: survived } = await totals(server);
    expect(survived).toBeGreaterThanOrEqual(1_000);
    expect(survived).toBeLessThanOrEqual(BEFORE_THE_KILL);
    const report = await post(server, new Blob(lines).stream());
    expect(report).toMatchObject({ accepted: COUNT - survived, unchanged: survived, rejected: 0 });

    const complete = { leads: COUNT, newLeads: COUNT, byChannel: [1000, 1000, 1000, 1000, 1000] };
    expect(await totals(server)).toEqual(complete);
    // What was acknowledged survives a second kill.
    await server.kill();
    server = await startServerProcess(home);
    expect(await totals(server)).toEqual(complete);
    await server.kill();
    await home.remove();
  },
);

/** A client that sends so many lines and then nothing, without an end. */
function endlessAfter(count: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(lines.slice(0, count).join('')));
    },
  });
}

async function post({ url, key }: ServerProcess, body: ReadableStream): Promise<IngestReport> {
  const response = await fetch(`${url}/ingest/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
    body,
    duplex: 'half',
  } as RequestInit);
  return (await response.json()) as IngestReport;
}

async function totals(server: ServerProcess) {
  const { workspace } = await ask<{
    workspace: {
      leads: { totalCount: number };
      funnel: { kpi: { value: number; breakdown: { value: number }[] } };
    };
  }>(
    server,
    `{ workspace { leads { totalCount } funnel(key: "sales") {
       kpi(key: "new_leads", scope: { window: { period: "2026" } }) { value breakdown(by: CHANNEL) { value } } } } }`,
  );
  const { value, breakdown } = workspace.funnel.kpi;
  return { leads: workspace.leads.totalCount, newLeads: value, byChannel: breakdown.map((slice) => slice.value) };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
