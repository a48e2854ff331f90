import { type ExecutionArgs, type ExecutionResult, parse } from 'graphql';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Credential, findCredential } from '../../../server/access/credential.ts';
import { funnelByKey } from '../../../server/funnel/funnel.loaders.ts';
import { type Context, createContext, kpisOf } from '../../../server/graphql/context.ts';
import { eventValue, type LiveEvent, live } from '../../../server/graphql/live.ts';
import { executeAtOneState, executeEvent } from '../../../server/graphql/one-state.ts';
import type { KpiQuestion } from '../../../server/kpi/types.ts';
import { schema } from '../../../server/schema.ts';
import { ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const YEAR = { window: { last: { unit: 'YEAR', count: 1 } } } as const;
const CHANNELS = ['ads', 'fair', 'web'];
const WRITES = 20;

interface Figure {
  value: number;
}

const sum = (figures: readonly Figure[]) => figures.reduce((all, { value }) => all + value, 0);

describe.each(engines)('figures of one answer, on %s, while facts come', (engine) => {
  let server: TestServer;
  let credential: Credential;
  let posted = 0;
  let committed = 0;
  beforeAll(async () => {
    server = await startServer({ engine, cellMemory: { cost: 0 } });
    credential = (await findCredential(server.database, `Bearer ${server.key}`, new Date())) as Credential;
    await post(
      server,
      'channels',
      CHANNELS.map((key) => ({ key })),
    );
  });
  afterAll(() => server.close());

  /** One lead of each channel, in one commit. */
  async function postLeads(): Promise<void> {
    posted += CHANNELS.length;
    const createdAt = new Date(Date.now() - 60_000).toISOString();
    await post(
      server,
      'leads',
      CHANNELS.map((channel) => ({ id: `${channel}-${posted}`, createdAt, channel, tags: ['all'] })),
    );
    committed = posted;
  }

  describe('asked for one after the other, with a commit between', () => {
    let times = 0;
    beforeEach(() => {
      times = 0;
    });

    /** Asks for each question in turn, with something done between each two. */
    function execution(questions: ((context: Context) => Promise<number>)[], between: () => Promise<unknown>) {
      return async ({ contextValue }: ExecutionArgs): Promise<ExecutionResult> => {
        times += 1;
        const found: number[] = [];
        for (const [index, question] of questions.entries()) {
          if (index > 0) await between();
          found.push(await question(contextValue as Context));
        }
        return { data: { found } };
      };
    }

    async function run(source: string, execute: ReturnType<typeof execution>): Promise<number[]> {
      const contextValue = createContext(server.app.services, credential, undefined);
      const { data } = await executeAtOneState({ schema, document: parse(source), contextValue }, execute);
      return (data as { found: number[] }).found;
    }

    const asked = async (context: Context, scope: KpiQuestion['scope'] = YEAR): Promise<KpiQuestion> => ({
      key: 'new_leads',
      funnel: await funnelByKey('sales', context),
      scope,
    });
    const total = async (context: Context) => (await kpisOf(context).value(await asked(context))).value!;
    const byChannel = async (context: Context) => {
      const slices = await kpisOf(context).breakdown(await asked(context), 'CHANNEL', 10);
      return slices.reduce((sum, { value }) => sum + value!, 0);
    };
    const byMonth = async (context: Context) =>
      (await kpisOf(context).series(await asked(context), 'MONTH')).reduce((sum, { value }) => sum + value!, 0);
    /** Not to be had from daily sums. */
    const ofTag = async (context: Context) =>
      (await kpisOf(context).value(await asked(context, { ...YEAR, filter: { tags: ['all'] } }))).value!;

    test('they are asked for anew, all of one snapshot', async () => {
      const found = await run('{ workspace { name } }', execution([total, byChannel, byMonth, ofTag], postLeads));
      expect(found).toEqual([found[0], found[0], found[0], found[0]]);
      expect(times).toBe(2);
      // Of the state that the second time began with: three commits came before, and none was waited for.
      expect(found[0]).toBe(posted - 3 * CHANNELS.length);
    });

    test('without a commit they are asked for once', async () => {
      const found = await run(
        '{ workspace { name } }',
        execution([total, byChannel, byMonth, ofTag], async () => {}),
      );
      expect(found).toEqual([posted, posted, posted, posted]);
      expect(times).toBe(1);
    });

    test('what is asked for only the second time has it done a third', async () => {
      const questions = [total, byChannel];
      const execute = execution(questions, async () => {
        await postLeads();
        if (times === 2 && !questions.includes(ofTag)) questions.push(ofTag);
      });
      const found = await run('{ workspace { name } }', execute);
      expect(found).toEqual([found[0], found[0], found[0]]);
      expect(times).toBe(3);
    });

    test('an event of a subscription is looked at anew', async () => {
      const context = createContext(server.app.services, credential, undefined);
      const events = live(context, {
        look: total,
        differs: (value, last) => value !== last,
        lookAgainAfterMs: () => 60_000,
        isFinal: () => false,
      });
      const event = (await events.next()).value as LiveEvent<number>;
      const { data } = await executeEvent(
        { schema, document: parse('subscription { dataChanged { version } }') },
        event,
        async ({ rootValue, contextValue }) => {
          times += 1;
          if (times === 1) await postLeads();
          const value = eventValue(rootValue as LiveEvent<number>);
          return { data: { found: [value, await byChannel(contextValue as Context)] } };
        },
      );
      await events.return(undefined);
      expect(data).toEqual({ found: [posted, posted] });
      expect(times).toBe(2);
    });

    test('a mutation is never executed twice', async () => {
      const found = await run('mutation { __typename }', execution([total, byChannel], postLeads));
      expect(found[1]).toBe(found[0]! + CHANNELS.length);
      expect(times).toBe(1);
    });
  });

  test('over HTTP: totals of many windows, of a tag, by month, by channel and of each channel agree', async () => {
    interface Answer {
      workspace: {
        channels: { edges: { node: { kpis: { newLeads: Figure } } }[] };
        funnel: Record<string, { newLeads: Figure & { series: Figure[]; breakdown: Figure[] } }>;
      };
    }
    const years = Array.from({ length: 8 }, (_, index) => index + 1);
    const scope = (count: number, filter = '') =>
      `scope: { window: { last: { unit: YEAR, count: ${count} } } ${filter} }`;
    const question = `{ workspace {
      channels(first: 5) { edges { node { kpis(${scope(1)}) { newLeads { value } } } } }
      funnel(key: "sales") {
        cut: kpis(${scope(1)}) { newLeads { value series(grain: MONTH) { value } breakdown(by: CHANNEL) { value } } }
        ${years.map((count) => `tagged${count}: kpis(${scope(count, 'filter: { tags: ["all"] }')}) { newLeads { value } }`)}
        ${years.map((count) => `all${count}: kpis(${scope(count)}) { newLeads { value } }`)} } } }`;
    let isWriting = true;
    let answers = 0;
    const read = async () => {
      while (isWriting) {
        const atLeast = committed;
        const { channels, funnel } = (await ask<Answer>(server, question)).workspace;
        const { value, series, breakdown } = funnel.cut!.newLeads;
        const figures = [
          ...Object.values(funnel).map(({ newLeads }) => newLeads.value),
          ...[series, breakdown, channels.edges.map(({ node }) => node.kpis.newLeads)].map(sum),
        ];
        expect(figures).toEqual(figures.map(() => value));
        expect(value % CHANNELS.length).toBe(0);
        expect(value).toBeGreaterThanOrEqual(atLeast);
        answers += 1;
      }
    };
    const write = async () => {
      for (let count = 0; count < WRITES; count++) await postLeads();
      isWriting = false;
    };
    await Promise.all([write(), read(), read(), read()]);
    expect(answers).toBeGreaterThan(5);
  });

  test('each event of a subscription has months and channels that agree with its value, the last those of the last commit', async () => {
    const client = createClient({ url: `${server.url}/graphql`, headers: { authorization: `Bearer ${server.key}` } });
    const events = client.iterate<{ kpi: { value: number; series: Figure[]; breakdown: Figure[] } }>({
      query: `subscription { kpi(funnel: "sales", key: "new_leads", scope: { window: { last: { unit: YEAR, count: 1 } } }) {
        value series(grain: MONTH) { value } breakdown(by: CHANNEL) { value } } }`,
    });
    const write = async () => {
      for (let count = 0; count < WRITES; count++) await postLeads();
    };
    const writing = write();
    for await (const { data } of events) {
      const { value, series, breakdown } = data!.kpi;
      expect([sum(series), sum(breakdown)]).toEqual([value, value]);
      if (value === committed) {
        await writing;
        if (value === posted) break;
      }
    }
  });
});
