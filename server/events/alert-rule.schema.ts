import DataLoader from 'dataloader';
import { funnelsOf } from '../funnel/funnel.loaders.ts';
import { FunnelRef } from '../funnel/funnel.schema.ts';
import { builder } from '../graphql/builder.ts';
import { perContext } from '../graphql/context.ts';
import { KpiBasis, KpiDimension, TimeUnit } from '../graphql/enums.ts';
import { definitionOf, KpiDefinitionRef } from '../graphql/kpi-definition.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';
import {
  AlertAgainst,
  AlertCompare,
  AlertDirection,
  AlertSeverity,
  NoDataPolicy,
  ThinDataPolicy,
} from './alert-rule.input.ts';
import { readStates } from './evaluation/states.ts';
import { readInstance } from './rule/instance.ts';
import { rulesById, standingRules } from './rule/read-rules.ts';
import type { AlertRule, Condition, Guard, RuleDefinition } from './rule/rule.ts';
import type { InstanceState } from './state-machine.ts';

/** Rules by internal id, many in one statement; null for those of nobody, or of another workspace. */
export const ruleLoader = perContext(
  ({ database, workspace }) =>
    new DataLoader<string, AlertRule | null>(async (ids) => {
      const rules = new Map((await rulesById(database, workspace.id, ids)).map((rule) => [rule.id, rule]));
      return ids.map((id) => rules.get(id) ?? null);
    }),
);

const statesLoader = perContext(
  ({ database, workspace }) =>
    new DataLoader<string, Map<string, InstanceState>>(async (ids) => {
      const states = await readStates(database, workspace.id, ids);
      return ids.map((id) => states.get(id)!);
    }),
);

const AlertPhase = builder.enumType('AlertPhase', {
  description: 'Where an instance of a rule stands.',
  values: {
    NORMAL: { description: 'Nothing is wrong.' },
    PENDING: { description: 'Beyond the threshold, but not yet for long enough.' },
    FIRING: { description: 'BREACHED was sent, and it goes on.' },
    RECOVERING: { description: 'Well again, but not yet for long enough.' },
  } as const,
});

const ConditionRef = builder.objectRef<Condition>('AlertCondition').implement({
  description: 'When a rule fires, and when it is over.',
  fields: (t) => ({
    compare: t.expose('compare', { type: AlertCompare, description: 'Which number is looked at.' }),
    against: t.expose('against', {
      type: AlertAgainst,
      nullable: true,
      description: 'Of changes: from where; null of a VALUE.',
    }),
    direction: t.expose('direction', { type: AlertDirection, description: 'Which side is bad.' }),
    fireAt: t.exposeFloat('fireAt', { description: 'Fires beyond it.' }),
    clearAt: t.exposeFloat('clearAt', { description: 'Is over at it or better.' }),
    certain: t.exposeBoolean('certain', { description: 'Fires only when the whole 95 % interval lies beyond fireAt.' }),
  }),
});

const GuardRef = builder.objectRef<Guard>('AlertGuard').implement({
  description: 'A second condition, without which the first one does not count.',
  fields: (t) => ({
    kpi: t.field({
      type: KpiDefinitionRef,
      description: 'The KPI that it looks at.',
      resolve: ({ kpi }) => definitionOf(kpi),
    }),
    compare: t.expose('compare', { type: AlertCompare, description: 'Which number is looked at.' }),
    against: t.expose('against', {
      type: AlertAgainst,
      nullable: true,
      description: 'Of changes: from where; null of a VALUE.',
    }),
    direction: t.expose('direction', { type: AlertDirection, description: 'On which side it holds.' }),
    threshold: t.exposeFloat('threshold', { description: 'Holds beyond it.' }),
  }),
});

const WindowRef = builder.objectRef<RuleDefinition['window']>('AlertWindow').implement({
  description: 'The span of time that a rule looks at.',
  fields: (t) => ({
    unit: t.field({
      type: TimeUnit,
      description: 'Rolling: what is counted. Calendar: the unit itself.',
      resolve: (window) => ('rolling' in window ? window.rolling.unit : window.calendar),
    }),
    count: t.int({
      nullable: true,
      description: 'Rolling: how many, the current one included. null: a calendar unit, which turns.',
      resolve: (window) => ('rolling' in window ? window.rolling.count : null),
    }),
  }),
});

const FaultRef = builder.objectRef<{ code: string; message: string }>('AlertRuleFault').implement({
  description: 'What keeps a rule from seeing all that it should.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description: 'Stable: TOO_MANY_INSTANCES, EVALUATION_FAILED, or that of a KPI question.',
    }),
    message: t.exposeString('message', { description: 'Says what to do.' }),
  }),
});

