import { writeCursor } from '../../events/log/cursor.ts';
import type { KpiEvent } from '../../events/log/kpi-event.ts';
import { readInstance } from '../../events/rule/instance.ts';
import type { AlertRule } from '../../events/rule/rule.ts';
import { encodeGlobalId } from '../../graphql/global-id.ts';
import { definitionOf } from '../../graphql/kpi-definition.ts';
import type { KpiDefinition } from '../../kpi/types.ts';

/** What a webhook tells: an event of the log with what is needed to understand it, or that it works. */
export type Message =
  | { type: 'event'; event: KpiEvent; rule: AlertRule; kpi: NamedKpi; workspace: MessageWorkspace }
  | { type: 'ping'; webhookId: string; name: string; at: Date; workspace: MessageWorkspace };

export type NamedKpi = Pick<KpiDefinition, 'key' | 'name' | 'unit' | 'isPercentage'>;

export interface MessageWorkspace {
  name: string;
  /** ISO 4217 */
  currency: string;
}

export function eventMessage(event: KpiEvent, rule: AlertRule, workspace: MessageWorkspace): Message {
  // The log outlives the catalogue: of a KPI that is gone there is still its key.
  const kpi: NamedKpi | undefined = definitionOf(event.kpi);
  return {
    type: 'event',
    event,
    rule,
    kpi: kpi ?? { key: event.kpi, name: { en: event.kpi, zh: event.kpi }, unit: 'COUNT', isPercentage: false },
    workspace,
  };
}

/** The body of a STANDARD webhook: `type`, `timestamp` and `data`, with ids and cursors as GraphQL has them. */
export function standardBody(message: Message): object {
  if (message.type === 'ping') {
    const { webhookId, name, at } = message;
    return {
      type: 'webhook.ping',
      timestamp: at,
      data: { webhook: { id: encodeGlobalId('Webhook', webhookId), name } },
    };
  }
  const { event, rule, kpi } = message;
  const instance = readInstance(event.instance);
  return {
    type: `kpi.${event.kind.toLowerCase()}`,
    timestamp: event.occurredAt,
    data: {
      id: encodeGlobalId('KpiEvent', event.id),
      sequence: event.sequence,
      cursor: writeCursor(event.workspaceId, event.sequence),
      kind: event.kind,
      severity: event.severity,
      rule: { id: encodeGlobalId('AlertRule', event.ruleId), name: rule.name, version: event.ruleVersion },
      kpi: { key: kpi.key, name: kpi.name, unit: kpi.unit },
      scope: instance ? [instance] : [],
      value: event.value,
      kpiValue: event.kpiValue,
      threshold: event.threshold,
      window: { from: event.windowFrom, to: event.windowTo, timeZone: event.timeZone },
      sampleSize: event.sampleSize,
      occurredAt: event.occurredAt,
      silenced: event.silenced,
      revises: event.revises && encodeGlobalId('KpiEvent', event.revises),
      reason: event.reason,
      isRevised: event.revised,
    },
  };
}
