import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiKeyScope } from '../../../server/access/api-key.ts';
import { schema } from '../../../server/schema.ts';
import { ask, request } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { eventually } from '../graphql/eventually.ts';

let server: TestServer;
const keys = {} as Record<ApiKeyScope, string>;
beforeAll(async () => {
  server = await startServer({ checkKeysEveryMs: 200 });
  for (const scope of ['READ', 'INGEST', 'ADMIN'] as const) keys[scope] = await server.makeKey([scope]);
});
afterAll(() => server.close());

const with_ = (key: string) => ({ url: server.url, key });
const codes = (answer: { errors?: { extensions?: { code?: string } }[] }) =>
  (answer.errors ?? []).map(({ extensions }) => extensions?.code);

/** Made to be refused: the arguments say what no workspace has, so a key that may changes nothing either. */
const attempts: Record<string, string> = {
  createLead: '(input: { createdAt: "2026-03-01T00:00:00Z", funnel: "nowhere" })',
  moveLead: '(input: { lead: "nobody", to: "won" })',
  recordActivity: '(input: { lead: "nobody", kind: CALL, direction: INBOUND })',
  openOpportunity: '(input: { lead: "nobody" })',
  closeOpportunity: '(input: { externalId: "none", outcome: WON })',
  recordQuote: '(input: { opportunity: "none" })',
  createCustomer: '(input: { lead: "nobody" })',
  recordOrder: '(input: { customer: "nobody", amount: "1" })',
  recordSurvey: '(input: { customer: "nobody", score: 1 })',
  recordSpend: '(input: { channel: "c", date: "2026-03-01", amount: "-1" })',
  recordRate: '(input: { currency: "USD", date: "2026-03-01", perUnit: "-1" })',
  defineChannel: '(input: { key: "\\u0001" })',
  defineOwner: '(input: { key: "\\u0001" })',
  deleteFact: '(input: { lead: "nobody" })',
  eraseLead: '(input: { externalId: "nobody" })',
  defineFunnel: '(input: { key: "f", name: { en: "f" }, stages: [] })',
  defineScoringModel: '(input: { base: "0", rules: [] })',
  createWebhook: '(input: { name: "", url: "nowhere" })',
  updateWebhook: '(input: { id: "none" })',
  deleteWebhook: '(id: "none")',
  rotateWebhookSecret: '(id: "none")',
  pingWebhook: '(id: "none")',
  replayWebhook: '(id: "none", range: { sequences: {} })',
  completeReminder: '(input: { id: "none" })',
  snoozeReminder: '(input: { id: "none", until: "1999-01-01T00:00:00Z" })',
  reopenReminder: '(input: { id: "none" })',
  defineReminderSettings: '(input: { answerHours: -1 })',
  defineAssignmentPolicy: '(input: { strategy: ROUND_ROBIN })',
  createApiKey: '(input: { name: "", scopes: [] })',
  revokeApiKey: '(id: "none")',
  createEmbedToken: '(input: { widgets: [] })',
  revokeEmbedTokens: '',
  defineAlertRule:
    '(input: { name: "", kpi: "new_leads", window: { calendar: DAY }, condition: { direction: ABOVE, fireAt: 1 } })',
  removeAlertRule: '(id: "none")',
  enableAlertTemplate: '(key: "none")',
  silenceAlerts: '(input: { endsAt: "2020-01-01T00:00:00Z", reason: "r" })',
  liftAlertSilence: '(id: "none")',
};
const mutations = Object.values(schema.getMutationType()!.getFields());

describe.each(mutations.map((field) => [field.name, field] as const))('the mutation %s', (name, field) => {
  const scope = /Scope (READ|INGEST|ADMIN)\.$/.exec(field.description ?? '')?.[1] as ApiKeyScope;

  test('says in its description which scope it needs', () => expect(scope).toBeDefined());

  test('is refused to keys without it, and open to those with it', async () => {
    expect(attempts, 'write an attempt for each new mutation').toHaveProperty(name);
    const operation = `mutation { ${name}${attempts[name]} { __typename } }`;
    for (const held of ['READ', 'INGEST', 'ADMIN'] as const) {
      const may = held === scope || held === 'ADMIN';
      const answer = await request<Record<string, { __typename: string }>>(with_(keys[held]), operation);
      expect([held, codes(answer)]).toEqual([held, may ? [] : ['FORBIDDEN']]);
    }
  });
});

test('a key without READ asks nothing, of any field of Query', async () => {
  const questions: Record<string, string> = {
    workspace: '{ name }',
    kpiDefinitions: '{ key }',
    node: '(id: "x") { id }',
    alertTemplates: '{ key }',
    previewAlertRule:
      '(rule: { name: "n", kpi: "new_leads", window: { calendar: DAY }, condition: { direction: ABOVE, fireAt: 1 } }, window: { from: "2026-03-01", to: "2026-03-02" }) { __typename }',
  };
  expect(Object.keys(schema.getQueryType()!.getFields()).sort()).toEqual(Object.keys(questions).sort());
  for (const [name, question] of Object.entries(questions))
    expect([name, codes(await request(with_(keys.INGEST), `{ ${name}${question} }`))]).toEqual([name, ['FORBIDDEN']]);
});

