import fc from 'fast-check';
import type { Grain } from './calendar.ts';
import { dateOf, days, type Era, instantOf, moment } from './moments.ts';
import { type Dimension, datesOf, type Filter, type Question, type Window } from './question.ts';

export interface Asked {
  funnel: string;
  window: Window;
  question: Question;
  grain: Grain;
}

const values: Partial<Record<Dimension, (string | null)[]>> = {
  CHANNEL: ['ads', 'fair', 'web', null, 'nowhere'],
  OWNER: ['an', 'bo', 'cy', 'nobody'],
  TEAM: ['red', 'blue', 'none'],
  PRODUCT: ['crm', 'bi', 'none'],
  INDUSTRY: ['it', 'retail'],
  REGION: ['north', 'south'],
  COMPANY_SIZE: ['10', '50', '199', '200'],
  TAG: ['hot', 'big', 'new', 'old'],
};
const oneList = fc
  .constantFrom(...(Object.keys(values) as Dimension[]))
  .chain((dimension) =>
    fc
      .subarray(values[dimension]!, { minLength: dimension === 'CHANNEL' ? 0 : 1, maxLength: 2 })
      .map((wanted): Filter => ({ [dimension]: wanted })),
  );
const filter = fc.oneof(
  { weight: 3, arbitrary: oneList },
  { weight: 1, arbitrary: fc.tuple(oneList, oneList).map(([one, other]): Filter => ({ ...one, ...other })) },
);

const grain = fc.constantFrom<Grain>('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR');
/** Windows in days from the history's first: mostly short, within the days in which most happens. */
const window = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ from: fc.integer({ min: -2, max: 5 }), days: fc.integer({ min: 3, max: 14 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ from: -370, days: 420 }) },
  {
    weight: 2,
    arbitrary: fc.record({
      period: fc.constantFrom<Exclude<Grain, 'DAY'>>('WEEK', 'MONTH', 'QUARTER', 'YEAR'),
      day: fc.integer({ min: 0, max: 40 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ unit: grain, count: fc.integer({ min: 1, max: 3 }) }) },
);

const drawn = fc.record({
  funnel: fc.oneof({ weight: 5, arbitrary: fc.constant('sales') }, { weight: 1, arbitrary: fc.constant('partner') }),
  window,
  // null: the clock of whoever asks. Else on the grid of the events, so that it falls on some and beside others.
  asOf: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: moment }),
  basis: fc.constantFrom('COHORT' as const, 'PERIOD' as const),
  withinDays: fc.option(fc.oneof(days, fc.constant(0)), { freq: 2 }),
  grain,
});

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;
/** A question before it is known in which days its history plays. */
export type About = Drawn & { filter: Filter };

const withFilter = (filter: fc.Arbitrary<Filter>): fc.Arbitrary<About> =>
  fc.tuple(drawn, filter).map(([drawn, filter]) => ({ ...drawn, filter }));
export const question = withFilter(fc.constant({}));
export const filtered = withFilter(filter);

export function askedOf(about: About, era: Era, now: string): Asked {
  const asOf = about.asOf ? instantOf(era, about.asOf) : Date.parse(now);
  const window = windowOf(about.window, era);
  const { from, to } = datesOf(window, asOf, era.zone);
  const { funnel, basis, withinDays, filter, grain } = about;
  return { funnel, window, grain, question: { from, to, asOf, basis, withinDays, filter } };
}

function windowOf(drawn: typeof window extends fc.Arbitrary<infer Drawn> ? Drawn : never, era: Era): Window {
  if ('unit' in drawn) return { last: drawn };
  if ('period' in drawn) return { period: drawn.period, date: dateOf(era, drawn.day) };
  return { between: { from: dateOf(era, drawn.from), to: dateOf(era, drawn.from + drawn.days) } };
}
