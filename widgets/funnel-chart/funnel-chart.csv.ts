import type { Language } from '../shared/widget.element.ts';
import type { StageRow } from './stage-row.ts';

/** The chart's figures, a stage a row, below a heading in the reader's language. Exact: fractions, seconds; '' where there is none. */
export function csvRows(stages: readonly StageRow[], { texts }: Language): string[][] {
  const { chart, evidence, csv } = texts;
  const heading = [
    csv.key,
    chart.stage,
    chart.reached,
    chart.cumulativeRate,
    chart.advanced,
    chart.open,
    chart.lost,
    chart.rate,
    csv.low,
    csv.high,
    csv.inSeconds(chart.medianTime),
    csv.inSeconds(evidence.mean),
    csv.before(chart.reached),
    csv.before(chart.rate),
  ];
  const rows = stages.map((row) => [
    row.stage.key,
    row.stage.name,
    row.reached,
    row.cumulativeRate,
    row.advanced,
    row.open,
    row.lost,
    row.rate,
    row.interval?.low,
    row.interval?.high,
    row.medianTime,
    row.meanTime,
    row.previous?.reached,
    row.previous?.rate,
  ]);
  return [heading, ...rows.map((row) => row.map((cell) => String(cell ?? '')))];
}
