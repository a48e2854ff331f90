import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { addRule, create } from './webhook-world.ts';

describe.each(engines)('statements about webhooks on %s', (engine) => {
  const statements: string[] = [];
  let server: TestServer;
  let rule: string;
  beforeAll(async () => {
    server = await startServer({ engine, observe: (text) => statements.push(text) });
    rule = await addRule(server.database, server.workspace.id);
  });
  afterAll(() => server.close());

  test('are as many for 1 webhook as for 10, with their rules and their histories', async () => {
    const filter = { rules: [Buffer.from(`AlertRule:${rule}`).toString('base64')] };
    const asked = `{ workspace { webhooks { name rules { name kpi { key } } kpis { key }
      attempts(first: 5) { totalCount edges { node { messageId } } pageInfo { endCursor } } } } }`;
    const count = async () => {
      await ask(server, asked);
      statements.length = 0;
      await ask(server, asked);
      return statements.length;
    };
    await create(server, { url: 'https://hooks.invalid/', filter });
    const one = await count();
    for (let n = 0; n < 9; n++) await create(server, { url: 'https://hooks.invalid/', filter });
    expect(await count()).toBe(one);
    // The key, the webhooks, their rules, a page of each history, and how long those are.
    expect(one).toBe(5);
  });
});
