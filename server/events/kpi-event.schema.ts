import { builder } from '../graphql/builder.ts';
import { KpiDimension } from '../graphql/enums.ts';
import { definitionOf, KpiDefinitionRef } from '../graphql/kpi-definition.ts';
import { WindowRef } from '../graphql/kpi-evidence.ts';
import { localeArguments } from '../graphql/locale.ts';
import { AlertSeverity } from './alert-rule.input.ts';
import { AlertRuleRef } from './alert-rule.schema.ts';
import { instanceLabel } from './instance-label.ts';
import { KpiEventKindRef, KpiEventReasonRef } from './kpi-event.enums.ts';
import { eventLoader, eventOf, ruleOf } from './kpi-event.loaders.ts';
import { writeCursor } from './log/cursor.ts';
import { revisionId } from './log/event-id.ts';
import type { KpiEvent } from './log/kpi-event.ts';
import { type Instance, readInstance } from './rule/instance.ts';

const KpiEventScopeRef = builder.objectRef<NonNullable<Instance> & { event: KpiEvent }>('KpiEventScope').implement({
  description: 'One part of the funnel that an instance of a rule looks at.',
  fields: (t) => ({
    dimension: t.expose('dimension', { type: KpiDimension, description: 'By what the rule tells instances apart.' }),
    key: t.exposeString('key', {
      nullable: true,
      description: 'The channel’s, owner’s … key; null: facts that do not bear the dimension.',
    }),
    label: t.string({
      nullable: true,
      description: 'Its name for people, else its key; null: facts that do not bear the dimension.',
      args: localeArguments,
      resolve: ({ event }, { locale }, context) => instanceLabel(event, locale, context),
    }),
  }),
});

const ref = builder.objectRef<KpiEvent>('KpiEvent');

export const KpiEventRef = builder.node(ref, {
  description:
    'One durable line of the threshold log. Lines are never changed or taken away: what turns out wrong is taken back by a later one (REVISED).',
  id: {
    description: 'Stable id; it follows from what happened, so one transition has one id.',
    resolve: ({ id }) => id,
  },
  isTypeOf: undefined,
  loadWithoutCache: (id, context) => eventLoader(context).load(id),
  fields: (t) => ({
    cursor: t.string({
      description: 'Its place in the log: give it as `after` to go on behind this event.',
      resolve: ({ workspaceId, sequence }) => writeCursor(workspaceId, sequence),
    }),
    sequence: t.exposeInt('sequence', { description: 'Its number: 1, 2, 3 … without gaps in a workspace.' }),
    kind: t.expose('kind', { type: KpiEventKindRef, description: 'What happened.' }),
    severity: t.expose('severity', { type: AlertSeverity, description: 'How much it matters, as the rule said then.' }),
    rule: t.field({
      type: AlertRuleRef,
      description: 'The rule as it is now; one that was deleted too.',
      resolve: (event, _, context) => ruleOf(event, context),
    }),
    ruleVersion: t.exposeInt('ruleVersion', { description: 'The version of the rule that it speaks of.' }),
    kpi: t.field({
      type: KpiDefinitionRef,
      description: 'The KPI that was looked at.',
      resolve: ({ kpi }) => definitionOf(kpi),
    }),
    scope: t.field({
      type: [KpiEventScopeRef],
      description: 'The instance of the rule: which channel, owner …; empty for the whole funnel.',
      resolve: (event) => {
        const part = readInstance(event.instance);
        return part ? [{ ...part, event }] : [];
      },
    }),
    value: t.exposeFloat('value', {
      nullable: true,
      description:
        'What was held against the threshold: the KPI’s value, or its change where the rule compares windows; null: there was none.',
    }),
    kpiValue: t.exposeFloat('kpiValue', {
      nullable: true,
      description: 'The KPI’s value itself, as KpiValue.value; null: no data.',
    }),
    threshold: t.exposeFloat('threshold', { description: 'What it was held against, in the unit of `value`.' }),
    window: t.field({
      type: WindowRef,
      description: 'The window that was looked at.',
      resolve: ({ windowFrom, windowTo, timeZone, occurredAt }) => ({
        from: windowFrom,
        to: windowTo,
        timeZone,
        asOf: occurredAt,
      }),
    }),
    sampleSize: t.exposeInt('sampleSize', { description: 'How many facts the value stood on.' }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'The moment that was looked at.' }),
    silenced: t.exposeBoolean('silenced', {
      description: 'Whether a silence or a mute window held then: in the log all the same.',
    }),
    revises: t.field({
      type: ref,
      nullable: true,
      description: 'Of REVISED: the event that it takes back; else null.',
      resolve: (event, _, context) => eventOf(event, ({ revises }) => revises, context),
    }),
    reason: t.expose('reason', {
      type: KpiEventReasonRef,
      nullable: true,
      description: 'Of REVISED: why the other event was taken back; else null.',
    }),
    isRevised: t.exposeBoolean('revised', { description: 'Whether it had been taken back when it was read.' }),
    revisedBy: t.field({
      type: ref,
      nullable: true,
      description: 'The event that takes this one back; null where none does.',
      resolve: (event, _, context) => eventOf(event, ({ id, revised }) => (revised ? revisionId(id) : null), context),
    }),
  }),
});
