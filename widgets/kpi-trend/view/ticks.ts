import type { KpiUnit } from '../../shared/kpi-types.ts';

/** What an axis counts in, in the KPI's unit, and what that is called of durations. */
export interface AxisUnit {
  size: number;
  isWhole: boolean;
  name?: 'day' | 'hour' | 'minute' | 'second';
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Round numbers are round in hours or days, not in seconds; there is no half of a lead. */
export function axisUnit(unit: KpiUnit, high: number): AxisUnit {
  if (unit !== 'SECONDS') return { size: 1, isWhole: unit === 'COUNT' };
  if (high >= 2 * DAY) return { size: DAY, isWhole: false, name: 'day' };
  if (high >= 2 * HOUR) return { size: HOUR, isWhole: false, name: 'hour' };
  if (high >= 2 * MINUTE) return { size: MINUTE, isWhole: false, name: 'minute' };
  return { size: 1, isWhole: false, name: 'second' };
}

/** Three to six round numbers, evenly spaced (1, 2 or 5 times a power of ten), the first at or below `low`, the last at or above `high`. */
export function niceTicks(low: number, high: number, { size, isWhole }: AxisUnit): number[] {
  const rough = (high - low) / size / 4 || 0.25;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(isWhole ? 1 : 0, [1, 2, 5, 10].find((each) => each * power >= rough * (1 - 1e-9))! * power);
  const first = Math.floor(low / size / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / size / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step * size);
}
