import { Exact } from '../journeys/scored-lead.ts';
import {
  type AttributeKind,
  attributeKind,
  MOST_POINTS,
  numericTests,
  OWN_ATTRIBUTE,
  type ScoringCase,
  type ScoringRules,
  type ScoringTest,
  scoredFields,
  testsOf,
} from '../journeys/scoring-rules.ts';

const MOST_RULES = 100;
const MOST_CASES = 50;
const MOST_VALUES = 200;
const LONGEST_NAME = 200;
/** As long as a text of a lead may be. */
const LONGEST_VALUE = 1_000;
/** Of the rules as JSON. */
const MOST_CHARACTERS = 65_536;
const DECIMAL = /^-?\d{1,18}(\.\d{1,12})?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;
/** With the u flag pairs are one character, so only halves match: the database keeps none. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** As sent: what a test does not need may be absent or null. */
export interface RulesDefinition {
  base: string;
  rules: readonly { attribute: string; cases: readonly CaseDefinition[] }[];
}

export interface CaseDefinition {
  test: ScoringTest;
  values?: readonly string[] | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  points: string;
}

/** Where a fault is: rules and their cases count from 1. */
interface Place {
  rule?: number;
  attribute?: string;
  case?: number;
}

/** Rules that cannot be: why, and which rule and case are at fault. */
export class InvalidScoringModelError extends Error {
  readonly code: string;
  readonly place: Place;

  constructor(code: string, message: string, place: Place = {}) {
    super(message);
    this.name = 'InvalidScoringModelError';
    this.code = code;
    this.place = place;
  }
}

/** The rules as they are kept: decimals in one spelling, nothing but what each test needs. @throws InvalidScoringModelError */
export function checkScoringRules({ base, rules }: RulesDefinition): ScoringRules {
  if (rules.length === 0)
    throw new InvalidScoringModelError('TOO_FEW_RULES', 'Give at least one rule: without any no lead has a score.');
  if (rules.length > MOST_RULES)
    throw new InvalidScoringModelError('TOO_MANY_RULES', `${rules.length} rules; at most ${MOST_RULES} are taken.`);
  const seen = new Set<string>();
  const checked = {
    base: checkPoints(base, 'base', {}),
    rules: rules.map(({ attribute, cases }, index) => {
      const place = { rule: index + 1, attribute: attribute.slice(0, LONGEST_NAME) };
      const kind = checkAttribute(attribute, place);
      // A lead has many tags, so several rules may look at them, each for its own.
      if (seen.has(attribute) && kind !== 'list')
        throw new InvalidScoringModelError(
          'DUPLICATE_ATTRIBUTE',
          `Two rules look at ${attribute}; make them cases of one, the best first.`,
          place,
        );
      seen.add(attribute);
      return { attribute, cases: checkCases(cases, kind, place) };
    }),
  };
  if (JSON.stringify(checked).length > MOST_CHARACTERS)
    throw new InvalidScoringModelError('TOO_LARGE', `The rules are longer than ${MOST_CHARACTERS} characters of JSON.`);
  return checked;
}

function checkAttribute(attribute: string, place: Place): AttributeKind {
  const kind = attributeKind(attribute);
  const name = attribute.slice(OWN_ATTRIBUTE.length);
  const isNamed = name !== '' && name.length <= LONGEST_NAME && isStorable(name);
  if (!kind || (kind === 'open' && !isNamed))
    throw new InvalidScoringModelError(
      'UNKNOWN_ATTRIBUTE',
      `A lead has no such attribute; there is ${Object.keys(scoredFields).join(', ')}, and ${OWN_ATTRIBUTE}NAME (1 to ${LONGEST_NAME} characters) for your own.`,
      place,
    );
  return kind;
}

function checkCases(cases: readonly CaseDefinition[], kind: AttributeKind, place: Place): ScoringCase[] {
  if (cases.length === 0)
    throw new InvalidScoringModelError('TOO_FEW_CASES', 'A rule has at least one case: a test and its points.', place);
  if (cases.length > MOST_CASES)
    throw new InvalidScoringModelError('TOO_MANY_CASES', `A rule has at most ${MOST_CASES} cases.`, place);
  const checked: ScoringCase[] = [];
  for (const [index, each] of cases.entries()) {
    const here = { ...place, case: index + 1 };
    const one = checkCase(each, kind, here);
    const before = checked.findIndex((earlier) => covers(earlier, one));
    if (before >= 0)
      throw new InvalidScoringModelError(
        'UNREACHABLE_CASE',
        `Whenever this case holds, case ${before + 1} before it does, and the first that holds counts; put the narrower one first.`,
        here,
      );
    checked.push(one);
  }
  return checked;
}

