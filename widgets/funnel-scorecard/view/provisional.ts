import type { Basis, KpiPoint } from '../../shared/kpi-types.ts';
import { isPartial, type TimeUnit } from '../../shared/window-attribute.ts';

/**
 * Whether a point of a series may still move without any fact being corrected: its bucket is cut short, its members' time has not run out
 * (IMMATURE), or it is a cohort younger than its bucket is long, whose members have hardly had time to go on.
 */
export function isProvisional(point: KpiPoint, grain: TimeUnit, basis: Basis | null, asOf: string): boolean {
  if (point.status === 'IMMATURE' || isPartial(point, grain)) return true;
  const end = Date.parse(point.to);
  return basis === 'COHORT' && Date.parse(asOf) < end + (end - Date.parse(point.from));
}
