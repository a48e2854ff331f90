import { sql } from 'kysely';
import type { Database } from '../../../server/database/database.ts';
import { newId } from '../../../server/database/new-id.ts';
import type { KpiEvent } from '../../../server/events/log/kpi-event.ts';
import { EVENTS } from '../../../server/events/log/read-log.ts';
import { appendEvents, beginLog, type KpiEventDraft, lockLog } from '../../../server/events/log/write-log.ts';
import type { RuleDefinition } from '../../../server/events/rule/rule.ts';
import { readFunnels } from '../../../server/funnel/funnel.loaders.ts';
import { type Address, ask } from '../../support/client.ts';

const definition: RuleDefinition = {
  window: { rolling: { unit: 'DAY', count: 30 } },
  filter: null,
  basis: null,
  withinDays: null,
  each: null,
  condition: { compare: 'VALUE', against: null, direction: 'BELOW', fireAt: 5, clearAt: 5, certain: false },
  guard: null,
  fireAfterSeconds: 0,
  recoverAfterSeconds: 0,
  minimumSample: 0,
  policies: { noData: 'KEEP', smallSample: 'KEEP', immature: 'KEEP' },
  muteWindows: [],
};

/** A rule that the evaluator leaves alone: its events are those of the test. Gives its internal id. */
export async function addRule(
  database: Database,
  workspaceId: string,
  { name = 'Few leads', kpi = 'new_leads' } = {},
): Promise<string> {
  await beginLog(database, workspaceId);
  const [funnel] = await readFunnels(database, workspaceId);
  const id = newId();
  const at = new Date('2026-11-01T00:00:00Z');
  await database.query(sql`
    insert into alert_rules (workspace_id, id, name, funnel_id, kpi, severity, version, definition, enabled, created_at, updated_at, due_at)
    values (${workspaceId}, ${id}, ${name}, ${funnel!.id}, ${kpi}, 'WARNING', 1, ${JSON.stringify(definition)}::jsonb, false, ${at}, ${at}, ${at})`);
  return id;
}

/** What the evaluator does: lengthens the log, and tells of it. */
export async function append(
  database: Database,
  workspaceId: string,
  ruleId: string,
  events: readonly Partial<KpiEventDraft>[],
): Promise<KpiEvent[]> {
  const drafts = events.map((event): KpiEventDraft => ({ ...usual(ruleId), ...event }));
  const appended = await database.transaction(async (transaction) => {
    await lockLog(transaction, workspaceId);
    return appendEvents(transaction, workspaceId, drafts);
  });
  await database.notify(EVENTS, workspaceId);
  return appended;
}

function usual(ruleId: string): KpiEventDraft {
  return {
    id: newId(),
    kind: 'BREACHED',
    ruleId,
    ruleVersion: 1,
    kpi: 'new_leads',
    severity: 'WARNING',
    instance: '',
    value: 3,
    kpiValue: 3,
    threshold: 5,
    windowFrom: '2026-10-28',
    windowTo: '2026-11-27',
    timeZone: 'Asia/Shanghai',
    sampleSize: 3,
    occurredAt: new Date('2026-11-26T00:00:00Z'),
    silenced: false,
    revises: null,
    reason: null,
  };
}

export interface Made {
  __typename: string;
  code?: string;
  message?: string;
  field?: string | null;
  webhook: { id: string };
  secret: string;
}

export async function create(address: Address, input: object): Promise<Made> {
  const { createWebhook } = await ask<{ createWebhook: Made }>(
    address,
    `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { __typename
      ... on CreateWebhookSuccess { webhook { id } secret } ... on InvalidWebhookError { code message field } } }`,
    { input: { name: 'test', ...input } },
  );
  return createWebhook;
}

export async function update(address: Address, input: object): Promise<Made> {
  const { updateWebhook } = await ask<{ updateWebhook: Made }>(
    address,
    `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { __typename
      ... on UpdateWebhookSuccess { webhook { id } } ... on Error { code message } } }`,
    { input },
  );
  return updateWebhook;
}

export interface Shown {
  id: string;
  url: string;
  status: string;
  position: number;
  failures: number;
  failingSince: string | null;
  nextAttemptAt: string | null;
  disabledAt: string | null;
  disabledReason: string | null;
  previousSecretEndsAt: string | null;
  replay: { next: number; through: number } | null;
  attempts: { totalCount: number; edges: { cursor: string; node: ShownAttempt }[] };
}

export interface ShownAttempt {
  kind: string;
  messageId: string;
  sequence: number | null;
  delivered: boolean;
  failure: string | null;
  detail: string | null;
  httpStatus: number | null;
  answer: string | null;
  startedAt: string;
  retryAt: string | null;
  switchedOff: boolean;
}

const shown = `id url status position failures failingSince nextAttemptAt disabledAt disabledReason previousSecretEndsAt replay { next through }
  attempts { totalCount edges { cursor node { kind messageId sequence delivered failure detail httpStatus answer startedAt retryAt switchedOff } } }`;

export async function show(address: Address, id: string): Promise<Shown> {
  const query = `query ($id: ID!) { workspace { webhook(id: $id) { ${shown} } } }`;
  return (await ask<{ workspace: { webhook: Shown } }>(address, query, { id })).workspace.webhook;
}

/** Newest first. */
export async function attemptsOf(address: Address, id: string): Promise<ShownAttempt[]> {
  return (await show(address, id)).attempts.edges.map(({ node }) => node);
}
