import type { KpiValue } from '../shared/kpi-types.ts';
import type { Language } from '../shared/widget.element.ts';

/** A row a KPI under a heading in the reader's language, with its formula. Exact values in the API's units; empty where there is none. */
export function csvRows(values: readonly KpiValue[], { texts }: Language): string[][] {
  const { scorecard, interval, evidence } = texts;
  return [
    [
      scorecard.kpi,
      scorecard.value,
      scorecard.previous,
      scorecard.change,
      `${interval} ≥`,
      `${interval} ≤`,
      scorecard.sample,
      evidence.formula,
    ],
    ...values.map(({ definition, money, previous, ...value }) => [
      definition.name,
      exact(money?.amount ?? value.value),
      exact(previous?.money?.amount ?? previous?.value),
      exact(value.change),
      exact(value.interval?.low),
      exact(value.interval?.high),
      exact(value.sampleSize),
      definition.formula,
    ]),
  ];
}

function exact(value: number | string | null | undefined): string {
  return String(value ?? '');
}
