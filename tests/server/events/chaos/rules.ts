/** A rule as GraphQL takes it. */
export interface RuleInput {
  name: string;
  kpi: string;
  window: { rolling: { unit: 'DAY' | 'WEEK'; count: number } } | { calendar: 'DAY' | 'MONTH' };
  basis?: 'PERIOD';
  each?: { dimension: 'CHANNEL' | 'OWNER' };
  condition: {
    compare?: 'CHANGE' | 'RELATIVE_CHANGE';
    direction: 'ABOVE' | 'BELOW';
    fireAt: number;
    clearAt: number;
    certain?: boolean;
  };
  fireAfterSeconds?: number;
  recoverAfterSeconds?: number;
  minimumSample?: number;
  noData?: 'NOTIFY' | 'CLEAR' | 'BREACH';
  guard?: { kpi: string; direction: 'ABOVE' | 'BELOW'; threshold: number };
}

const kpis = [
  { kpi: 'new_leads', thresholds: [3, 8, 15, 25, 40] },
  { kpi: 'opportunities', thresholds: [2, 5, 9, 14] },
  { kpi: 'open_opportunities', thresholds: [2, 4, 7] },
  { kpi: 'won_amount', thresholds: [200, 900, 2_500] },
  { kpi: 'revenue', thresholds: [100, 500, 1_500, 3_000] },
  { kpi: 'won_customers', thresholds: [1, 3, 6] },
  { kpi: 'lead_to_won_rate', thresholds: [0.05, 0.15, 0.3] },
  { kpi: 'opportunity_conversion_rate', thresholds: [0.2, 0.4, 0.6] },
  { kpi: 'first_response_time', thresholds: [600, 3_000, 20_000] },
  { kpi: 'follow_ups_per_lead', thresholds: [1.2, 1.6, 2.1] },
  { kpi: 'average_deal_size', thresholds: [80, 120, 160] },
  { kpi: 'repurchase_rate', basis: 'PERIOD' as const, thresholds: [0.2, 0.5] },
] as const;

const windows = [
  { rolling: { unit: 'DAY', count: 1 } },
  { rolling: { unit: 'DAY', count: 30 } },
  { calendar: 'MONTH' },
  { rolling: { unit: 'WEEK', count: 2 } },
] as const;

/** Many different ones over few scopes: every KPI, window, side and policy meets every other somewhere. */
export function chaosRules(count: number): RuleInput[] {
  return Array.from({ length: count }, (_, index): RuleInput => {
    const { kpi, thresholds, ...rest } = kpis[index % kpis.length]!;
    const round = Math.floor(index / kpis.length);
    const threshold = thresholds[round % thresholds.length]!;
    const direction = round % 3 === 1 ? 'BELOW' : 'ABOVE';
    const gap = round % 2 === 0 ? 0 : threshold * 0.2;
    const isChange = round % 7 === 5;
    return {
      name: `rule ${index}`,
      kpi,
      ...rest,
      window: windows[round % windows.length]!,
      ...(round % 4 === 2 && { each: { dimension: 'CHANNEL' as const } }),
      ...(round % 8 === 7 && { each: { dimension: 'OWNER' as const } }),
      condition: isChange
        ? { compare: 'CHANGE', direction, fireAt: threshold, clearAt: threshold }
        : { direction, fireAt: threshold, clearAt: direction === 'ABOVE' ? threshold - gap : threshold + gap },
      ...(round % 5 === 3 && { fireAfterSeconds: 2 }),
      ...(round % 5 === 4 && { recoverAfterSeconds: 1 }),
      ...(round % 6 === 4 && { minimumSample: 4 }),
      ...(round % 6 === 1 && { noData: 'NOTIFY' as const }),
      ...(round % 6 === 2 && { noData: 'BREACH' as const }),
      ...(round % 9 === 8 && { guard: { kpi: 'new_leads', direction: 'ABOVE' as const, threshold: 5 } }),
    };
  });
}
