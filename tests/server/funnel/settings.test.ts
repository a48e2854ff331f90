import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const settings =
  'qualifiedThreshold skipPolicy leadChurnDays customerChurnDays followUpEffectDays stalledAfterDays activityWeights { kind weight }';
const define = `mutation ($input: DefineFunnelInput!) { defineFunnel(input: $input) {
  __typename ... on Error { code message } ... on InvalidFunnelError { stage setting } ... on DefineFunnelSuccess { funnel { ${settings} } } } }`;
interface Defined {
  defineFunnel: { __typename: string; code?: string; setting?: string | null; funnel: Record<string, unknown> };
}

const stage = (key: string, category: string) => ({ key, name: { en: key }, category });
const stages = [
  stage('lead', 'ACQUISITION'),
  stage('nurturing', 'NURTURING'),
  stage('opportunity', 'OPPORTUNITY'),
  stage('won', 'RETENTION'),
];
const defaults = {
  qualifiedThreshold: 60,
  skipPolicy: 'FILL',
  leadChurnDays: 30,
  customerChurnDays: null,
  followUpEffectDays: 7,
  stalledAfterDays: null,
  activityWeights: [],
};
const own = {
  qualifiedThreshold: 0,
  skipPolicy: 'STRICT',
  leadChurnDays: 1,
  customerChurnDays: 36_500,
  followUpEffectDays: 14,
  stalledAfterDays: 90,
  activityWeights: [
    { kind: 'CALL', weight: 0 },
    { kind: 'VISIT', weight: 7.5 },
  ],
};

describe.each(engines)('the settings of a funnel on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine });
  });
  afterAll(() => server.close());

  const defineAs = async (input: object) =>
    (await ask<Defined>(server, define, { input: { key: 'f', name: { en: 'F' }, stages, ...input } })).defineFunnel;
  const stored = async (key: string) =>
    (
      await ask<{ workspace: { funnel: object } }>(
        server,
        `query ($key: String!) { workspace { funnel(key: $key) { ${settings} } } }`,
        { key },
      )
    ).workspace.funnel;

  test('are the defaults for a new funnel, and for the one that a workspace begins with', async () => {
    expect((await defineAs({ key: 'new' })).funnel).toEqual(defaults);
    expect(await stored('sales')).toEqual(defaults);
  });

  test('are as asked, stay where they are left out, and go back to the default with null', async () => {
    expect((await defineAs(own)).funnel).toEqual(own);
    expect((await defineAs({})).funnel).toEqual(own);
    expect((await defineAs({ leadChurnDays: 2 })).funnel).toEqual({ ...own, leadChurnDays: 2 });
    expect(await stored('f')).toEqual({ ...own, leadChurnDays: 2 });
    for (const name of Object.keys(defaults) as (keyof typeof defaults)[]) {
      await defineAs(own);
      expect((await defineAs({ [name]: null })).funnel).toEqual({ ...own, [name]: defaults[name] });
    }
  });

  test('take weights in place of those before; none are none', async () => {
    await defineAs(own);
    const [call] = own.activityWeights;
    expect((await defineAs({ activityWeights: [call] })).funnel.activityWeights).toEqual([call]);
    expect((await defineAs({ activityWeights: [] })).funnel.activityWeights).toEqual([]);
  });

  const outOfRange = [0, -1, 36_501];
  test.each([
    ...['leadChurnDays', 'customerChurnDays', 'followUpEffectDays', 'stalledAfterDays'].flatMap((name) =>
      outOfRange.map((days) => [name, days, 'INVALID_DAYS'] as const),
    ),
    ['qualifiedThreshold', 100.5, 'INVALID_THRESHOLD'] as const,
    ['activityWeights', [{ kind: 'CALL', weight: -0.1 }], 'INVALID_WEIGHT'] as const,
    ['activityWeights', [{ kind: 'CALL', weight: 1_000.1 }], 'INVALID_WEIGHT'] as const,
    [
      'activityWeights',
      [
        { kind: 'CALL', weight: 1 },
        { kind: 'CALL', weight: 2 },
      ],
      'DUPLICATE_WEIGHT',
    ] as const,
  ])('%s of %j is refused as data, and changes nothing', async (name, value, code) => {
    await defineAs(own);
    expect(await defineAs({ leadChurnDays: 9, [name]: value })).toMatchObject({
      __typename: 'InvalidFunnelError',
      code,
      setting: name,
    });
    expect(await stored('f')).toEqual(own);
  });
});

describe.each(engines)('the skip policy on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine });
    const at = (day: number) => `2026-03-0${day}T00:00:00Z`;
    await post(
      server,
      'leads',
      ['walker', 'skipper', 'buyer'].map((id) => ({ id, createdAt: at(1) })),
    );
    await post(server, 'transitions', [
      { lead: 'walker', at: at(2), to: 'nurturing' },
      { lead: 'walker', at: at(3), to: 'opportunity' },
      { lead: 'skipper', at: at(4), to: 'opportunity' },
    ]);
    await post(server, 'opportunities', [{ id: 'o', lead: 'buyer', openedAt: at(5), wonAt: at(6) }]);
  });
  afterAll(() => server.close());

  const sales = (input: object) =>
    ask<Defined>(server, define, { input: { key: 'sales', name: { en: 'Sales' }, stages, ...input } });
  const reached = async () => {
    const { workspace } = await ask<{
      workspace: { funnel: { conversion: { stage: { key: string }; reached: number }[] } };
    }>(
      server,
      `{ workspace { funnel(key: "sales") { conversion(scope: { window: { period: "2026-03" }, asOf: "2026-03-31T00:00:00Z" }) { stage { key } reached } } } }`,
    );
    return Object.fromEntries(workspace.funnel.conversion.map((row) => [row.stage.key, row.reached]));
  };

  test('changes what was reached by facts that are there already, and back', async () => {
    const filled = { lead: 3, nurturing: 3, opportunity: 3, won: 1 };
    expect(await reached()).toEqual(filled);
    await sales({ skipPolicy: 'STRICT' });
    expect(await reached()).toEqual({ lead: 3, nurturing: 1, opportunity: 3, won: 1 });
    await sales({});
    expect((await reached()).nurturing).toBe(1);
    await sales({ skipPolicy: null });
    expect(await reached()).toEqual(filled);
  });

  test('holds for facts that come later', async () => {
    await sales({ skipPolicy: 'STRICT' });
    await post(server, 'leads', [{ id: 'late', createdAt: '2026-03-07T00:00:00Z' }]);
    await post(server, 'transitions', [{ lead: 'late', at: '2026-03-08T00:00:00Z', to: 'won' }]);
    expect(await reached()).toEqual({ lead: 4, nurturing: 1, opportunity: 3, won: 2 });
    await post(server, 'leads', [{ id: 'late', deleted: true }]);
    await sales({ skipPolicy: null });
  });

  test('beside it, the category OPPORTUNITY may move to another stage: opened opportunities enter that one', async () => {
    await sales({
      skipPolicy: 'STRICT',
      stages: stages.map(({ key }) =>
        stage(key, key === 'nurturing' ? 'OPPORTUNITY' : key === 'won' ? 'RETENTION' : 'NURTURING'),
      ),
    });
    // The buyer's opportunity now enters nurturing; the others moved by themselves.
    expect(await reached()).toEqual({ lead: 3, nurturing: 2, opportunity: 2, won: 1 });
    await sales({ skipPolicy: null });
    expect(await reached()).toEqual({ lead: 3, nurturing: 3, opportunity: 3, won: 1 });
  });
});
