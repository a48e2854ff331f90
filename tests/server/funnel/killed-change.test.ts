import { expect, test } from 'vitest';
import { ask, post } from '../../support/client.ts';
import { engines, freshHome } from '../../support/database.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';
import { leadsOf } from '../facts/many-leads.ts';

const COUNT = 4_500;
/** Processes start several times, which takes long on a busy machine. */
const PATIENCE_MS = 240_000;
const leads = [...leadsOf(COUNT)] as { id: string; createdAt: string }[];
const moves = leads.map(({ id, createdAt }, index) => ({
  lead: id,
  at: createdAt,
  to: index % 3 === 0 ? 'nurturing' : 'opportunity',
}));
const stage = (key: string, category: string) => ({ key, name: { en: key }, category });
const without = [stage('lead', 'ACQUISITION'), stage('opportunity', 'OPPORTUNITY'), stage('won', 'RETENTION')];

test.each(engines)(
  'killed (-9) in the middle of a change of stages on %s, a funnel is as it was',
  {
    timeout: PATIENCE_MS,
  },
  async (engine) => {
    const home = await freshHome(engine);
    let server = await startServerProcess(home);
    await post(server, 'leads', leads);
    await post(server, 'transitions', moves);
    const before = { lead: COUNT, nurturing: COUNT, opportunity: (COUNT * 2) / 3, won: 0 };
    expect(await reached(server)).toEqual(before);

    const change = defineSales(server).catch(() => 'broken off');
    // Some batches, not all: of the time that the whole takes, a part.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await server.kill();
    expect(await change).toBe('broken off');

    server = await startServerProcess(home);
    expect(await reached(server)).toEqual(before);
    // Nothing of it stays behind that would keep the next one from being done.
    await defineSales(server);
    const after = { lead: COUNT, opportunity: (COUNT * 2) / 3, won: 0 };
    expect(await reached(server)).toEqual(after);
    // What was acknowledged survives.
    await server.kill();
    server = await startServerProcess(home);
    expect(await reached(server)).toEqual(after);
    await server.kill();
    await home.remove();
  },
);

function defineSales(server: ServerProcess) {
  return ask(
    server,
    'mutation ($input: DefineFunnelInput!) { defineFunnel(input: $input) { ... on DefineFunnelSuccess { funnel { key } } } }',
    { input: { key: 'sales', name: { en: 'Sales' }, stages: without } },
  );
}

async function reached(server: ServerProcess) {
  const { workspace } = await ask<{
    workspace: { funnel: { conversion: { stage: { key: string }; reached: number }[] } };
  }>(
    server,
    '{ workspace { funnel(key: "sales") { conversion(scope: { window: { between: { from: "2025-01-01", to: "2026-01-01" } } }) { stage { key } reached } } } }',
  );
  return Object.fromEntries(workspace.funnel.conversion.map((row) => [row.stage.key, row.reached]));
}
