import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, post } from '../../support/client.ts';
import { type DatabaseHome, engines, freshHome } from '../../support/database.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';

const WRITERS = 2;
const READERS_A_NODE = 3;
const WRITES = 40;
/** Of one request, which go in together: every committed state has a multiple of them. */
const LEADS_AT_ONCE = 3;

const question = `{ workspace { funnel(key: "sales") { kpis(scope: { window: { last: { unit: YEAR, count: 1 } } }) {
  newLeads { value window { asOf } } contactableRate { denominator leftOut { count } } qualifiedLeads { value } } } } }`;

interface Answer {
  workspace: {
    funnel: {
      kpis: { newLeads: { value: number; window: { asOf: string } }; qualifiedLeads: { value: number } };
    };
  };
}

/** One on the embedded database, which has one owner; two that know nothing of each other but PostgreSQL. */
describe.each(engines)('server processes on %s, written to and asked the same over sockets', (engine) => {
  let home: DatabaseHome;
  const nodes: ServerProcess[] = [];
  beforeAll(async () => {
    home = await freshHome(engine);
    nodes.push(await startServerProcess(home));
    if (engine === 'postgres') nodes.push(await startServerProcess(home));
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await home.remove();
  });

  test('give answers that each equal a committed state, no older than the last commit acknowledged before the request', async () => {
    let begun = 0;
    let acknowledged = 0;
    let writing = WRITERS;
    const createdAt = new Date(Date.now() - 60_000).toISOString();

    async function write(writer: number): Promise<void> {
      for (let count = 0; count < WRITES; count++) {
        begun += LEADS_AT_ONCE;
        const facts = Array.from({ length: LEADS_AT_ONCE }, (_, n) => ({
          id: `${writer}-${count}-${n}`,
          createdAt,
          needMatch: 1,
        }));
        const { accepted } = await post(nodes[(writer + count) % nodes.length]!, 'leads', facts);
        expect(accepted).toBe(LEADS_AT_ONCE);
        acknowledged += LEADS_AT_ONCE;
        // Now and then the readers have time to ask the same again.
        if (count % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 40));
      }
      writing--;
    }

    const moments: string[] = [];
    async function read(node: ServerProcess): Promise<void> {
      while (writing > 0) {
        const atLeast = acknowledged;
        const { newLeads, qualifiedLeads } = (await ask<Answer>(node, question)).workspace.funnel.kpis;
        const atMost = begun;
        moments.push(newLeads.window.asOf);
        if (newLeads.value < atLeast || newLeads.value > atMost || newLeads.value % LEADS_AT_ONCE !== 0)
          expect({ ...newLeads, atLeast, atMost }).toBe('a committed state no older than its request');
        expect(qualifiedLeads.value).toBe(newLeads.value);
      }
    }

    const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer));
    const readers = nodes.flatMap((node) => Array.from({ length: READERS_A_NODE }, () => read(node)));
    await Promise.all([...writers, ...readers]);
    // Or nothing was shared, and this proved nothing.
    expect(new Set(moments).size).toBeLessThan(moments.length);
  });
});
