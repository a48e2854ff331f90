import type { Language } from '../shared/widget.element.ts';
import { type PreviousPoint, stepsOf, type TrendKpi } from './view/trend-steps.ts';

/**
 * The points as a table: a heading in the reader's language, then a row each. Values exact, in the API's units: fractions, seconds, decimal
 * money; empty where there is none.
 */
export function csvRows(kpi: TrendKpi, { texts }: Language): string[][] {
  const { trend, scorecard, colon } = texts;
  const { name } = kpi.definition;
  const heading = [
    trend.from,
    trend.to,
    name,
    trend.low,
    trend.high,
    trend.numerator,
    trend.denominator,
    scorecard.sample,
  ];
  return [
    [
      ...heading,
      `${trend.before}${colon}${trend.from}`,
      `${trend.before}${colon}${trend.to}`,
      `${trend.before}${colon}${name}`,
      scorecard.partial,
      trend.open,
    ],
    ...stepsOf(kpi).steps.map(({ interval, numerator, denominator, before, isPartial, canChange, ...step }) => [
      ...daysOf(step),
      exact(step),
      ...[interval?.low, interval?.high, numerator, denominator, step.sampleSize].map((each) => String(each ?? '')),
      ...(before ? [...daysOf(before), exact(before)] : ['', '', '']),
      ...[isPartial, canChange].map((is) => (is ? '1' : '0')),
    ]),
  ];
}

function exact({ value, money }: PreviousPoint): string {
  return money?.amount ?? String(value ?? '');
}

/** The last day included, as people write it. */
function daysOf({ from, to }: { from: string; to: string }): string[] {
  return [from, new Date(Date.parse(to) - 86_400_000).toISOString().slice(0, 10)];
}
