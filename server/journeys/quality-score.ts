import type { Decimal } from 'decimal.js';
import { attributeOf, Exact, listOf, numberOf, type ScoredLead, textOf } from './scored-lead.ts';
import { MOST_POINTS, numericTests, type ScoringCase, type ScoringRules } from './scoring-rules.ts';

/**
 * 线索质量评分, 0 to 100: base points and those of each rule, summed and cut. Without any of the attributes that the rules look at there is
 * no score: such a lead is never qualified. Points are whole millionths throughout, so that sums are exact and a comparison with the
 * threshold is not at the mercy of binary fractions.
 */
export interface Scorer {
  /** Exact text; null for no score. */
  score(lead: ScoredLead): string | null;
  /** The points that make the score, rule by rule. */
  explain(lead: ScoredLead): Explanation;
}

export interface Explanation {
  base: string;
  lines: ExplanationLine[];
  /** Base and lines, exactly. */
  sum: string;
  /** The sum cut to 0..100; null without any of the scored attributes. */
  score: string | null;
}

export interface ExplanationLine {
  attribute: string;
  /** undefined where the lead does not have it. */
  value: unknown;
  /** The case that held; undefined for none. */
  held: ScoringCase | undefined;
  points: string;
}

const MILLION = 1_000_000;
const MOST = 100 * MILLION;
const MOST_OF_ONE = MOST_POINTS * MILLION;

interface PreparedRule {
  attribute: string;
  isNumeric: boolean;
  cases: PreparedCase[];
}

interface PreparedCase {
  source: ScoringCase;
  /** Millionths; undefined where the case does not hold. `number`: the value as a number, where it is one. */
  points: (value: unknown, number: Decimal | undefined) => number | undefined;
}

/** What a rule gives for a value that the lead has. */
interface Given {
  held: ScoringCase | undefined;
  points: number;
}

/** Reads the rules once for many leads. */
export function createScorer({ base, rules }: ScoringRules): Scorer {
  const basePoints = whole(new Exact(base).times(MILLION));
  const prepared = rules.map(
    ({ attribute, cases }): PreparedRule => ({
      attribute,
      isNumeric: cases.some(({ test }) => numericTests.includes(test)),
      cases: cases.map(prepareCase),
    }),
  );
  return {
    score(lead) {
      let sum = basePoints;
      let isScored = false;
      for (const rule of prepared) {
        const value = attributeOf(lead, rule.attribute);
        if (value === undefined) continue;
        isScored = true;
        sum += give(rule, value).points;
      }
      return isScored ? pointsText(cut(sum)) : null;
    },
    explain(lead) {
      let sum = basePoints;
      const lines = prepared.map((rule): ExplanationLine => {
        const { attribute } = rule;
        const value = attributeOf(lead, attribute);
        const { held, points } = value === undefined ? nothing : give(rule, value);
        sum += points;
        return { attribute, value, held, points: pointsText(points) };
      });
      const isScored = lines.some(({ value }) => value !== undefined);
      return {
        base: pointsText(basePoints),
        lines,
        sum: pointsText(sum),
        score: isScored ? pointsText(cut(sum)) : null,
      };
    },
  };
}

const nothing: Given = { held: undefined, points: 0 };

/** The first case that holds. */
function give({ isNumeric, cases }: PreparedRule, value: unknown): Given {
  const number = isNumeric ? numberOf(value) : undefined;
  for (const { source, points } of cases) {
    const given = points(value, number);
    if (given !== undefined) return { held: source, points: given };
  }
  return nothing;
}

function prepareCase(source: ScoringCase): PreparedCase {
  const each = new Exact(source.points).times(MILLION);
  if (source.test === 'LINEAR') return { source, points: (_, number) => number && whole(number.times(each)) };
  const fixed = whole(each);
  const holds = testOf(source);
  return { source, points: (value, number) => (holds(value, number) ? fixed : undefined) };
}

function testOf({ test, values, from, to }: ScoringCase): (value: unknown, number: Decimal | undefined) => boolean {
  const wanted = new Set(values);
  const least = from === undefined ? undefined : new Exact(from);
  const most = to === undefined ? undefined : new Exact(to);
  switch (test) {
    case 'GIVEN':
      return () => true;
    case 'ONE_OF':
      return (value) => wanted.has(textOf(value) as string);
    case 'CONTAINS':
      return (value) => listOf(value).some((each) => wanted.has(each));
    default:
      return (_, number) => number !== undefined && !(least?.gt(number) || most?.lt(number));
  }
}

/** Half-even to whole millionths, cut to what one case may give: a number in a lead's own attributes may be of any size. */
function whole(millionths: Decimal): number {
  const roughly = millionths.toNumber();
  if (Math.abs(roughly) >= MOST_OF_ONE) return Math.sign(roughly) * MOST_OF_ONE;
  return millionths.round().toNumber();
}

function cut(sum: number): number {
  return Math.min(MOST, Math.max(0, sum));
}

/** 86400000 → '86.4' */
function pointsText(points: number): string {
  const sign = points < 0 ? '-' : '';
  const digits = String(Math.abs(points)).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -6)}${fraction && `.${fraction}`}`;
}