const InstanceRef = builder.objectRef<InstanceState & { instance: string }>('AlertInstance').implement({
  description: 'One instance of a rule, of those that have ever left NORMAL.',
  fields: (t) => ({
    dimension: t.field({
      type: KpiDimension,
      nullable: true,
      description: 'What it is one of; null: the whole funnel.',
      resolve: ({ instance }) => readInstance(instance)?.dimension ?? null,
    }),
    key: t.string({
      nullable: true,
      description: 'Its key; null: facts that do not bear the dimension, or the whole funnel.',
      resolve: ({ instance }) => readInstance(instance)?.key ?? null,
    }),
    phase: t.expose('phase', { type: AlertPhase, description: 'Where it stands.' }),
    since: t.expose('since', { type: 'DateTime', description: 'Since when.' }),
  }),
});

const ref = builder.objectRef<AlertRule>('AlertRule');

export const AlertRuleRef = builder.node(ref, {
  description: 'A KPI, where to look at it, and the threshold that is told of when it is crossed.',
  id: { description: 'Stable id.', resolve: ({ id }) => id },
  isTypeOf: undefined,
  loadWithoutCache: (id, context) => ruleLoader(context).load(id),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name for people.' }),
    kpi: t.field({
      type: KpiDefinitionRef,
      description: 'The KPI that it looks at.',
      resolve: ({ kpi }) => definitionOf(kpi),
    }),
    funnel: t.field({
      type: FunnelRef,
      description: 'The funnel in which it looks.',
      resolve: async ({ funnelId }, _, context) => (await funnelsOf(context)).find(({ id }) => id === funnelId)!,
    }),
    severity: t.expose('severity', { type: AlertSeverity, description: 'How much it matters.' }),
    version: t.exposeInt('version', {
      description: 'Grows with each change of what it looks at; states begin anew with it.',
    }),
    enabled: t.exposeBoolean('enabled', { description: 'Whether it is looked at.' }),
    isRemoved: t.boolean({
      description: 'It was taken away; its events stay.',
      resolve: ({ deletedAt }) => deletedAt !== null,
    }),
    template: t.exposeString('template', {
      nullable: true,
      description: 'Key of the template that it was made from; null: none.',
    }),
    window: t.field({
      type: WindowRef,
      description: 'The span of time.',
      resolve: ({ definition }) => definition.window,
    }),
    basis: t.field({
      type: KpiBasis,
      nullable: true,
      description: 'As said; null: COHORT where the KPI takes one.',
      resolve: ({ definition }) => definition.basis,
    }),
    isFiltered: t.boolean({
      description: 'Whether it looks only at facts that match a filter.',
      resolve: ({ definition }) => definition.filter !== null,
    }),
    each: t.field({
      type: KpiDimension,
      nullable: true,
      description: 'What its instances are; null: the whole funnel.',
      resolve: ({ definition }) => definition.each?.dimension ?? null,
    }),
    condition: t.field({
      type: ConditionRef,
      description: 'When it fires and is over.',
      resolve: ({ definition }) => definition.condition,
    }),
    guard: t.field({
      type: GuardRef,
      nullable: true,
      description: 'A second condition; null: none.',
      resolve: ({ definition }) => definition.guard,
    }),
    fireAfterSeconds: t.int({
      description: 'How long a breach must last.',
      resolve: ({ definition }) => definition.fireAfterSeconds,
    }),
    recoverAfterSeconds: t.int({
      description: 'How long it must be over.',
      resolve: ({ definition }) => definition.recoverAfterSeconds,
    }),
    minimumSample: t.int({
      description: 'A value of fewer facts says too little.',
      resolve: ({ definition }) => definition.minimumSample,
    }),
    noData: t.field({
      type: NoDataPolicy,
      description: 'What missing values mean.',
      resolve: ({ definition }) => definition.policies.noData,
    }),
    smallSample: t.field({
      type: ThinDataPolicy,
      description: 'What thin values mean.',
      resolve: ({ definition }) => definition.policies.smallSample,
    }),
    immature: t.field({
      type: ThinDataPolicy,
      description: 'What immature values mean.',
      resolve: ({ definition }) => definition.policies.immature,
    }),
    fault: t.field({
      type: FaultRef,
      nullable: true,
      description: 'What keeps it from seeing all; null: nothing.',
      resolve: ({ fault }) => fault,
    }),
    instances: t.field({
      type: [InstanceRef],
      description: 'Instances that have ever left NORMAL, by key.',
      resolve: async ({ id }, _, context) =>
        [...(await statesLoader(context).load(id))]
          .map(([instance, state]) => ({ ...state, instance }))
          .sort((a, b) => (a.instance < b.instance ? -1 : 1)),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last written.' }),
  }),
});

builder.objectField(WorkspaceRef, 'alertRules', (t) =>
  t.field({
    type: [AlertRuleRef],
    description: 'Its rules, oldest first; at most 1000.',
    resolve: ({ id }, _, { database }) => standingRules(database, id),
  }),
);
