import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCursor } from '../../../server/events/log/cursor.ts';
import { revisionId } from '../../../server/events/log/event-id.ts';
import type { KpiEvent } from '../../../server/events/log/kpi-event.ts';
import { type Address, ask, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { type LogWriter, openLog } from './log-writer.ts';
import { upTo } from './reader.ts';

interface Page {
  edges: { cursor: string; node: Record<string, unknown> }[];
  pageInfo: Record<string, unknown>;
  totalCount: number;
}

describe.each(engines)('workspace.kpiEvents on %s', (engine) => {
  let server: TestServer;
  let other: Address & { id: string };
  let log: LogWriter;
  let breached: KpiEvent;
  let revised: KpiEvent;
  const statements: string[] = [];
  beforeAll(async () => {
    server = await startServer({ engine, observe: (text) => statements.push(text) });
    const tenant = await server.makeTenant('another');
    other = { url: server.url, key: tenant.key, id: tenant.workspace.id };
    log = await openLog(server.database, server.workspace.id, ['Few leads', 'Slow response']);
    [breached] = (await log.append({ instance: '', silenced: true })) as [KpiEvent];
    [revised] = (await log.append({
      id: revisionId(breached.id),
      kind: 'REVISED',
      revises: breached.id,
      reason: 'FACTS_CHANGED',
      value: null,
      kpiValue: null,
    })) as [KpiEvent];
    await log.append(...upTo(118).map((n) => ({ ruleId: log.rules[n % 2]!, kind: 'RECOVERED' as const })));
  });
  afterAll(() => server.close());

  async function page(args: string, node = 'sequence', address: Address = server): Promise<Page> {
    const query = `{ workspace { kpiEvents${args} { totalCount edges { cursor node { ${node} } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;
    return (await ask<{ workspace: { kpiEvents: Page } }>(address, query)).workspace.kpiEvents;
  }
  const cursor = (sequence: number) => writeCursor(server.workspace.id, sequence);

  test('goes through the whole log in its order, page by page', async () => {
    const sequences: unknown[] = [];
    let after: unknown;
    for (;;) {
      const { edges, pageInfo, totalCount } = await page(`(first: 50${after ? `, after: "${after}"` : ''})`);
      expect(totalCount).toBe(120);
      expect(pageInfo).toEqual({
        hasNextPage: sequences.length + edges.length < 120,
        hasPreviousPage: sequences.length > 0,
        startCursor: edges[0]!.cursor,
        endCursor: edges.at(-1)!.cursor,
      });
      for (const { cursor: given, node } of edges) {
        expect(given).toBe(cursor(node.sequence as number));
        sequences.push(node.sequence);
      }
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(sequences).toEqual(upTo(120));
    expect((await page(`(after: "${cursor(120)}")`)).edges).toEqual([]);
  });

  test('says everything of an event', async () => {
    const node = `id cursor sequence kind severity ruleVersion value kpiValue threshold sampleSize occurredAt silenced reason isRevised
      rule { id name funnel { key } isFiltered } kpi { key } scope { dimension key } window { from to timeZone asOf } revises { id } revisedBy { sequence }`;
    const { edges } = await page('(first: 2)', node);
    const common = {
      severity: 'WARNING',
      ruleVersion: 1,
      threshold: 5,
      sampleSize: 3,
      occurredAt: '2026-03-30T04:00:00.000Z',
      rule: { id: btoa(`AlertRule:${log.rules[0]}`), name: 'Few leads', funnel: { key: 'sales' }, isFiltered: false },
      kpi: { key: 'new_leads' },
      window: { from: '2026-03-01', to: '2026-03-31', timeZone: 'Asia/Shanghai', asOf: '2026-03-30T04:00:00.000Z' },
    };
    const id = btoa(`KpiEvent:${breached.id}`);
    expect(edges.map((edge) => edge.node)).toEqual([
      {
        ...common,
        id,
        cursor: cursor(1),
        sequence: 1,
        kind: 'BREACHED',
        value: 3,
        kpiValue: 3,
        silenced: true,
        scope: [],
        reason: null,
        isRevised: true,
        revises: null,
        revisedBy: { sequence: 2 },
      },
      {
        ...common,
        id: btoa(`KpiEvent:${revised.id}`),
        cursor: cursor(2),
        sequence: 2,
        kind: 'REVISED',
        value: null,
        kpiValue: null,
        silenced: false,
        scope: [{ dimension: 'CHANNEL', key: 'web' }],
        reason: 'FACTS_CHANGED',
        isRevised: false,
        revises: { id },
        revisedBy: null,
      },
    ]);
    expect(await ask(server, `{ node(id: "${id}") { ... on KpiEvent { sequence } } }`)).toEqual({
      node: { sequence: 1 },
    });
    expect(await ask(other, `{ node(id: "${id}") { ... on KpiEvent { sequence } } }`)).toEqual({ node: null });
  });

  test('gives what matches all lists; an empty list is none', async () => {
    const second = btoa(`AlertRule:${log.rules[1]}`);
    const filtered = await page(
      `(first: 500, filter: { kinds: [RECOVERED, BREACHED], rules: ["${second}"], kpis: [] })`,
    );
    expect(filtered.totalCount).toBe(59);
    expect(filtered.edges.map(({ node }) => node.sequence)).toEqual(
      upTo(118)
        .filter((n) => n % 2 === 1)
        .map((n) => n + 2),
    );
    expect((await page('(filter: { kpis: ["sales_cycle"] })')).totalCount).toBe(0);
    expect((await page(`(filter: { rules: ["${second}"] })`, 'sequence', other)).totalCount).toBe(0);
  });

  test.each([
    ['a cursor of another workspace', () => `after: "${writeCursor(other.id, 0)}"`, 'INVALID_CURSOR'],
    ['a cursor beyond the end', () => `after: "${cursor(121)}"`, 'INVALID_CURSOR'],
    [
      'a cursor with a number that is none',
      () => `after: "${btoa(`events:${server.workspace.id}:-1`)}"`,
      'INVALID_CURSOR',
    ],
    ['a KPI that there is not', () => 'filter: { kpis: ["nonsense"] }', 'INVALID_FILTER'],
    ['a rule’s id that is none', () => 'filter: { rules: ["nonsense"] }', 'INVALID_FILTER'],
    ['a page of nothing', () => 'first: 0', 'INVALID_FIRST'],
    ['too large a page', () => 'first: 501', 'INVALID_FIRST'],
  ])('refuses %s', async (_, args, code) => {
    const { errors } = await request(server, `{ workspace { kpiEvents(${args()}) { totalCount } } }`);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
  });

  test('costs as many statements for 1 event as for 100', async () => {
    const count = async (first: number) => {
      statements.length = 0;
      await page(
        `(first: ${first})`,
        'cursor rule { name } revises { sequence } revisedBy { rule { name } } kpi { name }',
      );
      return statements.length;
    };
    expect(await count(100)).toBe(await count(1));
  });
});