/** What each test needs beside its points; everything else must be absent. */
const needs: Readonly<Record<ScoringTest, readonly ('values' | 'from' | 'to')[]>> = {
  GIVEN: [],
  ONE_OF: ['values'],
  CONTAINS: ['values'],
  AT_LEAST: ['from'],
  AT_MOST: ['to'],
  BETWEEN: ['from', 'to'],
  LINEAR: [],
};

function checkCase(given: CaseDefinition, kind: AttributeKind, place: Place): ScoringCase {
  const { test } = given;
  if (!testsOf[kind].includes(test))
    throw new InvalidScoringModelError(
      'INVALID_TEST',
      `${test} makes no sense of ${place.attribute}; take ${testsOf[kind].join(', ')}.`,
      place,
    );
  for (const field of ['values', 'from', 'to'] as const) {
    const isGiven = given[field] !== undefined && given[field] !== null;
    if (isGiven !== needs[test].includes(field))
      throw new InvalidScoringModelError(
        'INVALID_TEST',
        isGiven ? `${test} takes no ${field}; leave it out.` : `${test} needs ${field}.`,
        place,
      );
  }
  const from = typeof given.from === 'string' ? checkNumber(given.from, 'from', place) : undefined;
  const to = typeof given.to === 'string' ? checkNumber(given.to, 'to', place) : undefined;
  if (from !== undefined && to !== undefined && new Exact(from).gt(to))
    throw new InvalidScoringModelError('INVALID_BOUNDS', `from is ${from}, above to, ${to}; swap them.`, place);
  return {
    test,
    ...(given.values && { values: checkValues(given.values, place) }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    points: checkPoints(given.points, 'points', place),
  };
}

function checkValues(values: readonly string[], place: Place): string[] {
  const fits =
    values.length > 0 &&
    values.length <= MOST_VALUES &&
    values.every((value) => value !== '' && value.length <= LONGEST_VALUE && isStorable(value));
  if (!fits)
    throw new InvalidScoringModelError(
      'INVALID_VALUES',
      `Give 1 to ${MOST_VALUES} values of 1 to ${LONGEST_VALUE} characters, none of them control characters.`,
      place,
    );
  return [...new Set(values)];
}

function checkNumber(text: string, name: string, place: Place): string {
  if (!DECIMAL.test(text))
    throw new InvalidScoringModelError('INVALID_BOUNDS', `${name} is no decimal number; write it as "200".`, place);
  return plain(text);
}

function checkPoints(text: string, name: string, place: Place): string {
  const points = DECIMAL.test(text) ? new Exact(text) : undefined;
  if (!points || points.abs().gt(MOST_POINTS) || points.decimalPlaces() > 6)
    throw new InvalidScoringModelError(
      'INVALID_POINTS',
      `${name} must be a number from −${MOST_POINTS} to ${MOST_POINTS} with at most six decimals.`,
      place,
    );
  return plain(text);
}

function plain(text: string): string {
  const number = new Exact(text);
  return number.isZero() ? '0' : number.toFixed();
}

function isStorable(text: string): boolean {
  return !CONTROL.test(text) && !LONE_SURROGATE.test(text);
}

/** Whether an earlier case holds wherever a later one does. */
function covers(earlier: ScoringCase, later: ScoringCase): boolean {
  if (earlier.test === 'GIVEN') return true;
  if (numericTests.includes(earlier.test) && numericTests.includes(later.test)) {
    const fromFits =
      earlier.from === undefined || (later.from !== undefined && new Exact(later.from).gte(earlier.from));
    const toFits = earlier.to === undefined || (later.to !== undefined && new Exact(later.to).lte(earlier.to));
    return fromFits && toFits;
  }
  return (
    earlier.test === later.test &&
    earlier.values !== undefined &&
    (later.values ?? []).every((value) => earlier.values!.includes(value))
  );
}
