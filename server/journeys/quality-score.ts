import type { Decimal } from 'decimal.js';
import { attributeOf, Exact, listOf, numberOf, type ScoredLead, textOf } from './scored-lead.ts';
import { MOST_POINTS, type ScoringCase, type ScoringRules } from './scoring-rules.ts';

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

interface PreparedRule {
  attribute: string;
  cases: PreparedCase[];
}

interface PreparedCase {
  source: ScoringCase;
  holds: (value: unknown) => boolean;
  /** Millionths, for a value of which the case holds. */
  points: (value: unknown) => number;
}

/** Reads the rules once for many leads. */
export function createScorer({ base, rules }: ScoringRules): Scorer {
  const basePoints = millionths(new Exact(base));
  const prepared: PreparedRule[] = rules.map(({ attribute, cases }) => ({ attribute, cases: cases.map(prepareCase) }));
  return {
    score(lead) {
      let sum = basePoints;
      let isScored = false;
      for (const { attribute, cases } of prepared) {
        const value = attributeOf(lead, attribute);
        if (value === undefined) continue;
        isScored = true;
        sum += cases.find((each) => each.holds(value))?.points(value) ?? 0;
      }
      return isScored ? pointsText(cut(sum)) : null;
    },
    explain(lead) {
      let sum = basePoints;
      const lines = prepared.map(({ attribute, cases }): ExplanationLine => {
        const value = attributeOf(lead, attribute);
        const held = value === undefined ? undefined : cases.find((each) => each.holds(value));
        const points = held?.points(value) ?? 0;
        sum += points;
        return { attribute, value, held: held?.source, points: pointsText(points) };
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

function prepareCase(source: ScoringCase): PreparedCase {
  const points = new Exact(source.points);
  if (source.test === 'LINEAR')
    return {
      source,
      holds: (value) => numberOf(value) !== undefined,
      points: (value) => millionths(numberOf(value)!.times(points)),
    };
  const fixed = millionths(points);
  return { source, holds: testOf(source), points: () => fixed };
}

function testOf({ test, values, from, to }: ScoringCase): (value: unknown) => boolean {
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
      return (value) => {
        const number = numberOf(value);
        return number !== undefined && !(least?.gt(number) || most?.lt(number));
      };
  }
}

/** Half-even to six places, and cut to what one case may give: a number in a lead's own attributes may be of any size. */
function millionths(points: Decimal): number {
  return points.clamp(-MOST_POINTS, MOST_POINTS).times(MILLION).round().toNumber();
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
