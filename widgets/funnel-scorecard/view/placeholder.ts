import { CATEGORIES, type KpiValue, type StageCategory } from '../../shared/kpi-types.ts';

/** Two cards a category, as the headline KPIs are. */
function cardsOf(category: StageCategory): KpiValue[] {
  const window = { from: '2026-01-01', to: '2026-04-01', timeZone: 'UTC', asOf: '2026-03-31T12:00:00Z' };
  const definition = {
    key: '',
    category,
    name: '――――――',
    description: '',
    formula: '',
    unit: 'COUNT' as const,
    direction: 'NEUTRAL' as const,
  };
  const figure = { value: 5_000, money: null, sampleSize: 1 };
  const card = {
    ...figure,
    definition,
    window,
    status: 'OK' as const,
    basis: null,
    numerator: null,
    denominator: null,
    interval: null,
    median: null,
    p90: null,
    leftOut: [],
    previous: { ...figure, window },
    change: 1_000,
    relativeChange: 0.2,
    series: [],
  };
  return [card, card];
}

/** What the skeleton is drawn with. */
export const placeholderCards: KpiValue[] = CATEGORIES.flatMap(cardsOf);
