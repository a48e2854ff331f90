import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOutbound } from '../../../../server/outbound/outbound.ts';
import { engines } from '../../../support/database.ts';
import { startServer, type TestServer } from '../../../support/server.ts';
import { eventually } from '../../graphql/eventually.ts';
import { answers, type Behaviour, type Receiver, startReceiver, takes, verify } from '../receiver.ts';
import { addRule, append, attemptsOf, create, show } from '../webhook-world.ts';

const TIMEOUT_MS = 1_200;

describe.each(engines)('webhooks on %s', (engine) => {
  let server: TestServer;
  let rule: string;
  beforeAll(async () => {
    server = await startServer({
      engine,
      outbound: createOutbound({ allowPrivate: true, timeoutMs: TIMEOUT_MS }),
      // Retries come at once: how long they wait is a test of its own.
      deliveries: { random: () => 0 },
    });
    rule = await addRule(server.database, server.workspace.id);
  });
  afterAll(() => server.close());

  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    return async () => {
      // One whose receiver is gone would be tried again and again.
      await server.database.query(sql`delete from webhooks where workspace_id = ${server.workspace.id}`);
      await receiver.close();
    };
  });

  const happen = (events: Parameters<typeof append>[3]) => append(server.database, server.workspace.id, rule, events);

  test('an event arrives signed, and says what happened', async () => {
    const { secret, webhook } = await create(server, { url: receiver.url });
    const [event] = await happen([{ instance: 'CHANNEL=web' }]);
    await eventually(() => receiver.received.length === 1);
    const [request] = receiver.received;
    expect(request!.headers['content-type']).toBe('application/json');
    const body = verify(secret, request!);
    expect(body).toEqual({
      type: 'kpi.breached',
      timestamp: '2026-11-26T00:00:00.000Z',
      data: {
        id: Buffer.from(`KpiEvent:${event!.id}`).toString('base64'),
        sequence: event!.sequence,
        cursor: Buffer.from(`events:${server.workspace.id}:${event!.sequence}`).toString('base64url'),
        kind: 'BREACHED',
        severity: 'WARNING',
        rule: { id: Buffer.from(`AlertRule:${rule}`).toString('base64'), name: 'Few leads', version: 1 },
        kpi: { key: 'new_leads', name: { en: 'New leads', zh: '新增线索数' }, unit: 'COUNT' },
        scope: [{ dimension: 'CHANNEL', key: 'web' }],
        value: 3,
        kpiValue: 3,
        threshold: 5,
        window: { from: '2026-10-28', to: '2026-11-27', timeZone: 'Asia/Shanghai' },
        sampleSize: 3,
        occurredAt: '2026-11-26T00:00:00.000Z',
        silenced: false,
        revises: null,
        reason: null,
        isRevised: false,
      },
    });
    expect(() => verify('whsec_bm90IHRoZSBzZWNyZXQ=', request!)).toThrow('No matching signature');
    await eventually(async () => (await show(server, webhook.id)).position === event!.sequence);
    expect(await attemptsOf(server, webhook.id)).toMatchObject([
      { kind: 'EVENT', sequence: event!.sequence, delivered: true, failure: null, httpStatus: 204, retryAt: null },
    ]);
  });

  test('events that came before a webhook was made are not sent', async () => {
    await happen([{}]);
    await create(server, { url: receiver.url });
    const [event] = await happen([{}]);
    await eventually(() => receiver.received.length === 1);
    expect(receiver.sequences()).toEqual([event!.sequence]);
  });

  const bad: Record<string, Behaviour> = {
    'answers 500': answers(500, {}, 'out of order'),
    'answers 404': answers(404),
    'closes the connection': (_request, response) => response.destroy(),
    'closes it in the middle of a header': (_request, _response, incoming) =>
      incoming.socket.end('HTTP/1.1 200 OK\r\nx-half: '),
    hangs: () => {},
    'answers 200 too late': (_request, response) =>
      void setTimeout(() => response.writeHead(200).end(), 3 * TIMEOUT_MS),
    'redirects to a metadata address': answers(302, { location: 'http://169.254.169.254/latest/meta-data/' }),
    'redirects to itself for ever': answers(308, { location: '/hook' }),
    'asks for time': answers(429, { 'retry-after': '0' }),
    'is no HTTP at all': (_request, _response, incoming) => incoming.socket.end('220 mail.example ESMTP\r\n'),
  };
  test.each(Object.entries(bad))('from a receiver that %s nothing is lost, nor its order', async (_name, behaviour) => {
    const { webhook } = await create(server, { url: receiver.url });
    receiver.behaviours.push(takes, behaviour, behaviour, takes, behaviour);
    const events = await happen([{}, {}, {}]);
    const [first, second, third] = events.map(({ sequence }) => sequence);
    await eventually(() => receiver.received.length >= 6, 15_000);
    await eventually(async () => (await show(server, webhook.id)).position === third);
    expect(receiver.sequences()).toEqual([first, second, second, second, third, third]);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids.slice(1, 4)).size).toBe(1);
    expect(new Set(ids).size).toBe(3);
    const attempts = await attemptsOf(server, webhook.id);
    expect(attempts.map(({ delivered }) => delivered)).toEqual([true, false, true, false, false, true]);
    for (const { delivered, failure, detail, retryAt } of attempts) {
      expect([failure === null, detail === null, retryAt === null]).toEqual([delivered, delivered, delivered]);
    }
    expect(await show(server, webhook.id)).toMatchObject({ status: 'ACTIVE', failures: 0, failingSince: null });
  });

  test('why an attempt failed is said by a code', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    receiver.behaviours.push(bad['answers 500']!, bad.hangs!, bad['closes the connection']!, bad['asks for time']!);
    receiver.behaviours.push(bad['redirects to a metadata address']!, bad['is no HTTP at all']!);
    await happen([{}]);
    await eventually(() => receiver.received.length >= 7, 15_000);
    await eventually(async () => (await attemptsOf(server, webhook.id)).length === 7);
    const attempts = (await attemptsOf(server, webhook.id)).reverse();
    expect(attempts.map(({ failure, httpStatus }) => [failure, httpStatus])).toEqual([
      ['HTTP_STATUS', 500],
      ['TIMEOUT', null],
      ['CONNECTION_FAILED', null],
      ['RATE_LIMITED', 429],
      ['REDIRECTED', 302],
      ['CONNECTION_FAILED', null],
      [null, 204],
    ]);
    expect(attempts[0]!.answer).toBe('out of order');
  });

  test('an answer without end is cut, and its status counts', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    let written = 0;
    let isCut = false;
    receiver.behaviours.push((_request, response) => {
      response.writeHead(200);
      const more = () => {
        if (isCut) return;
        written += 65_536;
        response.write(Buffer.alloc(65_536, 'x'), () => setImmediate(more));
      };
      response.on('close', () => {
        isCut = true;
      });
      response.on('error', () => {});
      more();
    });
    const [first, second] = await happen([{}, {}]);
    await eventually(() => receiver.received.length === 2);
    await eventually(() => isCut);
    expect(written).toBeLessThan(50_000_000);
    expect(receiver.sequences()).toEqual([first!.sequence, second!.sequence]);
    await eventually(async () => (await attemptsOf(server, webhook.id)).length === 2);
    expect((await attemptsOf(server, webhook.id))[1]!.answer).toBe('x'.repeat(500));
  });

  test('one whose body drips counts by its status, and holds up its webhook no longer than the time for an answer', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    let drip: NodeJS.Timeout | undefined;
    receiver.behaviours.push((_request, response) => {
      response.writeHead(200).write('.');
      drip = setInterval(() => response.write('.'), 20);
    });
    const [, second] = await happen([{}, {}]);
    await eventually(async () => (await show(server, webhook.id)).position === second!.sequence);
    clearInterval(drip);
    expect(receiver.received).toHaveLength(2);
  });

  test('a receiver that hangs holds up no other', async () => {
    const slow = await startReceiver(() => {});
    await create(server, { url: slow.url });
    await create(server, { url: receiver.url });
    const began = Date.now();
    const events = await happen(Array.from({ length: 5 }, () => ({})));
    await eventually(() => receiver.received.length === 5);
    expect(Date.now() - began).toBeLessThan(TIMEOUT_MS * 3);
    expect(receiver.sequences()).toEqual(events.map(({ sequence }) => sequence));
    expect(new Set(slow.sequences())).toEqual(new Set([events[0]!.sequence]));
    await slow.close();
  });

  test('410 switches it off, and what came meanwhile is sent once it is on again', async () => {
    const { webhook } = await create(server, { url: receiver.url });
    receiver.behaviours.push(answers(410));
    const events = await happen([{}, {}]);
    await eventually(async () => (await show(server, webhook.id)).status === 'DISABLED');
    expect(await show(server, webhook.id)).toMatchObject({ disabledReason: 'GONE', position: events[0]!.sequence - 1 });
    expect((await attemptsOf(server, webhook.id))[0]).toMatchObject({
      failure: 'GONE',
      switchedOff: true,
      retryAt: null,
    });
    expect(receiver.received).toHaveLength(1);
  });
});
