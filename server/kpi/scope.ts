import type { DateRange } from './calendar.ts';
import { dayCount, dayOf, daysBefore, EARLIEST_YEAR, firstInstant, resolveWindow } from './calendar.ts';
import { type Basis, type FilterInput, KpiQuestionError, type ScopeInput, type Window } from './types.ts';

/** A scope with nothing left open. */
export interface Scope {
  dates: DateRange;
  timeZone: string;
  /** The first instant of the window, and the first one after it. */
  from: Date;
  to: Date;
  /** Hides every event later than it. */
  asOf: Date;
  filter: Filter;
  /** Holds beside the filter, whatever is asked: also where a measure looks across a dimension. Empty: nothing is locked. */
  locked: Filter;
  basis: Basis;
  withinDays: number | null;
  /** What answers say of it. */
  window: Window;
  /** Equal for scopes that ask of the same facts: all but the basis. */
  key: string;
}

/** Only the lists that say something: an absent list means all, an empty one that nothing matches. */
export type Filter = {
  readonly [Key in keyof FilterInput]?: readonly (Key extends 'channels' ? string | null : string)[];
};

const MOST_FILTER_VALUES = 10_000;
const MOST_WITHIN_DAYS = 36_500;

export interface Scopes {
  scope: Scope;
  /** Of the window before; the same one each time. */
  previous: () => Scope;
}

export interface ScopeLimits {
  /** The latest possible `asOf`. */
  now: Date;
  /** The `asOf` of a question that says none; absent: now. */
  moment?: Date | undefined;
  /** See Scope. */
  locked?: Filter | undefined;
}

/** @throws KpiQuestionError */
export function resolveScope(
  input: ScopeInput,
  timeZone: string,
  { now, moment = now, locked = {} }: ScopeLimits,
): Scopes {
  const asOf = input.asOf ?? moment;
  if (asOf > now)
    throw new KpiQuestionError(
      'INVALID_AS_OF',
      `asOf lies in the future; the latest possible is now, ${now.toISOString()}.`,
    );
  if (asOf.getUTCFullYear() < EARLIEST_YEAR)
    throw new KpiQuestionError('INVALID_AS_OF', `asOf lies before ${EARLIEST_YEAR}; nothing is known from then.`);
  const window = resolveWindow(input.window, () => dayOf(asOf, timeZone));
  const filter = readFilter(input.filter);
  const basis = input.basis ?? 'COHORT';
  const withinDays = readWithinDays(input);
  const scopeAt = (dates: DateRange, asOf: Date): Scope => {
    const from = firstInstant(dates.from, timeZone);
    const to = firstInstant(dates.to, timeZone);
    return {
      dates: { from: dates.from, to: dates.to },
      timeZone,
      from,
      to,
      asOf,
      filter,
      locked,
      basis,
      withinDays,
      window: { from: dates.from.toString(), to: dates.to.toString(), timeZone, asOf },
      key: JSON.stringify([from.getTime(), to.getTime(), asOf.getTime(), filter, locked, withinDays]),
    };
  };
  return {
    scope: scopeAt(window, asOf),
    // Moved back by the window's length, so that both windows had equal time to mature.
    previous: once(() => scopeAt(window.previous(), daysBefore(asOf, dayCount(window), timeZone))),
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const noFilter: Filter = {};

function readFilter(input: FilterInput | null | undefined): Filter {
  if (!input) return noFilter;
  const said = Object.entries(input).filter(([, values]) => values && values.length > 0) as [
    keyof FilterInput,
    (string | null)[],
  ][];
  for (const [name, values] of said)
    if (values.length > MOST_FILTER_VALUES)
      throw new KpiQuestionError(
        'INVALID_FILTER',
        `filter.${name} has ${values.length} values; at most ${MOST_FILTER_VALUES} are allowed.`,
      );
  // Sorted, so that equal filters are equal questions. A NUL is in no key, and the database takes none.
  return Object.fromEntries(
    said.map(([name, values]) => [
      name,
      [...new Set(values)].map((value) => value?.replaceAll('\0', '\uFFFD') ?? null).sort(),
    ]),
  );
}

function readWithinDays({ withinDays, basis }: ScopeInput): number | null {
  if (withinDays === null || withinDays === undefined) return null;
  if (!Number.isInteger(withinDays) || withinDays < 0 || withinDays > MOST_WITHIN_DAYS)
    throw new KpiQuestionError(
      'INVALID_WITHIN_DAYS',
      `withinDays is ${withinDays}; give a whole number from 0 to ${MOST_WITHIN_DAYS}.`,
    );
  if (basis === 'PERIOD')
    throw new KpiQuestionError(
      'WITHIN_DAYS_NOT_AVAILABLE',
      'withinDays follows a cohort; ask with basis COHORT or leave withinDays out.',
    );
  return withinDays;
}
