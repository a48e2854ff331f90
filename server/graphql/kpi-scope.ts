import type { InputObjectRef } from '@pothos/core';
import type { ScopeInput } from '../kpi/types.ts';
import { builder } from './builder.ts';
import { KpiBasis, TimeUnit } from './enums.ts';

export const DateRangeInput = builder.inputType('DateRangeInput', {
  description: 'Calendar dates in the workspace’s time zone, half-open: `to` is not included.',
  fields: (t) => ({
    from: t.field({ type: 'Date', required: true, description: 'The first day.' }),
    to: t.field({ type: 'Date', required: true, description: 'The day after the last one.' }),
  }),
});

const RelativeWindowInput = builder.inputType('RelativeWindowInput', {
  description: 'The current unit up to and including the day of asOf, and the whole units before it.',
  fields: (t) => ({
    unit: t.field({ type: TimeUnit, required: true, description: 'What is counted.' }),
    count: t.int({ required: true, description: 'How many units, the current one included; 1 to 10000.' }),
  }),
});

const WindowInput = builder.inputType('WindowInput', {
  description: 'The span of time that a question is about. Exactly one of its fields.',
  isOneOf: true,
  fields: (t) => ({
    between: t.field({ type: DateRangeInput, description: 'From one day to before another.' }),
    period: t.string({ description: 'A calendar period: "2026", "2026-Q3", "2026-11", "2026-W47".' }),
    last: t.field({
      type: RelativeWindowInput,
      description: 'The current unit and the count − 1 before it: { unit: DAY, count: 30 }. It moves with the clock.',
    }),
  }),
});

export const KpiFilterInput = builder.inputType('KpiFilterInput', {
  description:
    'Lists of keys. A list means any of, absent or empty means all; all lists must hold. A key that nothing bears matches nothing. A list that a KPI does not bear is refused (DIMENSION_NOT_AVAILABLE).',
  fields: (t) => ({
    channels: t.stringList({
      required: { list: false, items: false },
      description: 'Keys of channels; null among them means facts without a channel.',
    }),
    owners: t.stringList({ description: 'Keys of owners.' }),
    teams: t.stringList({ description: 'Names of teams.' }),
    products: t.stringList({ description: 'Keys of products.' }),
    industries: t.stringList({ description: 'Industries, as the leads have them.' }),
    regions: t.stringList({ description: 'Regions, as the leads have them.' }),
    companySizes: t.stringList({ description: 'Numbers of employees, as text.' }),
    tags: t.stringList({ description: 'Tags: leads with any of them.' }),
  }),
});

const ref = builder.inputType('KpiScopeInput', {
  description: 'What a KPI question is about: when, of whom, counted how.',
  fields: (t) => ({
    window: t.field({ type: WindowInput, required: true, description: 'The span of time.' }),
    filter: t.field({ type: KpiFilterInput, description: 'Only facts that match; absent: all.' }),
    basis: t.field({
      type: KpiBasis,
      description: 'How conversions count; absent: COHORT. PERIOD is refused by KPIs that know no period.',
    }),
    withinDays: t.int({
      description:
        'For conversions of a COHORT: only ends at most this many × 86,400 s after the start. Members whose days have not run out by asOf leave both sides and are counted as IMMATURE.',
    }),
    asOf: t.field({
      type: 'DateTime',
      description:
        'Hides every event later than it, inclusive; absent: now, or a moment at most a second before, while nothing changed since, that questions share; `window.asOf` of the answer says which. Not in the future (INVALID_AS_OF).',
    }),
  }),
});

/** The input as the engine reads it: only Pothos' guess of nulls inside lists is wider. */
export const KpiScopeInput = ref as unknown as InputObjectRef<
  typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never,
  ScopeInput
>;
