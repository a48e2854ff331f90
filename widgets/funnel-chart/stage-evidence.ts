import type { Evidence } from '../shared/evidence/evidence.ts';
import type { KpiUnit } from '../shared/kpi-types.ts';
import type { ChartScope } from './chart-scope.ts';
import { isImmature, type StageFigure, type StageRow } from './stage-row.ts';

const UNITS: Partial<Record<StageFigure, KpiUnit>> = { cumulativeRate: 'RATIO', rate: 'RATIO', medianTime: 'SECONDS' };

/** What stands behind a stage's figure. */
export function stageEvidence(figure: StageFigure, row: StageRow, scope: ChartScope): Evidence {
  const { language, window, basis, before, first } = scope;
  const { chart } = language.texts;
  const { reached, advanced, interval, meanTime, previous } = row;
  const compared = previous && before && figure in previous ? previous[figure as 'reached'] : undefined;
  return {
    title: `${row.stage.name} · ${chart[figure]}`,
    value: row[figure],
    unit: UNITS[figure] ?? 'COUNT',
    description: chart.about[figure],
    formula: chart.formula[figure],
    ...(figure === 'rate' && { numerator: advanced, denominator: reached, interval, sampleSize: reached }),
    ...(figure === 'cumulativeRate' && { numerator: reached, denominator: first, sampleSize: first }),
    ...(figure === 'medianTime' && { mean: meanTime }),
    ...(compared !== undefined && { previous: { value: compared, money: null, sampleSize: 0, window: before! } }),
    ...(figure === 'rate' && isImmature(row, basis) && { note: chart.immatureNote }),
    window,
    basis,
  };
}
