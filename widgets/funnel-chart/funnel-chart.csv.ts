import type { Language } from '../shared/widget.element.ts';
import type { StageRow } from './stage-row.ts';

/** A row a stage under a heading in the reader's language. Exact: rates as fractions, times in seconds; empty where there is none. */
export function csvRows(rows: readonly StageRow[], { texts }: Language): string[][] {
  const { chart, interval } = texts;
  const { stage, reached, cumulativeRate, advanced, open, lost, rate, medianTime } = chart;
  return [
    [stage, reached, cumulativeRate, advanced, open, lost, rate, `${interval} ≥`, `${interval} ≤`, `${medianTime} (s)`],
    ...rows.map((row) => [
      row.stage.name,
      ...[
        row.reached,
        row.cumulativeRate,
        row.advanced,
        row.open,
        row.lost,
        row.rate,
        row.interval?.low,
        row.interval?.high,
        row.medianTime,
      ].map((value) => String(value ?? '')),
    ]),
  ];
}
