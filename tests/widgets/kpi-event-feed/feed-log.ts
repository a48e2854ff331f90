import type { Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import type { KpiEvent } from '../../../server/events/log/kpi-event.ts';
import type { KpiEventDraft } from '../../../server/events/log/write-log.ts';
import { idOfType } from '../../../server/graphql/global-id.ts';
import { type LogWriter, openLog } from '../../server/events/log-writer.ts';
import { ask } from '../../support/client.ts';
import type { TestServer } from '../../support/server.ts';

export interface FeedLog {
  append(...drafts: Partial<KpiEventDraft>[]): Promise<KpiEvent[]>;
  rule: string;
}

/** Defines a rule as an integrator does. Returns its internal id. */
export async function defineRule(server: TestServer, input: object): Promise<string> {
  const { defineAlertRule } = await ask<{ defineAlertRule: { rule?: { id: string }; message?: string } }>(
    server,
    `mutation ($input: DefineAlertRuleInput!) { defineAlertRule(input: $input) {
      ... on DefineAlertRuleSuccess { rule { id } } ... on Error { message } } }`,
    {
      input: {
        name: 'Many leads',
        kpi: 'new_leads',
        window: { rolling: { unit: 'DAY', count: 1 } },
        condition: { direction: 'ABOVE', fireAt: 3 },
        ...input,
      },
    },
  );
  if (!defineAlertRule.rule) throw new Error(defineAlertRule.message);
  return idOfType('AlertRule', defineAlertRule.rule.id)!;
}

/** A log whose events speak of a rule that nobody evaluates, so that it holds what a test wrote and nothing else. */
export async function openFeedLog(server: TestServer, name = 'Many leads'): Promise<FeedLog> {
  const rule = await defineRule(server, { name, enabled: false });
  const log: LogWriter = await openLog(server.database, server.workspace.id);
  return {
    rule,
    append: (...drafts) =>
      log.append(
        ...drafts.map((draft) => ({
          id: uuid(),
          ruleId: rule,
          instance: '',
          value: 4,
          kpiValue: 4,
          threshold: 3,
          ...draft,
        })),
      ),
  };
}

/** Until a page keeps up to where its reader has seen the log: known once the stream told where that ends. */
export async function visitKept(page: Page): Promise<void> {
  await page.waitForFunction(() => localStorage.length > 0);
}
