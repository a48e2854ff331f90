import type { Point, Slice } from '../kpi/types.ts';
import { builder } from './builder.ts';
import { KpiStatus } from './enums.ts';
import { IntervalRef, inCurrency, LeftOutRef } from './kpi-evidence.ts';
import { MoneyRef } from './money.ts';
import { ofData } from './of-data.ts';

/** What a KPI falls into: points of time, slices of a dimension. */

export const KpiPointRef = builder.objectRef<Point>('KpiPoint').implement({
  description: 'A KPI in one bucket of a series. Buckets are clipped to the window.',
  extensions: ofData,
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'The bucket’s first day.' }),
    to: t.expose('to', { type: 'Date', description: 'The day after its last one.' }),
    value: t.exposeFloat('value', { nullable: true, description: 'As KpiValue.value; null: no data.' }),
    money: t.field({
      type: MoneyRef,
      nullable: true,
      description: 'The value exactly, for KPIs in money; else null.',
      resolve: ({ money }, _, context) => inCurrency(money, context),
    }),
    numerator: t.exposeFloat('numerator', { nullable: true, description: 'Of a ratio; else null.' }),
    denominator: t.exposeFloat('denominator', { nullable: true, description: 'Of a ratio; else null.' }),
    sampleSize: t.exposeInt('sampleSize', { description: 'As KpiValue.sampleSize, of this bucket.' }),
    interval: t.field({
      type: IntervalRef,
      nullable: true,
      description: 'As KpiValue.interval, of this bucket; null where the dictionary gives none, and without data.',
      resolve: ({ interval }) => interval,
    }),
    leftOut: t.field({
      type: [LeftOutRef],
      description: 'As KpiValue.leftOut, of this bucket: IMMATURE counts those whose time has not run out.',
      resolve: ({ leftOut }) => leftOut,
    }),
    status: t.expose('status', { type: KpiStatus, description: 'Whether the value stands.' }),
  }),
});

export const KpiSliceRef = builder.objectRef<Slice>('KpiSlice').implement({
  description: 'A KPI of one key of a dimension.',
  extensions: ofData,
  fields: (t) => ({
    key: t.exposeString('key', {
      nullable: true,
      description: 'The channel’s, owner’s … key; null: facts that do not bear the dimension, or the rest.',
    }),
    label: t.exposeString('label', { description: 'The key’s name for people.' }),
    isRest: t.exposeBoolean('isRest', { description: 'Whether this is all slices beyond the first ones, as one.' }),
    value: t.exposeFloat('value', { nullable: true, description: 'As KpiValue.value; null: no data.' }),
    money: t.field({
      type: MoneyRef,
      nullable: true,
      description: 'The value exactly, for KPIs in money; else null.',
      resolve: ({ money }, _, context) => inCurrency(money, context),
    }),
    numerator: t.exposeFloat('numerator', { nullable: true, description: 'Of a ratio; else null.' }),
    denominator: t.exposeFloat('denominator', { nullable: true, description: 'Of a ratio; else null.' }),
    sampleSize: t.exposeInt('sampleSize', { description: 'As KpiValue.sampleSize, of this slice.' }),
    interval: t.field({
      type: IntervalRef,
      nullable: true,
      description: '95 % interval, where the dictionary gives one; else null.',
      resolve: ({ interval }) => interval,
    }),
    median: t.exposeFloat('median', { nullable: true, description: 'Of a duration, in seconds; else null.' }),
    p90: t.exposeFloat('p90', { nullable: true, description: '90th percentile of a duration, in seconds; else null.' }),
    status: t.expose('status', { type: KpiStatus, description: 'Whether the value stands.' }),
  }),
});
