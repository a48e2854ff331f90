import type { Literals } from './schema-walk.ts';

/** Everything that a tenant has, each name and key with its own mark. */
export const fill = (mark: string) => `mutation {
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

const BEFORE_ALL_REMINDERS = Buffer.from(
  JSON.stringify(['1970-01-01T00:00:00.000Z', 'COOLING', '00000000-0000-0000-0000-000000000000']),
).toString('base64url');

/** What to write wherever the schema asks for something: a tenant's own ids and keys. */
export function literalsOf(mark: string, ids: readonly string[], cursors: readonly string[]): Literals {
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
