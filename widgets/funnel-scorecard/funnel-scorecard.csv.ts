import type { KpiValue } from '../shared/kpi-types.ts';
import type { Language } from '../shared/widget.element.ts';

/**
 * The scorecard, a KPI a row, below a heading in the reader's language. Exact: money as the API's decimal text, fractions, seconds; '' where
 * there is none. What a KPI means and how it is made stands in its row.
 */
export function csvRows(values: readonly KpiValue[], { texts, currency }: Language): string[][] {
  const { scorecard, evidence, csv } = texts;
  const heading = [
    csv.key,
    scorecard.kpi,
    csv.category,
    scorecard.value,
    csv.unit,
    csv.numerator,
    csv.denominator,
    csv.low,
    csv.high,
    evidence.sample,
    evidence.status,
    evidence.leftOut,
    scorecard.previous,
    scorecard.change,
    csv.relativeChange,
    csv.from,
    csv.to,
    csv.basis,
    evidence.asOf,
    evidence.formula,
    evidence.meaning,
  ];
  const rows = values.map((value) => rowOf(value, currency, texts));
  return [heading, ...rows.map((row) => row.map((cell) => String(cell ?? '')))];
}

function rowOf(kpi: KpiValue, currency: string, texts: Language['texts']): unknown[] {
  const { definition, window, previous, interval } = kpi;
  const { unit } = definition;
  return [
    definition.key,
    definition.name,
    texts.scorecard.category[definition.category],
    kpi.money?.amount ?? kpi.value,
    unit.startsWith('MONEY') ? `${unit} ${currency}` : unit,
    kpi.numerator,
    kpi.denominator,
    interval?.low,
    interval?.high,
    kpi.sampleSize,
    kpi.status,
    kpi.leftOut?.map(({ reason, count }) => `${count} ${texts.evidence.reasons[reason] ?? reason}`).join('; '),
    previous?.money?.amount ?? previous?.value,
    kpi.change,
    kpi.relativeChange,
    window.from,
    window.to,
    kpi.basis,
    window.asOf,
    definition.formula,
    definition.description,
  ];
}
