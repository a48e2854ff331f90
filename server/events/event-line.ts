import type { Context } from '../graphql/context.ts';
import { encodeGlobalId } from '../graphql/global-id.ts';
import { eventOf, ruleOf } from './kpi-event.loaders.ts';
import { writeCursor } from './log/cursor.ts';
import type { KpiEvent } from './log/kpi-event.ts';
import { readInstance } from './rule/instance.ts';

/** An event as one object of plain JSON: the fields of the GraphQL type KpiEvent, with of rule, KPI and the event taken back what names them. */
export async function eventLine(event: KpiEvent, context: Context): Promise<object> {
  const [rule, revises] = await Promise.all([
    ruleOf(event, context),
    eventOf(event, ({ revises }) => revises, context),
  ]);
  const part = readInstance(event.instance);
  return {
    ...nameOf(event),
    kind: event.kind,
    severity: event.severity,
    rule: { id: encodeGlobalId('AlertRule', rule.id), name: rule.name },
    ruleVersion: event.ruleVersion,
    kpi: { key: event.kpi },
    scope: part ? [part] : [],
    value: event.value,
    kpiValue: event.kpiValue,
    threshold: event.threshold,
    window: { from: event.windowFrom, to: event.windowTo, timeZone: event.timeZone, asOf: event.occurredAt },
    sampleSize: event.sampleSize,
    occurredAt: event.occurredAt,
    silenced: event.silenced,
    revises: revises && nameOf(revises),
    reason: event.reason,
    isRevised: event.revised,
  };
}

function nameOf({ id, workspaceId, sequence }: KpiEvent): object {
  return { id: encodeGlobalId('KpiEvent', id), cursor: writeCursor(workspaceId, sequence), sequence };
}
