import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOutbound } from '../../../server/outbound/outbound.ts';
import { ask, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { freePort } from '../../support/server-process.ts';
import { eventually } from '../graphql/eventually.ts';
import { answers, type Receiver, startReceiver, verify } from './receiver.ts';
import { addRule, append, attemptsOf, create, type ShownAttempt, show, update } from './webhook-world.ts';

const HOUR = 3_600_000;

describe.each(engines)('a webhook on %s', (engine) => {
  let server: TestServer;
  let rule: string;
  /** What the server's clock is ahead by. */
  let aheadMs = 0;
  beforeAll(async () => {
    server = await startServer({
      engine,
      now: () => new Date(Date.now() + aheadMs),
      outbound: createOutbound({ allowPrivate: true, timeoutMs: 2_000 }),
      deliveries: { random: () => 1, lookEveryMs: 100 },
    });
    rule = await addRule(server.database, server.workspace.id);
  });
  afterAll(() => server.close());

  let receiver: Receiver;
  beforeEach(async () => {
    aheadMs = 0;
    receiver = await startReceiver();
    return async () => {
      await server.database.query(sql`delete from webhooks where workspace_id = ${server.workspace.id}`);
      await receiver.close();
    };
  });
  const happen = (events: Parameters<typeof append>[3], of = rule) =>
    append(server.database, server.workspace.id, of, events);
  const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

  const rotate = async (id: string, overlapHours?: number) => {
    const mutation = `mutation ($id: ID!, $hours: Int) { rotateWebhookSecret(id: $id, overlapHours: $hours) { __typename
      ... on RotateWebhookSecretSuccess { secret webhook { previousSecretEndsAt } } ... on Error { code } } }`;
    const answer = await ask<{
      rotateWebhookSecret: { secret: string; code?: string; webhook: { previousSecretEndsAt: string | null } };
    }>(server, mutation, { id, hours: overlapHours });
    return answer.rotateWebhookSecret;
  };
  const ping = async (id: string) => {
    const mutation = `mutation ($id: ID!) { pingWebhook(id: $id) { __typename ... on Error { code }
      ... on PingWebhookSuccess { attempt { kind sequence delivered failure detail httpStatus } } } }`;
    return (await ask<{ pingWebhook: { code?: string; attempt: ShownAttempt } }>(server, mutation, { id })).pingWebhook;
  };
  const replay = async (id: string, range: object) => {
    const mutation = `mutation ($id: ID!, $range: WebhookReplayInput!) { replayWebhook(id: $id, range: $range) { __typename
      ... on Error { code } ... on ReplayWebhookSuccess { webhook { replay { next through } } } } }`;
    type Answer = { code?: string; webhook: { replay: { next: number; through: number } } };
    return (await ask<{ replayWebhook: Answer }>(server, mutation, { id, range })).replayWebhook;
  };

  test('while secrets overlap either one verifies; afterwards the new one alone', async () => {
    const { secret: first, webhook } = await create(server, { url: receiver.url });
    const { secret: second, webhook: rotated } = await rotate(webhook.id, 2);
    expect(second).not.toBe(first);
    expect(Date.parse(rotated.previousSecretEndsAt!)).toBeCloseTo(Date.now() + 2 * HOUR, -5);
    await happen([{}]);
    await eventually(() => receiver.received.length === 1);
    expect(receiver.received[0]!.headers['webhook-signature']!.split(' ')).toHaveLength(2);
    for (const secret of [first, second]) expect(() => verify(secret, receiver.received[0]!)).not.toThrow();

    // An older one ends with the next rotation.
    const { secret: third } = await rotate(webhook.id, 2);
    await happen([{}]);
    await eventually(() => receiver.received.length === 2);
    for (const secret of [second, third]) expect(() => verify(secret, receiver.received[1]!)).not.toThrow();
    expect(() => verify(first, receiver.received[1]!)).toThrow();

    aheadMs = 3 * HOUR;
    await happen([{}]);
    await eventually(() => receiver.received.length === 3);
    expect(receiver.received[2]!.headers['webhook-signature']!.split(' ')).toHaveLength(1);
    aheadMs = 0;

    const { secret: leakProof, webhook: alone } = await rotate(webhook.id, 0);
    expect(alone.previousSecretEndsAt).toBeNull();
    await happen([{}]);
    await eventually(() => receiver.received.length === 4);
    expect(() => verify(leakProof, receiver.received[3]!)).not.toThrow();
    expect(() => verify(third, receiver.received[3]!)).toThrow();
    expect((await rotate(webhook.id, 9_999)).code).toBe('INVALID_HOURS');
  });

  test('a ping arrives signed, is in the history, and moves nothing; a failed one says why', async () => {
    const { secret, webhook } = await create(server, { url: receiver.url, name: 'mine' });
    const { position } = await show(server, webhook.id);
    expect((await ping(webhook.id)).attempt).toMatchObject({
      kind: 'PING',
      delivered: true,
      httpStatus: 204,
      sequence: null,
    });
    expect(verify(secret, receiver.received[0]!)).toMatchObject({
      type: 'webhook.ping',
      data: { webhook: { id: webhook.id, name: 'mine' } },
    });
    await update(server, { id: webhook.id, enabled: false });
    receiver.behaviours.push(answers(503, {}, 'not\0now'));
    expect((await ping(webhook.id)).attempt).toMatchObject({
      delivered: false,
      failure: 'HTTP_STATUS',
      httpStatus: 503,
    });
    expect(await show(server, webhook.id)).toMatchObject({ position, failures: 0, disabledReason: 'PAUSED' });
    expect(await attemptsOf(server, webhook.id)).toMatchObject([
      { kind: 'PING', delivered: false, answer: 'notnow', retryAt: null },
      { kind: 'PING', delivered: true },
    ]);
  });

  test('only what its filter lets through is sent, and it stands behind the rest', async () => {
    const other = await addRule(server.database, server.workspace.id, { name: 'Other', kpi: 'won_customers' });
    const filter = {
      rules: [globalId('AlertRule', rule)],
      kinds: ['BREACHED', 'RECOVERED'],
      minimumSeverity: 'WARNING',
    };
    const { webhook } = await create(server, { url: receiver.url, filter });
    const [, , , , fits] = await happen([
      { severity: 'INFO' },
      { silenced: true, severity: 'CRITICAL' },
      { kind: 'NO_DATA', value: null },
      { kind: 'REVISED', reason: 'FACTS_CHANGED' },
      { kind: 'RECOVERED', severity: 'CRITICAL' },
    ]);
    const [last] = await happen([{ kpi: 'won_customers' }], other);
    await eventually(async () => (await show(server, webhook.id)).position === last!.sequence);
    expect(receiver.sequences()).toEqual([fits!.sequence]);

    const wider = { kpis: ['won_customers'], includeSilenced: true };
    expect(await update(server, { id: webhook.id, filter: wider })).toMatchObject({
      __typename: 'UpdateWebhookSuccess',
    });
    const [silenced] = await happen([{ kpi: 'won_customers', silenced: true, severity: 'INFO' }], other);
    await eventually(() => receiver.received.length === 2);
    expect(receiver.sequences()[1]).toBe(silenced!.sequence);
    const { workspace } = await ask<{ workspace: { webhooks: object[] } }>(
      server,
      '{ workspace { webhooks { rules { name } kpis { key } kinds minimumSeverity includeSilenced } } }',
    );
    expect(workspace.webhooks).toEqual([
      { rules: null, kpis: [{ key: 'won_customers' }], kinds: null, minimumSeverity: null, includeSilenced: true },
    ]);
  });

  test('a range is sent again under the ids that it had, and new events come first', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    const events = await happen(
      Array.from({ length: 6 }, (_, hour) => ({ occurredAt: new Date(Date.UTC(2027, 0, 1, hour)) })),
    );
    await eventually(async () => (await show(server, webhook.id)).position === events[5]!.sequence);
    const numbers = events.map(({ sequence }) => sequence);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect((await replay(webhook.id, { sequences: { from: numbers[1], to: numbers[2] } })).webhook.replay).toEqual({
      next: numbers[1],
      through: numbers[2],
    });
    await eventually(async () => (await show(server, webhook.id)).replay === null);
    expect(receiver.sequences().slice(6)).toEqual(numbers.slice(1, 3));
    expect(receiver.received.slice(6).map(({ headers }) => headers['webhook-id'])).toEqual(ids.slice(1, 3));
    expect((await attemptsOf(server, webhook.id))[0]).toMatchObject({ kind: 'REPLAY', sequence: numbers[2] });

    await replay(webhook.id, { instants: { from: '2027-01-01T03:00:00Z', to: '2027-01-01T04:30:00Z' } });
    await eventually(async () => (await show(server, webhook.id)).replay === null);
    expect(receiver.sequences().slice(8)).toEqual(numbers.slice(3, 5));
    expect((await show(server, webhook.id)).position).toBe(numbers[5]);

    // The first one that is sent again waits long enough for an event to come.
    receiver.behaviours.push((_request, response) => void setTimeout(() => response.writeHead(200).end(), 300));
    await replay(webhook.id, { sequences: { from: numbers[0], to: numbers[1] } });
    await eventually(() => receiver.received.length === 11);
    expect(await replay(webhook.id, { sequences: {} })).toMatchObject({ code: 'REPLAY_UNDER_WAY' });
    const [live] = await happen([{}]);
    await eventually(async () => (await show(server, webhook.id)).replay === null);
    expect(receiver.sequences().slice(10)).toEqual([numbers[0], live!.sequence, numbers[1]]);
  });

  test('what cannot be sent again is refused', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    const position = (await show(server, webhook.id)).position;
    expect(await replay(webhook.id, { sequences: { from: position + 1 } })).toMatchObject({
      code: 'NOTHING_TO_REPLAY',
    });
    expect(await replay(webhook.id, { sequences: { from: 5, to: 4 } })).toMatchObject({ code: 'INVALID_RANGE' });
    expect(await replay(webhook.id, { instants: { to: '1999-01-01T00:00:00Z' } })).toMatchObject({
      code: 'NOTHING_TO_REPLAY',
    });
    await update(server, { id: webhook.id, enabled: false });
    expect(await replay(webhook.id, { sequences: {} })).toMatchObject({ code: 'WEBHOOK_DISABLED' });
  });

  test('failing for five days switches it off, and says so; switched on it goes on from where it stood, or from now', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    receiver.otherwise = answers(500);
    const [first] = await happen([{}]);
    await eventually(async () => (await show(server, webhook.id)).failures === 1);
    expect(await show(server, webhook.id)).toMatchObject({ status: 'FAILING', disabledAt: null });
    const { failingSince, nextAttemptAt } = await show(server, webhook.id);
    expect(Date.parse(nextAttemptAt!) - Date.parse(failingSince!)).toBeGreaterThan(4_900);
    for (const [index, hours] of [1, 60, 119].entries()) {
      aheadMs = hours * HOUR;
      const tries = receiver.received.length;
      await eventually(() => receiver.received.length > tries);
      // When the next is due is told from the clock when this one is recorded: only then it may go on.
      await eventually(async () => (await show(server, webhook.id)).failures === index + 2);
    }
    expect((await show(server, webhook.id)).failures).toBe(4);
    expect((await show(server, webhook.id)).status).toBe('FAILING');
    // Six hours is the longest wait.
    aheadMs = 126 * HOUR;
    await eventually(async () => (await show(server, webhook.id)).status === 'DISABLED');
    const off = await show(server, webhook.id);
    expect(off).toMatchObject({ disabledReason: 'FAILED', nextAttemptAt: null, position: first!.sequence - 1 });
    expect(off.attempts.edges.map(({ node }) => node.switchedOff)).toEqual([true, false, false, false, false]);
    expect(off.attempts.totalCount).toBe(5);

    receiver.otherwise = answers(200);
    const [second] = await happen([{}]);
    const tries = receiver.received.length;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(receiver.received).toHaveLength(tries);
    await update(server, { id: webhook.id, enabled: true });
    await eventually(async () => (await show(server, webhook.id)).position === second!.sequence);
    expect(receiver.sequences().slice(tries)).toEqual([first!.sequence, second!.sequence]);
    expect(await show(server, webhook.id)).toMatchObject({ status: 'ACTIVE', disabledAt: null, failures: 0 });

    await update(server, { id: webhook.id, enabled: false });
    await happen([{}, {}]);
    await update(server, { id: webhook.id, enabled: true, resume: 'NOW' });
    const [last] = await happen([{}]);
    await eventually(async () => (await show(server, webhook.id)).position === last!.sequence);
    expect(receiver.sequences().slice(tries + 2)).toEqual([last!.sequence]);
  });

  test('Retry-After is kept, by the seconds and by the date', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    receiver.behaviours.push(answers(429, { 'retry-after': '7200' }));
    await happen([{}]);
    await eventually(async () => (await attemptsOf(server, webhook.id)).length === 1);
    const [limited] = await attemptsOf(server, webhook.id);
    expect(Date.parse(limited!.retryAt!) - Date.parse(limited!.startedAt)).toBeGreaterThanOrEqual(2 * HOUR);
    expect(Date.parse(limited!.retryAt!) - Date.parse(limited!.startedAt)).toBeLessThan(2 * HOUR + 5_000);
    receiver.behaviours.push(answers(503, { 'retry-after': new Date(Date.now() + 12 * HOUR).toUTCString() }));
    aheadMs = 2 * HOUR + 10_000;
    await eventually(async () => (await attemptsOf(server, webhook.id)).length === 2);
    const [busy] = await attemptsOf(server, webhook.id);
    expect(Date.parse(busy!.retryAt!)).toBeCloseTo(Date.now() + 12 * HOUR, -4);
    expect(busy).toMatchObject({ failure: 'HTTP_STATUS', httpStatus: 503 });
  });

  test('a new URL is tried at once, whatever the old one had failed for', async () => {
    const { webhook } = await create(server, { url: `http://127.0.0.1:${await freePort()}/` });
    const [event] = await happen([{}]);
    await eventually(async () => (await show(server, webhook.id)).failures === 1);
    expect((await attemptsOf(server, webhook.id))[0]).toMatchObject({ failure: 'CONNECTION_FAILED' });
    await update(server, { id: webhook.id, url: receiver.url });
    await eventually(async () => (await show(server, webhook.id)).position === event!.sequence);
    expect(receiver.sequences()).toEqual([event!.sequence]);
  });

  test('a robot gets its own body, its own pace, and its own idea of yes', async () => {
    receiver.otherwise = answers(200, {}, '{"errcode":0,"errmsg":"ok"}');
    receiver.behaviours.push(answers(200, {}, '{"errcode":310000,"errmsg":"keywords not in content"}'));
    const { secret, webhook } = await create(server, {
      url: `${receiver.url}?access_token=abc`,
      format: 'DINGTALK',
      locale: 'zh-CN',
      robotSecret: 'SECabc',
    });
    expect(secret).toBeNull();
    const events = await happen([{}, {}]);
    await eventually(async () => (await show(server, webhook.id)).failures === 1);
    expect((await attemptsOf(server, webhook.id))[0]).toMatchObject({ failure: 'REFUSED', httpStatus: 200 });
    aheadMs = 60_000;
    await eventually(async () => (await show(server, webhook.id)).position === events[0]!.sequence);
    const { nextAttemptAt } = await show(server, webhook.id);
    expect(Date.parse(nextAttemptAt!)).toBeCloseTo(Date.now() + aheadMs + 3_000, -3);
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[1]!.path).toMatch(/access_token=abc&timestamp=\d{13}&sign=/);
    expect(JSON.parse(receiver.received[1]!.body)).toMatchObject({
      msgtype: 'markdown',
      markdown: { title: '触发阈值 · 警告 · Few leads' },
    });
    expect((await show(server, webhook.id)).url).toBe(`${new URL(receiver.url).origin}/…`);
    expect((await rotate(webhook.id)).code).toBe('NO_SIGNING_SECRET');
    receiver.otherwise = answers(200, {}, '{"errcode":0}');
    expect((await ping(webhook.id)).attempt.delivered).toBe(true);
    expect(JSON.parse(receiver.received.at(-1)!.body).markdown.title).toBe('测试消息 · test');
  });

  test.each([
    [{ name: ' ' }, 'INVALID_NAME', 'name'],
    [{ name: 'x'.repeat(201) }, 'INVALID_NAME', 'name'],
    [{ url: 'nowhere' }, 'INVALID_URL', 'url'],
    [{ url: 'http://user@example.com/' }, 'INVALID_URL', 'url'],
    [{ url: 'http://169.254.169.254/' }, 'ADDRESS_REFUSED', 'url'],
    [{ locale: 'fr' }, 'INVALID_LOCALE', 'locale'],
    [{ filter: { kpis: ['none'] } }, 'INVALID_FILTER', 'filter'],
    [{ filter: { rules: ['none'] } }, 'INVALID_FILTER', 'filter'],
    [{ robotSecret: 'SEC' }, 'INVALID_SECRET', 'robotSecret'],
    [{ format: 'SLACK', robotSecret: 'SEC' }, 'INVALID_SECRET', 'robotSecret'],
    [{ format: 'FEISHU', robotSecret: 'a b' }, 'INVALID_SECRET', 'robotSecret'],
    [{ giveUpAfterHours: 0 }, 'INVALID_HOURS', 'giveUpAfterHours'],
  ])('%j is refused: %s', async (input, code, field) => {
    expect(await create(server, { url: receiver.url, ...input })).toMatchObject({ code, field });
  });

  test('a hundred are enough', async () => {
    for (let n = 0; n < 100; n++) expect((await create(server, { url: receiver.url })).code).toBeUndefined();
    expect(await create(server, { url: receiver.url })).toMatchObject({ code: 'TOO_MANY_WEBHOOKS', field: null });
  });

  test('secrets are shown once, and what a URL keeps secret never', async () => {
    const { secret } = await create(server, { url: `${receiver.url}?token=hidden` });
    const { data } = await request(server, '{ workspace { webhooks { url name format status } } }');
    expect(JSON.stringify(data)).toContain('/hook?…');
    expect(JSON.stringify(data)).not.toMatch(/hidden|whsec/);
    expect(secret).toMatch(/^whsec_/);
  });

  test('another workspace neither sees, changes, pings nor replays it, nor filters by its rules', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    const { key } = await server.makeTenant('other');
    const other = { url: server.url, key };
    const found = 'code';
    const operations = `mutation ($id: ID!) {
      updateWebhook(input: { id: $id, enabled: false }) { ... on Error { ${found} } }
      pingWebhook(id: $id) { ... on Error { ${found} } }
      rotateWebhookSecret(id: $id) { ... on Error { ${found} } }
      replayWebhook(id: $id, range: { sequences: {} }) { ... on Error { ${found} } }
      deleteWebhook(id: $id) { ... on Error { ${found} } } }`;
    const answer = await ask<Record<string, { code: string }>>(other, operations, { id: webhook.id });
    expect(new Set(Object.values(answer).map(({ code }) => code))).toEqual(new Set(['WEBHOOK_NOT_FOUND']));
    expect(await show(other, webhook.id)).toBeNull();
    expect(await create(other, { url: receiver.url, filter: { rules: [globalId('AlertRule', rule)] } })).toMatchObject({
      code: 'INVALID_FILTER',
    });
    expect((await show(server, webhook.id)).status).toBe('ACTIVE');
    expect(receiver.received).toEqual([]);
  });

  test('the history is paged, newest first, and forgets what is older than the newest thousand', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    const id = Buffer.from(webhook.id, 'base64').toString().split(':')[1]!;
    await server.database.query(sql`
      insert into webhook_attempts (workspace_id, id, webhook_id, kind, message_id, started_at, duration_ms, switched_off)
      select ${server.workspace.id}, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ${id}, 'PING', 'old', now(), 1, false
      from generate_series(1, 1100) n`);
    await ping(webhook.id);
    const { totalCount, edges } = (await show(server, webhook.id)).attempts;
    expect([totalCount, edges.length, edges[0]!.node.messageId === 'old']).toEqual([1_000, 50, false]);
    const page = `query ($id: ID!, $after: String) { workspace { webhook(id: $id) { attempts(first: 2, after: $after) { edges { node { messageId } } pageInfo { hasNextPage } } } } }`;
    const next = await ask<{ workspace: { webhook: { attempts: object } } }>(server, page, {
      id: webhook.id,
      after: edges[0]!.cursor,
    });
    expect(next.workspace.webhook.attempts).toEqual({
      edges: [{ node: { messageId: 'old' } }, { node: { messageId: 'old' } }],
      pageInfo: { hasNextPage: true },
    });
  });

  test('deleted, it receives nothing more', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    await ask(server, 'mutation ($id: ID!) { deleteWebhook(id: $id) { __typename } }', { id: webhook.id });
    await happen([{}]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(receiver.received).toEqual([]);
    expect(await show(server, webhook.id)).toBeNull();
  });
});
