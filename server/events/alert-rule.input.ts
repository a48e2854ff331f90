import type { InputObjectRef } from '@pothos/core';
import { builder } from '../graphql/builder.ts';
import { KpiBasis, KpiDimension, TimeUnit } from '../graphql/enums.ts';
import { KpiFilterInput } from '../graphql/kpi-scope.ts';
import type { AlertRuleInput as CheckableRule } from './rule/check-rule.ts';

/** The words in which a rule is said. */

export const AlertDirection = builder.enumType('AlertDirection', {
  description: 'On which side of its threshold a number is bad.',
  values: { ABOVE: { description: 'Above it.' }, BELOW: { description: 'Below it.' } } as const,
});

export const AlertCompare = builder.enumType('AlertCompare', {
  description: 'Which number is held against the threshold.',
  values: {
    VALUE: { description: 'The KPI’s value, in its own unit: 0.25 for 25 %, seconds for durations.' },
    CHANGE: { description: 'The value less that of the window compared with, in the KPI’s unit.' },
    RELATIVE_CHANGE: {
      description: 'That change over the size of the earlier value: −0.2 is a fifth less. None where that was 0.',
    },
  } as const,
});

export const AlertAgainst = builder.enumType('AlertAgainst', {
  description: 'The window that a change is measured from.',
  values: {
    PREVIOUS: { description: 'The window just before, seen as early in its life.' },
    YEAR_AGO: { description: 'The same dates a year ago, seen as early.' },
  } as const,
});

export const AlertSeverity = builder.enumType('AlertSeverity', {
  description: 'How much it matters to those who are told.',
  values: {
    INFO: { description: 'Good to know.' },
    WARNING: { description: 'Somebody should look.' },
    CRITICAL: { description: 'Somebody must look now.' },
  } as const,
});

export const NoDataPolicy = builder.enumType('AlertNoDataPolicy', {
  description: 'What it means that there is no value.',
  values: {
    KEEP: { description: 'Nothing: the state stays.' },
    NOTIFY: { description: 'The state stays, and NO_DATA is sent once.' },
    CLEAR: { description: 'All is well.' },
    BREACH: { description: 'As if the threshold were crossed.' },
  } as const,
});

export const ThinDataPolicy = builder.enumType('AlertThinDataPolicy', {
  description: 'What a value means that says too little.',
  values: { KEEP: { description: 'Nothing: the state stays.' }, CLEAR: { description: 'All is well.' } } as const,
});

const AlertRollingInput = builder.inputType('AlertRollingWindowInput', {
  description: 'The current unit up to now, and the count − 1 before it.',
  fields: (t) => ({
    unit: t.field({ type: TimeUnit, required: true, description: 'What is counted.' }),
    count: t.int({ required: true, description: 'How many, the current one included; at most four years.' }),
  }),
});

const AlertWindowInput = builder.inputType('AlertWindowInput', {
  description: 'The span of time that a rule looks at. Exactly one of its fields.',
  isOneOf: true,
  fields: (t) => ({
    rolling: t.field({ type: AlertRollingInput, description: 'It moves with the clock: { unit: DAY, count: 30 }.' }),
    calendar: t.field({
      type: TimeUnit,
      description:
        'The current month, week …: when the next one begins, WINDOW_TURNED ends what was under way, and states begin anew.',
    }),
  }),
});

const AlertEachInput = builder.inputType('AlertEachInput', {
  description: 'Looks at each channel, owner, team or stage by itself, with a state and events of its own.',
  fields: (t) => ({
    dimension: t.field({ type: KpiDimension, required: true, description: 'CHANNEL, OWNER, TEAM or STAGE.' }),
    keys: t.stringList({
      required: { list: false, items: false },
      description: 'Only these, 1 to 1000; null among them means facts without one. Absent: all there are, up to 1000.',
    }),
  }),
});

const AlertConditionInput = builder.inputType('AlertConditionInput', {
  description: 'When it fires, and when it is over.',
  fields: (t) => ({
    compare: t.field({ type: AlertCompare, description: 'Absent: VALUE.' }),
    against: t.field({ type: AlertAgainst, description: 'Of changes; absent: PREVIOUS.' }),
    direction: t.field({ type: AlertDirection, required: true, description: 'Which side is bad.' }),
    fireAt: t.float({ required: true, description: 'Fires beyond it.' }),
    clearAt: t.float({
      description:
        'Is over at it or better; absent: fireAt. Between the two nothing changes, so that a number on the edge does not flap.',
    }),
    certain: t.boolean({
      description:
        'Fires only when the whole 95 % interval lies beyond fireAt. Only of a VALUE that has one (INTERVAL_NOT_AVAILABLE).',
    }),
  }),
});

