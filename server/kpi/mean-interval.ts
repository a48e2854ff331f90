import quantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from './types.ts';

/** 95 % t interval of a mean from n observations with standard deviation s (n − 1). null below two observations. */
export function meanInterval(mean: number, standardDeviation: number, observations: number): Interval | null {
  if (observations < 2) return null;
  const margin = (quantile(0.975, observations - 1) * standardDeviation) / Math.sqrt(observations);
  return { low: mean - margin, high: mean + margin, level: 0.95 };
}
