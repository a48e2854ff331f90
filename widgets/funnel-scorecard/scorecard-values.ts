import type { KpiValue } from '../shared/kpi-types.ts';

export interface ScorecardFunnel {
  values: (KpiValue | null)[];
  /** With a basis: the same KPIs without it, for those that take none. */
  plain?: (KpiValue | null)[];
}

/** Those that could be answered, in the order asked. */
export function valuesOf({ values, plain }: ScorecardFunnel): KpiValue[] {
  return values.flatMap((value, index) => value ?? plain?.[index] ?? []);
}
