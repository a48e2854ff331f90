import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, post } from '../../../support/client.ts';
import { engines } from '../../../support/database.ts';
import { startServer, type TestServer } from '../../../support/server.ts';

const WRITES = 10;
/** Of one request, which go in together: every committed state has a multiple of them. */
const LEADS_AT_ONCE = 3;
const READERS_A_NODE = 2;
const QUESTIONS_BETWEEN = 6;

const question = `query ($scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpis(scope: $scope) { newLeads { value } } } } }`;

describe.each(engines)(
  'nodes on %s that hold cells in memory, asked about ever other days while facts come',
  (engine) => {
    let server: TestServer;
    let other: Awaited<ReturnType<TestServer['startNode']>>;
    let fromCells = 0;
    beforeAll(async () => {
      const observe = (text: string) => {
        if (text.includes('from cells j')) fromCells += 1;
      };
      server = await startServer({ engine, cellMemory: { cost: 0 }, observe });
      other = await server.startNode();
    });
    afterAll(async () => {
      await other.close();
      await server.close();
    });

    test('each answer is a committed state no older than the last commit acknowledged before its request', async () => {
      let begun = 0;
      let acknowledged = 0;
      let isWriting = true;
      let asked = 0;
      const today = new Date();
      const dayBefore = (days: number) => new Date(today.getTime() - days * 86_400_000).toISOString().slice(0, 10);

      /** No two windows are equal; all hold the leads. */
      async function askOnce(node: { url: string; key: string }): Promise<void> {
        asked += 1;
        const window = { between: { from: dayBefore(20 + (asked % 300)), to: dayBefore(-2 - (asked % 7)) } };
        const atLeast = acknowledged;
        const { workspace } = await ask<{ workspace: { funnel: { kpis: { newLeads: { value: number } } } } }>(
          node,
          question,
          { scope: { window } },
        );
        const { value } = workspace.funnel.kpis.newLeads;
        if (value < atLeast || value > begun || value % LEADS_AT_ONCE !== 0)
          expect({ value, atLeast, begun }).toBe('a committed state no older than its request');
      }

      async function write(): Promise<void> {
        for (let count = 0; count < WRITES; count++) {
          begun += LEADS_AT_ONCE;
          const facts = Array.from({ length: LEADS_AT_ONCE }, (_, n) => ({
            id: `${count}-${n}`,
            createdAt: new Date(today.getTime() - 60_000).toISOString(),
          }));
          await post(count % 2 === 0 ? server : other, 'leads', facts);
          acknowledged += LEADS_AT_ONCE;
          // Long enough for the memory to be of use.
          const before = asked;
          while (asked < before + QUESTIONS_BETWEEN * READERS_A_NODE) await askOnce(server);
        }
        isWriting = false;
      }

      async function read(node: { url: string; key: string }): Promise<void> {
        while (isWriting) await askOnce(node);
      }

      await Promise.all([
        write(),
        ...[server, other].flatMap((node) => Array.from({ length: READERS_A_NODE }, () => read(node))),
      ]);
      expect(acknowledged).toBe(WRITES * LEADS_AT_ONCE);
      // Or memory answered nothing, and this proved nothing.
      expect(fromCells).toBeLessThan(asked * 0.8);
    });
  },
);
