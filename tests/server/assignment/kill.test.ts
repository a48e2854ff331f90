import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ask, post } from '../../support/client.ts';
import { engines, freshHome } from '../../support/database.ts';
import { startServerProcess } from '../../support/server-process.ts';

interface Log {
  workspace: {
    owners: { edges: { node: { key: string; kpis: { newLeads: { value: number } } } }[] };
    leads: { totalCount: number };
    assignments: { totalCount: number };
  };
}

const LEADS = 9_000;

describe.each(engines)('a server that is killed while it assigns, on %s', (engine) => {
  test('has assigned each lead that is in, once; with the rest turns go on where they stood', {
    timeout: 240_000,
  }, async () => {
    const home = await freshHome(engine);
    let server = await startServerProcess(home);
    await post(server, 'owners', [{ key: 'ann' }, { key: 'bob' }, { key: 'cyd' }]);
    await ask(
      server,
      'mutation { defineAssignmentPolicy(input: { strategy: ROUND_ROBIN, owners: ["ann", "bob", "cyd"] }) { ... on Error { message } } }',
    );
    const createdAt = new Date(Date.now() - 3_600_000).toISOString();
    const facts = Array.from({ length: LEADS }, (_, n) => ({ id: `l${n}`, createdAt }));
    const read = () =>
      ask<Log>(
        server,
        '{ workspace { leads { totalCount } assignments { totalCount } owners { edges { node { key kpis(scope: { window: { last: { unit: DAY, count: 7 } } }) { newLeads { value } } } } } } }',
      );
    const posting = post(server, 'leads', facts).catch(() => 'broken off');
    // Some chunks are in, or it came to its end; either way nothing may be half done.
    while ((await read()).workspace.leads.totalCount === 0) await sleep(5);
    await server.kill();
    await posting;

    server = await startServerProcess(home);
    expectEachOnce(await read());
    await post(server, 'leads', facts);
    const { workspace } = await read();
    expect(workspace.leads.totalCount).toBe(LEADS);
    expectEachOnce({ workspace });
    await server.kill();
    await home.remove();
  });

  function expectEachOnce({ workspace: { leads, assignments, owners } }: Log): void {
    expect(assignments.totalCount).toBe(leads.totalCount);
    const counts = owners.edges.map(({ node }) => node.kpis.newLeads.value);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(leads.totalCount);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
});
