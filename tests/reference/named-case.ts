import { datesOf, type Question, type Window } from './question.ts';
import type { Asked } from './questions.ts';
import type { Script } from './script.ts';

/** A history worth keeping, with what is asked of it. */
export interface NamedCase {
  /** What once went wrong, or easily could. */
  name: string;
  script: Script;
  asked: Asked[];
}

/** A question with everything that is usual left out: the default funnel, cohorts, no filter, seen from the script's end. */
export function asking(
  { zone, now }: Script,
  window: Window,
  {
    funnel = 'sales',
    grain = 'MONTH',
    asOf = now,
    ...rest
  }: Partial<Omit<Asked, 'asOf'> & Omit<Question, 'asOf'>> & { asOf?: string } = {},
): Asked {
  const hidden = Date.parse(asOf);
  return {
    funnel,
    window,
    grain,
    question: {
      ...datesOf(window, hidden, zone),
      asOf: hidden,
      basis: rest.basis ?? 'COHORT',
      withinDays: rest.withinDays ?? null,
      filter: rest.filter ?? {},
    },
  };
}
