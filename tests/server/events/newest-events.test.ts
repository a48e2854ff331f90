import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { type LogWriter, openLog } from './log-writer.ts';

interface Events {
  edges: { cursor: string; node: { sequence: number; scope: { label: string | null }[] } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

describe.each(engines)('the end of the log on %s', (engine) => {
  let server: TestServer;
  let log: LogWriter;
  const statements: string[] = [];
  beforeAll(async () => {
    server = await startServer({ engine, observe: (text) => statements.push(text) });
    await post(server, 'channels', [{ key: 'web', name: '官网 Web' }, { key: 'fair' }]);
    await post(server, 'owners', [{ key: 'an', name: 'An Li', team: 'north' }]);
    log = await openLog(server.database, server.workspace.id);
    await log.append(
      { instance: '', severity: 'CRITICAL' },
      { instance: 'CHANNEL=web' },
      { instance: 'CHANNEL=fair', severity: 'INFO' },
      { instance: 'CHANNEL', severity: 'CRITICAL' },
      { instance: 'OWNER=an' },
      { instance: 'TEAM=north' },
      { instance: 'STAGE=lead' },
      { instance: 'OWNER=gone' },
    );
  });
  afterAll(() => server.close());

  async function events(args: string, locale = 'en'): Promise<Events> {
    const query = `{ workspace { kpiEvents${args} { edges { cursor node { sequence scope { label(locale: "${locale}") } } }
      pageInfo { hasNextPage hasPreviousPage endCursor } } } }`;
    return (await ask<{ workspace: { kpiEvents: Events } }>(server, query)).workspace.kpiEvents;
  }
  const sequences = ({ edges }: Events) => edges.map(({ node }) => node.sequence);

  test('the newest come in the log’s order, and say whether there are older ones', async () => {
    const { edges, pageInfo } = await events('(last: 3)');
    expect(edges.map(({ node }) => node.sequence)).toEqual([6, 7, 8]);
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true, endCursor: edges[2]!.cursor });
    const all = await events('(last: 8)');
    expect(sequences(all)).toHaveLength(8);
    expect(all.pageInfo.hasPreviousPage).toBe(false);
    const behind = await events(`(last: 5, after: "${all.edges[5]!.cursor}")`);
    expect(sequences(behind)).toEqual([7, 8]);
    expect(behind.pageInfo.hasPreviousPage).toBe(false);
  });

  test('severities are a filter like the others', async () => {
    expect(sequences(await events('(filter: { severities: [CRITICAL] })'))).toEqual([1, 4]);
    expect(sequences(await events('(last: 1, filter: { severities: [CRITICAL, INFO] })'))).toEqual([4]);
  });

  test('first and last together are refused, and so is a last of 0 or 501', async () => {
    for (const args of ['(first: 1, last: 1)', '(last: 0)', '(last: 501)']) {
      const { errors } = await request(server, `{ workspace { kpiEvents${args} { edges { cursor } } } }`);
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_FIRST']);
    }
  });

  test('an instance is called what people call it, however many there are by as many statements', async () => {
    /** Deliveries look when the log grows, and that is no statement of the question's. */
    const idle = async () => {
      for (let before = -1; before !== statements.length; await new Promise((resolve) => setTimeout(resolve, 300)))
        before = statements.length;
      statements.length = 0;
    };
    const labels = ({ edges }: Events) => edges.map(({ node }) => node.scope[0]?.label);
    await idle();
    const found = labels(await events('(last: 8)', 'zh-CN'));
    const forEight = statements.length;
    expect(found).toEqual([undefined, '官网 Web', 'fair', null, 'An Li', 'north', '线索获取', 'gone']);
    await log.append(...Array.from({ length: 90 }, (_, n) => ({ instance: n % 2 ? 'CHANNEL=web' : 'OWNER=an' })));
    await idle();
    expect(labels(await events('(last: 98)')).slice(-2)).toEqual(['An Li', '官网 Web']);
    expect(statements.length).toBeLessThanOrEqual(forEight);
  });
});