const AlertGuardInput = builder.inputType('AlertGuardInput', {
  description: 'A second condition, without which the first one does not count: effort up, and outcome flat.',
  fields: (t) => ({
    kpi: t.string({ required: true, description: 'The KPI’s key.' }),
    compare: t.field({ type: AlertCompare, description: 'Absent: VALUE.' }),
    against: t.field({ type: AlertAgainst, description: 'Of changes; absent: PREVIOUS.' }),
    direction: t.field({ type: AlertDirection, required: true, description: 'On which side it holds.' }),
    threshold: t.float({ required: true, description: 'Holds beyond it. Without a value it does not hold.' }),
  }),
});

const MuteWindowInput = builder.inputType('AlertMuteWindowInput', {
  description: 'A span of wall clock in the workspace’s zone in which events are logged as silenced.',
  fields: (t) => ({
    days: t.intList({ required: true, description: 'Days of the week on which it begins; 1 is Monday.' }),
    from: t.string({ required: true, description: 'When it begins: 22:00.' }),
    to: t.string({ required: true, description: 'When it ends: 07:30; at or before `from`: on the next day.' }),
  }),
});

const ruleFields = (t: Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0]) => ({
  funnel: t.string({ description: 'The funnel’s key; absent: the default one.' }),
  name: t.string({ required: true, description: 'For people; 1 to 200 characters.' }),
  kpi: t.string({ required: true, description: 'The KPI’s key, such as new_leads.' }),
  severity: t.field({ type: AlertSeverity, description: 'Absent: WARNING.' }),
  window: t.field({ type: AlertWindowInput, required: true, description: 'The span of time.' }),
  filter: t.field({ type: KpiFilterInput, description: 'Only facts that match; absent: all.' }),
  basis: t.field({ type: KpiBasis, description: 'How conversions count; absent: COHORT.' }),
  withinDays: t.int({ description: 'Of cohorts: only ends within so many days, of members whose days have run out.' }),
  each: t.field({ type: AlertEachInput, description: 'Instances; absent: the whole funnel is the one.' }),
  condition: t.field({ type: AlertConditionInput, required: true, description: 'When it fires and is over.' }),
  guard: t.field({ type: AlertGuardInput, description: 'A second condition.' }),
  fireAfterSeconds: t.int({ description: 'How long a breach must last before it fires; absent: 0, at most a year.' }),
  recoverAfterSeconds: t.int({ description: 'How long it must be over before it is recovered; absent: 0.' }),
  minimumSample: t.int({ description: 'A value of fewer facts says too little; absent: 0.' }),
  noData: t.field({ type: NoDataPolicy, description: 'Absent: KEEP.' }),
  smallSample: t.field({ type: ThinDataPolicy, description: 'Below minimumSample; absent: KEEP.' }),
  immature: t.field({
    type: ThinDataPolicy,
    description: 'Where the time of all members has not run out; absent: KEEP.',
  }),
  muteWindows: t.field({ type: [MuteWindowInput], description: 'At most 50; absent: none.' }),
});

/** A rule as sent, with the key of its funnel. */
export type SentRule = CheckableRule & { funnel?: string | null };

type Input<Value> = InputObjectRef<
  typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never,
  Value
>;

export const AlertRuleInput = builder.inputType('AlertRuleInput', {
  description: 'A rule to try.',
  fields: (t) => ruleFields(t as never),
}) as unknown as Input<SentRule>;

export const DefineAlertRuleInput = builder.inputType('DefineAlertRuleInput', {
  description: 'A rule, whole.',
  fields: (t) => ({
    id: t.id({ description: 'The rule to change; absent: a new one.' }),
    enabled: t.boolean({ description: 'Whether it is looked at; absent: true.' }),
    ...ruleFields(t as never),
  }),
}) as unknown as Input<SentRule & { id?: string | null; enabled?: boolean | null }>;
