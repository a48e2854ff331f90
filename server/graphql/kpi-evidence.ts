import type { Interval, LeftOutReason, Window } from '../kpi/types.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { LeftOutReason as LeftOutReasonRef } from './enums.ts';
import type { Money } from './money.ts';
import { ofData } from './of-data.ts';

/** The small types that come with every number. */

export const WindowRef = builder.objectRef<Window>('Window').implement({
  description: 'The window that an answer is about, with nothing left open.',
  extensions: ofData,
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'Its first day.' }),
    to: t.expose('to', { type: 'Date', description: 'The day after its last one.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA name of the zone in which its days are cut.' }),
    asOf: t.expose('asOf', { type: 'DateTime', description: 'Events later than this are hidden.' }),
  }),
});

export const IntervalRef = builder.objectRef<Interval>('Interval').implement({
  description: 'A confidence interval: Wilson’s for a share, Student’s t for a mean.',
  extensions: ofData,
  fields: (t) => ({
    low: t.exposeFloat('low', { description: 'Its lower bound.' }),
    high: t.exposeFloat('high', { description: 'Its upper bound.' }),
    level: t.exposeFloat('level', { description: 'How sure it is: 0.95.' }),
  }),
});

export const LeftOutRef = builder.objectRef<{ reason: LeftOutReason; count: number }>('LeftOut').implement({
  description: 'How many facts were left out or set apart, for one reason.',
  extensions: ofData,
  fields: (t) => ({
    reason: t.expose('reason', { type: LeftOutReasonRef, description: 'Why.' }),
    count: t.exposeInt('count', { description: 'How many facts.' }),
  }),
});

/** An exact amount in the workspace's currency; null stays null. */
export function inCurrency(amount: string, context: Context): Money;
export function inCurrency(amount: string | null, context: Context): Money | null;
export function inCurrency(amount: string | null, { workspace }: Context): Money | null {
  return amount === null ? null : { amount, currency: workspace.currency };
}