test('a key without READ gets its change acknowledged, but reads nothing through it', async () => {
  const answer = await request<{ createLead: object }>(
    with_(keys.INGEST),
    'mutation { createLead(input: { externalId: "mine" }) { ... on CreateLeadSuccess { changed lead { name } } } }',
  );
  expect(answer.data).toEqual({ createLead: { changed: true, lead: null } });
  expect(codes(answer)).toEqual(['FORBIDDEN']);
});

test.each(['apiKeys { id }', 'webhooks { id }', 'webhook(id: "none") { id }'])(
  '%s is seen by ADMIN only',
  async (field) => {
    expect(codes(await request(with_(keys.READ), `{ workspace { ${field} } }`))).toEqual(['FORBIDDEN']);
  },
);

test('/ingest needs INGEST: 403 with its code', async () => {
  const response = await fetch(`${server.url}/ingest/leads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.READ}` },
    body: '',
  });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
});

test('only the hash of a key is kept', async () => {
  const rows = await server.database.prisma.apiKey.findMany();
  expect(JSON.stringify(rows)).not.toContain(keys.READ);
  expect(rows[0]!.hash).toMatch(/^[0-9a-f]{64}$/);
});

test('a key made over the API works until it is revoked', async () => {
  const { createApiKey } = await ask<{ createApiKey: { id: string; key: string } }>(
    server,
    'mutation { createApiKey(input: { name: "new", scopes: [READ] }) { ... on CreateApiKeySuccess { id key } } }',
  );
  expect((await request(with_(createApiKey.key), '{ workspace { name } }')).errors).toBeUndefined();
  const revoke = 'mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }';
  expect(await ask(server, revoke, { id: createApiKey.id })).toEqual({
    revokeApiKey: { __typename: 'RevokeApiKeySuccess' },
  });
  expect(codes(await request(with_(createApiKey.key), '{ workspace { name } }'))).toEqual(['UNAUTHENTICATED']);
  expect(await ask(server, revoke, { id: createApiKey.id })).toEqual({
    revokeApiKey: { __typename: 'ApiKeyNotFoundError' },
  });
});

test('a workspace has at most a thousand keys, also where two are made at once', async () => {
  const { workspace, key } = await server.makeTenant('many keys');
  await server.database.query(sql`
    insert into api_keys (workspace_id, id, name, hash, scopes, created_at)
    select ${workspace.id}, gen_random_uuid(), 'one of many', n::text, '{READ}', now() from generate_series(1, 998) n
  `);
  const make = () =>
    ask<{ createApiKey: { code?: string } }>(
      with_(key),
      'mutation { createApiKey(input: { name: "new", scopes: [READ] }) { ... on InvalidApiKeyError { code } } }',
    );
  const made = await Promise.all([make(), make()]);
  expect(made.map(({ createApiKey }) => createApiKey.code ?? 'made').sort()).toEqual(['TOO_MANY_KEYS', 'made']);
  const { workspace: found } = await ask<{ workspace: { apiKeys: unknown[] } }>(
    with_(key),
    '{ workspace { apiKeys { id } } }',
  );
  expect(found.apiKeys).toHaveLength(1_000);
});

test('an expired key is as unknown as one that never was', async () => {
  const key = await server.makeKey(['READ'], new Date(Date.now() - 1));
  expect(codes(await request(with_(key), '{ workspace { name } }'))).toEqual(['UNAUTHENTICATED']);
});

async function watch(key: string): Promise<{ text: () => string; ended: Promise<void> }> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: 'subscription { dataChanged { version } }' }),
  });
  let text = '';
  const ended = (async () => {
    for await (const chunk of response.body!) text += new TextDecoder().decode(chunk as Uint8Array);
  })();
  await eventually(() => text.includes('dataChanged'));
  return { text: () => text, ended };
}

test('a subscription ends when its key is revoked', async () => {
  const { createApiKey } = await ask<{ createApiKey: { id: string; key: string } }>(
    server,
    'mutation { createApiKey(input: { name: "watch", scopes: [READ] }) { ... on CreateApiKeySuccess { id key } } }',
  );
  const { text, ended } = await watch(createApiKey.key);
  await ask(server, 'mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }', { id: createApiKey.id });
  await ended;
  expect(text()).toContain('UNAUTHENTICATED');
  expect(server.app.services.openKeys.heldCount()).toBe(0);
  expect(server.app.services.changes.listenerCount()).toBe(0);
});

test('a subscription ends when its key expires', async () => {
  const { text, ended } = await watch(await server.makeKey(['READ'], new Date(Date.now() + 1_500)));
  await ended;
  expect(text()).toContain('UNAUTHENTICATED');
});
