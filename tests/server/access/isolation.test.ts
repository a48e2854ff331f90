import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeWorkspace } from '../../../server/database/workspace-write.ts';
import { ImportRecord } from '../../../server/facts/import-record.ts';
import { schema } from '../../../server/schema.ts';
import { type Address, ask, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { eventually } from '../graphql/eventually.ts';
import { type Literals, mutationProbes, probesOf } from './schema-walk.ts';

/** Everything that a tenant has, each name and key with its own mark. */
const fill = (mark: string) => `mutation {
  defineFunnel(input: { key: "${mark}-funnel", name: { en: "Name of ${mark} funnel" }, stages: [
    { key: "${mark}-first", name: { en: "Name of ${mark} first" }, category: ACQUISITION },
    { key: "${mark}-last", name: { en: "Name of ${mark} last" }, category: RETENTION }] }) { __typename }
  defineChannel(input: { key: "${mark}-channel", name: "Name of ${mark} channel" }) { __typename }
  defineOwner(input: { key: "${mark}-owner", name: "Name of ${mark} owner", team: "Name of ${mark} team" }) { __typename }
  recordRate(input: { currency: "USD", date: "2026-03-01", perUnit: "7" }) { __typename }
  createLead(input: { externalId: "${mark}-lead", funnel: "${mark}-funnel", createdAt: "2026-03-01T00:00:00Z", channel: "${mark}-channel", owner: "${mark}-owner", product: "${mark}-product", name: "Name of ${mark} lead", industry: "Name of ${mark} industry", tags: ["Name of ${mark} tag"] }) { __typename }
  moveLead(input: { externalId: "${mark}-move", lead: "${mark}-lead", to: "${mark}-last", at: "2026-03-02T00:00:00Z" }) { __typename }
  recordActivity(input: { externalId: "${mark}-activity", lead: "${mark}-lead", kind: CALL, direction: OUTBOUND, at: "2026-03-01T09:00:00Z", content: "Name of ${mark} content" }) { __typename }
  openOpportunity(input: { externalId: "${mark}-opportunity", lead: "${mark}-lead", openedAt: "2026-03-03T00:00:00Z", amount: "100" }) { __typename }
  recordQuote(input: { externalId: "${mark}-quote", opportunity: "${mark}-opportunity", sentAt: "2026-03-04T00:00:00Z" }) { __typename }
  createCustomer(input: { externalId: "${mark}-customer", lead: "${mark}-lead", becameAt: "2026-03-05T00:00:00Z", name: "Name of ${mark} customer" }) { __typename }
  recordOrder(input: { externalId: "${mark}-order", customer: "${mark}-customer", at: "2026-03-05T00:00:00Z", amount: "100" }) { __typename }
  recordSurvey(input: { externalId: "${mark}-survey", customer: "${mark}-customer", at: "2026-03-06T00:00:00Z", score: 9 }) { __typename }
  recordSpend(input: { channel: "${mark}-channel", funnel: "${mark}-funnel", date: "2026-03-01", amount: "10" }) { __typename }
  defineReminderSettings(input: { funnel: "${mark}-funnel", answerHours: 1 }) { __typename }
  defineAssignmentPolicy(input: { funnel: "${mark}-funnel", strategy: ROUND_ROBIN, owners: ["${mark}-owner"] }) { __typename }
  assigned: createLead(input: { externalId: "${mark}-assigned", funnel: "${mark}-funnel", name: "Name of ${mark} assigned lead" }) { __typename }
  defineScoringModel(input: { base: "1", rules: [{ attribute: "attributes.Name of ${mark} attribute", cases: [{ test: ONE_OF, values: ["Name of ${mark} value"], points: "2" }] }, { attribute: "industry", cases: [{ test: GIVEN, points: "1" }] }] }) { __typename }
  createApiKey(input: { name: "Name of ${mark} key", scopes: [READ] }) { __typename }
  defineAlertRule(input: { name: "Name of ${mark} rule", funnel: "${mark}-funnel", kpi: "new_leads", window: { rolling: { unit: YEAR, count: 2 } }, each: { dimension: CHANNEL }, condition: { direction: ABOVE, fireAt: 0 } }) { __typename }
  silenceAlerts(input: { dimension: OWNER, key: "${mark}-owner", endsAt: "${new Date(Date.now() + 86_400_000).toISOString()}", reason: "Name of ${mark} silence" }) { __typename }
  createWebhook(input: { name: "Name of ${mark} webhook", url: "https://${mark}.invalid/Name of ${mark} path", filter: { kpis: ["nps"] } }) { __typename }
}`;

const nodes = `{ workspace { id apiKeys { id } webhooks { id } imports { id } alertRules { id } alertSilences { id } funnels { id stages { id } }
  channels { edges { cursor node { id } } } owners { edges { cursor node { id } } } leads { edges { cursor node { id } } }
  opportunities { edges { cursor node { id } } } customers { edges { cursor node { id } } }
  kpiEvents { edges { cursor node { id rule { id } } } }
  reminders(filter: { dueBefore: "2099-01-01T00:00:00Z" }) { edges { cursor node { id } } } assignments { edges { cursor } } } }`;

const BEFORE_ALL_REMINDERS = Buffer.from(
  JSON.stringify(['1970-01-01T00:00:00.000Z', 'COOLING', '00000000-0000-0000-0000-000000000000']),
).toString('base64url');

interface Scored {
  workspace: { scoringModel: { version: number } };
}

interface Logged {
  workspace: { kpiEvents: { totalCount: number } };
}

interface Tenant extends Address {
  id: string;
  /** Global ids of all that can be asked for by id. */
  ids: string[];
  literals: Literals;
}

/** What to write wherever the schema asks for something: a tenant's own ids and keys. */
function literalsOf(mark: string, ids: readonly string[], cursors: readonly string[]): Literals {
  const text = (value: string) => JSON.stringify(`${mark}-${value}`);
  return {
    id: ids.map((id) => JSON.stringify(id)),
    after: cursors.map((cursor) => JSON.stringify(cursor)),
    first: '10',
    last: '10',
    locale: '"en"',
    // Of funnels, channels and owners alike; a funnel's first, so that ways lead somewhere.
    key: [text('funnel'), text('channel'), text('owner')],
    'kpi(key:)': '"new_leads"',
    keys: '"new_leads"',
    kpis: '"new_leads"',
    rules: ids
      .filter((id) => Buffer.from(id, 'base64').toString().startsWith('AlertRule:'))
      .map((id) => JSON.stringify(id)),
    kinds: 'BREACHED',
    scope: [
      `{ window: { period: "2026" }, asOf: "2026-04-01T00:00:00Z" }`,
      `{ window: { period: "2026" }, asOf: "2026-04-01T00:00:00Z", filter: { channels: [${text('channel')}, null] } }`,
    ],
    'breakdown(by:)': ['CHANNEL', 'OWNER', 'TEAM', 'PRODUCT', 'INDUSTRY', 'TAG'],
    grain: 'MONTH',
    funnel: text('funnel'),
    channel: text('channel'),
    channels: [text('channel'), 'null'],
    owner: text('owner'),
    owners: text('owner'),
    by: text('owner'),
    product: text('product'),
    lead: text('lead'),
    opportunity: text('opportunity'),
    quote: text('quote'),
    customer: text('customer'),
    order: text('order'),
    survey: text('survey'),
    transition: text('move'),
    activity: text('activity'),
    referredBy: text('customer'),
    externalId: [
      text('lead'),
      text('move'),
      text('activity'),
      text('opportunity'),
      text('quote'),
      text('customer'),
      text('order'),
      text('survey'),
    ],
    stages: [text('first'), text('last')],
    teams: JSON.stringify(`Name of ${mark} team`),
    // Before all of them: what stands first is behind no other.
    'reminders(after:)': [BEFORE_ALL_REMINDERS, ...cursors].map((cursor) => JSON.stringify(cursor)),
    'reminders(filter:).kinds': ['FOLLOW_UP_DUE', 'UNANSWERED', 'COOLING', 'STALLED', 'REPURCHASE_DUE'],
    dueBefore: '"2099-01-01T00:00:00Z"',
    until: '"2028-01-01T00:00:00Z"',
    includeSnoozed: 'true',
    includeDone: 'true',
    isActive: 'true',
    minimumScore: '1',
    maximumAgeDays: '1',
    followUpEveryDays: '1',
    firstFollowUpHours: '1',
    answerHours: '1',
    coolingDays: '1',
    repurchaseAfterDays: '1',
    to: text('last'),
    createdFrom: '"2026-01-01"',
    createdTo: '"2027-01-01"',
    createdAt: '"2026-03-01T00:00:00Z"',
    openedAt: '"2026-03-01T00:00:00Z"',
    becameAt: '"2026-03-01T00:00:00Z"',
    sentAt: '"2026-03-01T00:00:00Z"',
    acceptedAt: '"2026-03-01T00:00:00Z"',
    rejectedAt: '"2026-03-01T00:00:00Z"',
    respondedAt: '"2026-03-01T00:00:00Z"',
    expiresAt: '"2099-01-01T00:00:00Z"',
    at: '"2026-03-01T00:00:00Z"',
    date: '"2026-03-01"',
    amount: '"55"',
    perUnit: '"5"',
    currency: '"USD"',
    campaign: '"none"',
    name: '"changed"',
    email: '"changed"',
    company: '"changed"',
    industry: '"changed"',
    region: '"changed"',
    team: '"changed"',
    content: '"changed"',
    reason: '"changed"',
    lostReason: '"changed"',
    tags: '"changed"',
    companySize: '1',
    needMatch: '1',
    score: '1',
    weeklyCapacity: '1',
    qualifiedThreshold: '1',
    'defineScoringModel(input:)': `{ base: "1", rules: [{ attribute: "channel", cases: [{ test: ONE_OF, values: [${text('channel')}], points: "1" }] }] }`,
    'enableAlertTemplate(key:)': '"long_sales_cycle"',
    'defineAlertRule(input:)': `{ name: "changed", funnel: ${text('funnel')}, kpi: "new_leads", window: { calendar: MONTH }, filter: { channels: [${text('channel')}] }, condition: { direction: ABOVE, fireAt: 1 } }`,
    'silenceAlerts(input:)': `{ dimension: CHANNEL, key: ${text('channel')}, endsAt: "${new Date(Date.now() + 86_400_000).toISOString()}", reason: "changed" }`,
    'previewAlertRule(rule:)': `{ name: "tried", funnel: ${text('funnel')}, kpi: "new_leads", window: { rolling: { unit: YEAR, count: 1 } }, each: { dimension: CHANNEL }, condition: { direction: ABOVE, fireAt: 0 } }`,
    'previewAlertRule(window:)': '{ from: "2026-03-01", to: "2026-03-04" }',
    maximumPerMonth: '1',
    leadChurnDays: '1',
    customerChurnDays: '1',
    followUpEffectDays: '1',
    stalledAfterDays: '1',
    weight: '1',
    scopes: 'READ',
    url: '"https://changed.invalid/"',
    robotSecret: '""',
    includeSilenced: 'true',
    giveUpAfterHours: '1',
    enabled: 'true',
    'createEmbedToken(input:)': [
      `{ widgets: ["funnel-chart"], filter: { channels: [${text('channel')}], owners: [${text('owner')}] } }`,
      `{ widgets: ["funnel-chart"], funnel: ${text('funnel')} }`,
    ],
    overlapHours: '1',
    'replayWebhook(range:)': ['{ sequences: {} }', '{ instants: {} }'],
    en: '"changed"',
    zh: '"changed"',
  };
}

describe.each(engines)('two workspaces on %s', (engine) => {
  /** The server's clock stands still: what a rule does by the clock is no trace of what is asked. */
  const began = new Date();
  let server: TestServer;
  let ours: Tenant;
  let theirs: Tenant;

  async function fillTenant(mark: string, key: string, id: string): Promise<Tenant> {
    const address = { url: server.url, key };
    const made = await ask<Record<string, { __typename: string }>>(address, fill(mark));
    for (const [name, { __typename }] of Object.entries(made))
      expect([name, __typename]).toEqual([name, expect.stringMatching(/Success$/)]);
    // As long uploads leave it.
    const begun = { accepted: 1, unchanged: 0, rejected: 0, deferred: 0 };
    const record = new ImportRecord(server.database, id, 'leads');
    await writeWorkspace(server.database, id, (write) => record.save(write, begun, 'RUNNING'));
    await record.end('DONE', begun);
    // Leads are scored in the background: what is written there is no trace of what is asked later.
    await eventually(
      async () =>
        (await ask<Scored>(address, '{ workspace { scoringModel { version } } }')).workspace.scoringModel.version === 2,
    );
    // The rule is evaluated in the background too: its event is there to leak.
    await eventually(
      async () =>
        (await ask<Logged>(address, '{ workspace { kpiEvents { totalCount } } }')).workspace.kpiEvents.totalCount > 0,
      30_000,
    );
    const text = JSON.stringify(await ask(address, nodes));
    const ids = [...text.matchAll(/"id":"([^"]+)"/g)].map((match) => match[1]!);
    const cursors = [...text.matchAll(/"cursor":"([^"]+)"/g)].map((match) => match[1]!);
    return { ...address, id, ids, literals: literalsOf(mark, ids, cursors) };
  }

  beforeAll(async () => {
    server = await startServer({ engine, now: () => began });
    const other = await server.makeTenant('theirs');
    ours = await fillTenant('ours', server.key, server.workspace.id);
    theirs = await fillTenant('theirs', other.key, other.workspace.id);
  });
  afterAll(() => server.close());

  /** Names and ids of theirs; their keys we say ourselves when we ask. */
  function leaks(answer: unknown): string[] {
    const text = JSON.stringify(answer ?? null);
    return [...theirs.ids, theirs.id, 'Name of theirs'].filter((mark) => text.includes(mark));
  }

  /** All rows of a workspace as text, whatever tables there are. */
  async function rowsOf(workspaceId: string): Promise<Record<string, string>> {
    const tables = await server.database.query<{ name: string }>(sql`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'workspace_id' order by table_name`);
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      // When rules were looked at, and when they next will be, moves with the clock; what came of it stands in other tables.
      const [row] = await server.database.query<{ rows: string | null }>(
        sql`select string_agg((to_jsonb(t) - 'due_at' - 'evaluated_at')::text, '|' order by to_jsonb(t)::text) as rows
          from ${sql.table(name)} t where workspace_id = ${workspaceId}`,
      );
      found[name] = row!.rows ?? '';
    }
    return found;
  }

  test('every field answers its own workspace with what is its own: the walk finds something to leak', async () => {
    const answers = [];
    for (const { name, operation } of probesOf(schema, 'query', theirs.literals, theirs.literals)) {
      const answer = await request(theirs, operation);
      // Some literals fit another field: a channel's key is no funnel's. But every operation is valid.
      expect(answer.data, `${name}: ${JSON.stringify(answer.errors)}`).toBeDefined();
      answers.push(answer);
    }
    const found = JSON.stringify(answers);
    for (const mark of [
      'funnel',
      'first',
      'channel',
      'owner',
      'lead',
      'customer',
      'key',
      'webhook',
      'team',
      'industry',
      'tag',
      'attribute',
      'value',
      'rule',
    ])
      expect(found).toContain(`Name of theirs ${mark}`);
    for (const id of theirs.ids) expect(found).toContain(id);
  });

  test('no query field gives away anything of the other', async () => {
    for (const { name, operation } of probesOf(schema, 'query', ours.literals, theirs.literals)) {
      const answer = await request(ours, operation);
      expect(answer.data, `${name}: ${JSON.stringify(answer.errors)}`).toBeDefined();
      expect([name, leaks(answer.data)]).toEqual([name, []]);
      expect([name, leaks(answer.errors)]).toEqual([name, []]);
    }
  });

  test('no subscription does', async () => {
    for (const { name, operation } of probesOf(schema, 'subscription', ours.literals, theirs.literals)) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${ours.key}`,
        },
        body: JSON.stringify({ query: operation }),
      });
      const reader = response.body!.getReader();
      let text = '';
      while (!text.includes('event: next')) {
        const { done, value } = await reader.read();
        if (done) break;
        text += new TextDecoder().decode(value);
      }
      await reader.cancel();
      expect(text, name).toContain('event: next');
      expect([name, leaks(text)]).toEqual([name, []]);
    }
  });

  test('no mutation changes or gives away anything of the other', async () => {
    const before = await rowsOf(theirs.id);
    for (const { name, operation } of mutationProbes(schema, theirs.literals)) {
      const answer = await request(ours, operation);
      expect(answer.data, `${name}: ${JSON.stringify(answer.errors)}`).toBeDefined();
      expect([name, leaks(answer.data)]).toEqual([name, []]);
      expect([name, await rowsOf(theirs.id)]).toEqual([name, before]);
    }
    expect((await request(theirs, '{ workspace { name } }')).errors).toBeUndefined();
  });
});
