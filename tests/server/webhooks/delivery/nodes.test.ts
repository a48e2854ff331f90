import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { openDatabase } from '../../../../server/database/open.ts';
import { createOutbound } from '../../../../server/outbound/outbound.ts';
import { ask } from '../../../support/client.ts';
import { engines, freshHome } from '../../../support/database.ts';
import { startServer } from '../../../support/server.ts';
import { startServerProcess } from '../../../support/server-process.ts';
import { eventually } from '../../graphql/eventually.ts';
import { answers, type Receiver, startReceiver, verify } from '../receiver.ts';
import { addRule, append, create, show } from '../webhook-world.ts';

const COUNT = 60;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver((_request, response) => void setTimeout(() => response.writeHead(200).end(), 20));
  vi.stubEnv('FUNNEL_WEBHOOK_ALLOW_PRIVATE', '1');
  return () => receiver.close();
});
afterEach(() => void vi.unstubAllEnvs());

test.each(engines)(
  'killed (-9) in mid-delivery on %s, everything arrives in order, and what arrives twice has one id',
  async (engine) => {
    const home = await freshHome(engine);
    let server = await startServerProcess(home);
    const { secret, webhook } = await create(server, { url: receiver.url });
    await server.kill();
    // The embedded database has one owner at a time.
    const database = await openDatabase(home);
    const workspaceId = (await database.prisma.workspace.findFirstOrThrow()).id;
    const rule = await addRule(database, workspaceId);
    await append(
      database,
      workspaceId,
      rule,
      Array.from({ length: COUNT }, () => ({})),
    );
    await database.close();

    // The attempt after these is taken by the receiver, and known to nobody.
    receiver.behaviours.push(...Array.from({ length: 24 }, () => answers(200)), () => {});
    server = await startServerProcess(home);
    await eventually(() => receiver.received.length === 25, 60_000);
    await server.kill();

    server = await startServerProcess(home);
    await eventually(async () => (await show(server, webhook.id)).position === COUNT, 90_000);
    await server.kill();
    await home.remove();

    const sequences = receiver.sequences();
    expect([...new Set(sequences)]).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
    expect(sequences.filter((each) => each === 25)).toHaveLength(2);
    expect(sequences).toHaveLength(COUNT + 1);
    const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
    expect(ids.size).toBe(COUNT);
    for (const request of receiver.received) expect(() => verify(secret, request)).not.toThrow();
  },
  240_000,
);

test('two nodes deliver each event once, in order, to each of many webhooks', async () => {
  const server = await startServer({ engine: 'postgres', outbound: createOutbound({ allowPrivate: true }) });
  const second = await server.startNode();
  const rule = await addRule(server.database, server.workspace.id);
  const receivers = await Promise.all(Array.from({ length: 40 }, () => startReceiver()));
  for (const { url } of receivers) await create(server, { url });
  for (let n = 0; n < 10; n++) {
    await append(server.database, server.workspace.id, rule, [{}, {}]);
    await sleep(20);
  }
  await eventually(() => receivers.every(({ received }) => received.length >= 20), 20_000);
  await sleep(200);
  const all = Array.from({ length: 20 }, (_, index) => index + 1);
  for (const each of receivers) expect(each.sequences()).toEqual(all);
  await second.close();
  await server.close();
  for (const each of receivers) await each.close();
});

test('the database cuts all connections while a message is under way: it is sent again under its id, and the rest follows', async () => {
  const server = await startServer({ engine: 'postgres', outbound: createOutbound({ allowPrivate: true }) });
  const rule = await addRule(server.database, server.workspace.id);
  const { webhook } = await create(server, { url: receiver.url });
  const [here] = await server.database.query<{ name: string }>(sql`select current_database() as name`);
  const administrator = new pg.Client({ connectionString: inject('postgresUrl') });
  await administrator.connect();
  receiver.behaviours.push(async (_request, response) => {
    await administrator.query(`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = '${here!.name}'`);
    response.writeHead(200).end();
  });
  await append(server.database, server.workspace.id, rule, [{}, {}, {}]);
  await eventually(() => receiver.sequences().includes(3), 60_000);
  await eventually(async () => (await show(server, webhook.id)).position === 3);
  const sequences = receiver.sequences();
  expect([...new Set(sequences)]).toEqual([1, 2, 3]);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
  await administrator.end();
  await server.close();
});

test('a lease that its worker never gave back is taken over once it ends', async () => {
  const server = await startServer({ outbound: createOutbound({ allowPrivate: true }) });
  const rule = await addRule(server.database, server.workspace.id);
  const { webhook } = await create(server, { url: receiver.url });
  const { database } = server;
  await database.query(sql`update webhooks set lease = gen_random_uuid(), leased_until = now() + interval '2 seconds'
    where workspace_id = ${server.workspace.id}`);
  const began = Date.now();
  await append(database, server.workspace.id, rule, [{}]);
  await eventually(() => receiver.received.length === 1, 10_000);
  expect(Date.now() - began).toBeGreaterThan(1_500);
  await eventually(async () => (await show(server, webhook.id)).position === 1);
  await server.close();
});

test('a server that stops waits for what is under way, not for a receiver that hangs', async () => {
  const server = await startServer({ outbound: createOutbound({ allowPrivate: true }) });
  const rule = await addRule(server.database, server.workspace.id);
  const hanging = await startReceiver(() => {});
  receiver.behaviours.push((_request, response) => void setTimeout(() => response.writeHead(200).end(), 500));
  await create(server, { url: receiver.url });
  await create(server, { url: hanging.url });
  await append(server.database, server.workspace.id, rule, [{}]);
  await eventually(() => receiver.received.length === 1 && hanging.received.length === 1);
  const began = Date.now();
  await server.app.close();
  expect(Date.now() - began).toBeLessThan(5_000);
  const rows = await server.database.query(
    sql`select position, lease from webhooks where workspace_id = ${server.workspace.id} order by id`,
  );
  expect(rows).toEqual([
    { position: 1, lease: null },
    { position: 0, lease: null },
  ]);
  await hanging.close();
  await server.database.close();
});

test('many slow receivers of one workspace hold up no other workspace', async () => {
  const server = await startServer({ outbound: createOutbound({ allowPrivate: true, timeoutMs: 5_000 }) });
  const hanging = await startReceiver(() => {});
  const slow = await server.makeTenant('slow');
  const theirs = await addRule(server.database, slow.workspace.id);
  for (let n = 0; n < 50; n++) await create({ url: server.url, key: slow.key }, { url: hanging.url });
  const rule = await addRule(server.database, server.workspace.id);
  await create(server, { url: receiver.url });
  await append(server.database, slow.workspace.id, theirs, [{}]);
  // As many as may be under way for one workspace.
  await eventually(() => hanging.received.length === 32, 10_000);
  await append(server.database, server.workspace.id, rule, [{}]);
  await eventually(() => receiver.received.length === 1, 2_000);
  // The others get their turn as soon as the first ones have had theirs.
  await eventually(() => hanging.received.length >= 50, 15_000);
  const { workspace } = await ask<{ workspace: { webhooks: { failures: number }[] } }>(
    { url: server.url, key: slow.key },
    '{ workspace { webhooks { failures } } }',
  );
  expect(workspace.webhooks.filter(({ failures }) => failures > 0).length).toBeGreaterThanOrEqual(32);
  await hanging.close();
  await server.close();
});
