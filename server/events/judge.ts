import type { Interval, Status } from '../kpi/types.ts';
import type { Condition, Guard, Measured, RuleDefinition } from './rule/rule.ts';
import type { Judgement } from './state-machine.ts';

/** What a look at one instance of a rule found. */
export interface Sighting {
  /** The KPI's value, and that of the window compared with (null: none, or not asked for). */
  kpiValue: number | null;
  otherValue: number | null;
  /** What the thresholds are held against. */
  value: number | null;
  interval: Pick<Interval, 'low' | 'high'> | null;
  sampleSize: number;
  status: Status;
  /** Whether the second condition held; null: there is none. */
  guard: boolean | null;
}

/** The number that a condition speaks of. null where a value is missing, or a relative change starts at 0. */
export function compared({ compare }: Measured, value: number | null, other: number | null): number | null {
  if (compare === 'VALUE') return value;
  if (value === null || other === null) return null;
  if (compare === 'CHANGE') return value - other;
  return other === 0 ? null : (value - other) / Math.abs(other);
}

/** Whether the second condition of a rule holds for this number; a missing one proves nothing. */
export function guardHolds({ direction, threshold }: Guard, value: number | null): boolean {
  if (value === null) return false;
  return direction === 'ABOVE' ? value > threshold : value < threshold;
}

/** What a sighting says under the rule's thresholds and policies. Pure. */
export function judge({ condition, minimumSample, policies }: RuleDefinition, seen: Sighting): Judgement {
  if (seen.value === null) {
    if (seen.status === 'IMMATURE') return byPolicy(policies.immature);
    return byPolicy(policies.noData);
  }
  if (seen.sampleSize < minimumSample) return byPolicy(policies.smallSample);
  if (isBeyond(condition, seen)) return seen.guard === false ? 'CLEAR' : 'BREACH';
  return isClear(condition, seen.value) || seen.guard === false ? 'CLEAR' : 'BETWEEN';
}

function byPolicy(policy: 'KEEP' | 'NOTIFY' | 'CLEAR' | 'BREACH'): Judgement {
  return policy === 'CLEAR' || policy === 'BREACH' ? policy : 'UNKNOWN';
}

/** Beyond fireAt; where the rule wants to be certain, the whole interval is. Without an interval nothing is certain. */
function isBeyond({ direction, fireAt, certain }: Condition, { value, interval }: Sighting): boolean {
  const [low, high] = certain ? [interval?.low ?? null, interval?.high ?? null] : [value, value];
  if (low === null || high === null) return false;
  return direction === 'ABOVE' ? low > fireAt : high < fireAt;
}

function isClear({ direction, clearAt }: Condition, value: number): boolean {
  return direction === 'ABOVE' ? value <= clearAt : value >= clearAt;
}
