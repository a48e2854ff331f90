import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compile } from '../../../server/database/database.ts';
import { logTailsOf } from '../../../server/events/kpi-event.loaders.ts';
import { writeCursor } from '../../../server/events/log/cursor.ts';
import { type Address, ask } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { eventually } from '../graphql/eventually.ts';
import { type LogWriter, openLog } from './log-writer.ts';
import { follow, type Reader, transports, upTo } from './reader.ts';

const HEARTBEAT_MS = 150;

describe.each(engines)('subscribers to the threshold log on %s', (engine) => {
  let server: TestServer;
  let tenant: Address & { id: string };
  let log: LogWriter;
  const statements: string[] = [];
  beforeAll(async () => {
    server = await startServer({
      engine,
      heartbeatMs: HEARTBEAT_MS,
      checkKeysEveryMs: 100,
      observe: (text) => statements.push(text),
    });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    const { key, workspace } = await server.makeTenant('one of its own');
    tenant = { url: server.url, key, id: workspace.id };
    log = await openLog(server.database, workspace.id, ['Few leads', 'Slow response']);
  });
  const cursor = (sequence: number, of = tenant.id) => writeCursor(of, sequence);
  const has = (reader: Reader, last: number) => eventually(() => reader.sequences().at(-1) === last, 20_000);

  describe.each(transports)('over %s', (transport) => {
    test('are told nothing of before, how far the log is at once, then each event', async () => {
      await log.append({}, {});
      const reader = follow(tenant, transport);
      await eventually(() => reader.heartbeats().length === 1);
      expect(reader.told).toEqual([{ __typename: 'Heartbeat', cursor: cursor(2), sequence: 2 }]);
      const [appended] = await log.append({ instance: 'CHANNEL', kind: 'NO_DATA' });
      await has(reader, 3);
      expect(reader.events()).toEqual([
        {
          __typename: 'KpiEvent',
          id: btoa(`KpiEvent:${appended!.id}`),
          cursor: cursor(3),
          sequence: 3,
          kind: 'NO_DATA',
          kpi: { key: 'new_leads' },
          rule: { name: 'Few leads' },
          scope: [{ dimension: 'CHANNEL', key: null }],
        },
      ]);
      reader.stop();
    });

    test('with a cursor are told all behind it, that it is all, and what comes then', async () => {
      await log.append(...upTo(1_203).map(() => ({})));
      const reader = follow(tenant, transport, { after: cursor(1) });
      await eventually(() => reader.heartbeats().length > 0, 20_000);
      expect(reader.told.slice(0, 1_202).every(({ __typename }) => __typename === 'KpiEvent')).toBe(true);
      expect(reader.told[1_202]).toEqual({ __typename: 'Heartbeat', cursor: cursor(1_203), sequence: 1_203 });
      await log.append({}, {});
      await has(reader, 1_205);
      expect(reader.sequences()).toEqual(upTo(1_205, 2));
      reader.stop();
    });

    test('that come back with each cursor they were given miss nothing and see nothing twice', async () => {
      const seen: number[] = [];
      let after = cursor(0);
      let isOver = false;
      const appending = (async () => {
        for (let round = 0; round < 40; round++) await log.append(...upTo(1 + (round % 5)).map(() => ({})));
        isOver = true;
      })();
      for (let stay = 1; !isOver || seen.length < 120; stay++) {
        const reader = follow(tenant, transport, { after });
        await eventually(() => reader.told.length >= 1 + (stay % 4), 20_000);
        reader.stop();
        const told = [...reader.told];
        seen.push(...told.flatMap((each) => (each.__typename === 'KpiEvent' ? [each.sequence] : [])));
        after = (told.at(-1) as { cursor: string }).cursor;
      }
      await appending;
      expect(seen).toEqual(upTo(120));
    });

    test('with a filter are told what matches; heartbeats go on where nothing does', async () => {
      const reader = follow(tenant, transport, {
        after: cursor(0),
        filter: { kinds: ['RECOVERED'], rules: [btoa(`AlertRule:${log.rules[1]}`)], kpis: ['new_leads', 'revenue'] },
      });
      await eventually(() => reader.heartbeats().length === 1);
      const matching = { kind: 'RECOVERED', ruleId: log.rules[1]! } as const;
      await log.append({}, { kind: 'RECOVERED' }, { ruleId: log.rules[1]! }, { ...matching, kpi: 'sales_cycle' });
      await eventually(() => reader.heartbeats().includes(4));
      expect(reader.events()).toEqual([]);
      await log.append({}, matching, {});
      await eventually(() => reader.heartbeats().includes(7));
      expect(reader.sequences()).toEqual([6]);
      reader.stop();

      const replayed = follow(tenant, transport, { after: cursor(0), filter: { kinds: ['RECOVERED'] } });
      await eventually(() => replayed.heartbeats().length > 0);
      expect(replayed.sequences()).toEqual([2, 4, 6]);
      replayed.stop();
    });

    test('that are too far behind are told what they miss, and go on', async () => {
      await log.append(...upTo(5_000).map(() => ({})));
      await log.append(...upTo(5_001).map(() => ({})));
      const reader = follow(tenant, transport, { after: cursor(0) });
      await eventually(() => reader.heartbeats().length > 0, 20_000);
      expect(reader.told.slice(0, 2)).toEqual([
        { __typename: 'Discontinuity', fromCursor: cursor(0), toCursor: cursor(10_001), reason: 'TOO_OLD' },
        { __typename: 'Heartbeat', cursor: cursor(10_001), sequence: 10_001 },
      ]);
      await log.append({});
      await has(reader, 10_002);
      expect(reader.sequences()).toEqual([10_002]);
      reader.stop();

      const inReach = follow(tenant, transport, { after: cursor(2) });
      await has(inReach, 10_002);
      expect(inReach.sequences()).toEqual(upTo(10_002, 3));
      inReach.stop();
    }, 60_000);

    test.each([
      ['of another workspace', () => cursor(0, server.workspace.id), 'INVALID_CURSOR'],
      ['beyond the end', () => cursor(1), 'INVALID_CURSOR'],
      ['that nobody gave', () => 'nonsense', 'INVALID_CURSOR'],
      ['that is empty', () => '', 'INVALID_CURSOR'],
    ])('are refused with a cursor %s', async (_, after, code) => {
      const reader = follow(tenant, transport, { after: after() });
      await reader.ended;
      expect([reader.told, reader.codes]).toEqual([[], [code]]);
    });

    test.each([
      ['a KPI that there is not', { kpis: ['nonsense'] }],
      ['an id that is no rule’s', { rules: ['nonsense'] }],
      ['the id of something else', { rules: [btoa('Lead:01890000-0000-7000-8000-000000000000')] }],
    ])('are refused a filter with %s', async (_, filter) => {
      const reader = follow(tenant, transport, { filter });
      await reader.ended;
      expect([reader.told, reader.codes]).toEqual([[], ['INVALID_FILTER']]);
    });

    test('are told nothing of another workspace, whatever they ask for', async () => {
      const other = await server.makeTenant('another');
      const theirs = await openLog(server.database, other.workspace.id, ['A secret of others']);
      const address = { url: server.url, key: other.key };
      const ours = [
        follow(tenant, transport),
        follow(tenant, transport, { filter: { rules: [btoa(`AlertRule:${theirs.rules[0]}`)] } }),
      ];
      const others = follow(address, transport);
      await eventually(() => [...ours, others].every((reader) => reader.heartbeats().length > 0));
      await theirs.append({}, {});
      await has(others, 2);
      await log.append({});
      await has(ours[0]!, 1);
      expect(ours[1]!.events()).toEqual([]);
      expect(others.events().map(({ rule }) => rule.name)).toEqual(['A secret of others', 'A secret of others']);
      expect(JSON.stringify(ours.map(({ told }) => told))).not.toContain('secret');
      for (const reader of [...ours, others]) reader.stop();
    });

    test('end with a reason when their key is revoked, and are told nothing after', async () => {
      const { createApiKey } = await ask<{ createApiKey: { id: string; key: string } }>(
        tenant,
        'mutation { createApiKey(input: { name: "a", scopes: [READ] }) { ... on CreateApiKeySuccess { id key } } }',
      );
      const reader = follow({ ...tenant, key: createApiKey.key }, transport);
      await eventually(() => reader.heartbeats().length > 0);
      await ask(tenant, 'mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }', { id: createApiKey.id });
      await log.append({});
      await reader.ended;
      expect([reader.events(), reader.codes]).toEqual([[], ['UNAUTHENTICATED']]);
    });

    test('end with a reason when their key runs out', async () => {
      const soon = new Date(Date.now() + 600).toISOString();
      const { createApiKey } = await ask<{ createApiKey: { key: string } }>(
        tenant,
        `mutation { createApiKey(input: { name: "b", scopes: [READ], expiresAt: "${soon}" }) { ... on CreateApiKeySuccess { key } } }`,
      );
      const reader = follow({ ...tenant, key: createApiKey.key }, transport);
      await eventually(() => reader.heartbeats().length > 0);
      await reader.ended;
      expect(reader.codes).toEqual(['UNAUTHENTICATED']);
    });

    test('are told an event late, or end before it, when it cannot be looked up: it is never left out', async () => {
      const { query } = server.database;
      let failures = 2;
      Object.assign(server.database, {
        query: (...args: Parameters<typeof query>) =>
          failures > 0 && compile(args[0]).text.includes('from alert_rules r') && failures--
            ? Promise.reject(new Error('The connection was lost.'))
            : query(...args),
      });
      try {
        const reader = follow(tenant, transport);
        await eventually(() => reader.heartbeats().length > 0);
        await log.append({});
        await has(reader, 1);
        expect([failures, reader.codes]).toEqual([0, []]);

        failures = Number.POSITIVE_INFINITY;
        await log.append({});
        await reader.ended;
        expect([reader.sequences(), reader.codes]).toEqual([[1], ['INTERNAL']]);
        failures = 0;
        const again = follow(tenant, transport, { after: reader.events()[0]!.cursor });
        await has(again, 2);
        expect(again.sequences()).toEqual([2]);
        again.stop();
      } finally {
        Object.assign(server.database, { query });
      }
    });

    test('leave nothing behind when they go', async () => {
      const tails = logTailsOf(server.app.services);
      const readers = upTo(5).map(() => follow(tenant, transport));
      await eventually(() => readers.every((reader) => reader.heartbeats().length > 0));
      expect(tails.count()).toBeGreaterThan(0);
      for (const reader of readers) reader.stop();
      const { openKeys, streams } = server.app.services;
      await eventually(() => tails.count() === 0 && openKeys.heldCount() === 0 && streams.count() === 0);
    });

    test('without READ are refused', async () => {
      const key = await server.makeKey(['INGEST']);
      const reader = follow({ ...tenant, key }, transport);
      await reader.ended;
      expect([reader.told, reader.codes]).toEqual([[], ['FORBIDDEN']]);
    });
  });
});

test.each(engines)(
  'subscribers on %s cost as many statements for 1 as for 40, and for 1 as for 100 events at once',
  async (engine) => {
    const statements: string[] = [];
    const server = await startServer({ engine, observe: (text) => statements.push(text) });
    const log = await openLog(server.database, server.workspace.id, upTo(10).map(String));
    let last = 0;
    async function told(readers: number, events: number): Promise<string[]> {
      const all = upTo(readers).map((n) => follow(server, transports[n % 2]!));
      await eventually(() => all.every((reader) => reader.heartbeats().length > 0), 20_000);
      await log.append(...upTo(events).map((n) => ({ ruleId: log.rules[n % 10]! })));
      // Reading begins when the writer has told of it.
      const notified = statements.findLastIndex((text) => /^(insert|update)/i.test(text.trim()));
      await eventually(() => all.every((reader) => reader.sequences().at(-1) === last + events), 20_000);
      last += events;
      for (const reader of all) reader.stop();
      return statements.splice(0).slice(notified + 1);
    }
    const one = (await told(1, 1)).length;
    expect(one).toBeLessThan(6);
    expect((await told(40, 1)).length).toBe(one);
    expect((await told(4, 100)).length).toBe(one);
    await server.close();
  },
  60_000,
);
