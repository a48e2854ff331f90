import type { Interval } from './types.ts';

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * 95 % Wilson score interval of a share, without continuity correction. null without members.
 * Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
 */
export function wilsonInterval(numerator: number, denominator: number): Interval | null {
  if (denominator === 0) return null;
  const share = numerator / denominator;
  const square = Z * Z;
  const center = share + square / (2 * denominator);
  const margin = Z * Math.sqrt((share * (1 - share)) / denominator + square / (4 * denominator * denominator));
  const scale = 1 + square / denominator;
  return {
    // At 0 and 1 the formula gives the bound itself, but for rounding.
    low: numerator === 0 ? 0 : (center - margin) / scale,
    high: numerator === denominator ? 1 : (center + margin) / scale,
    level: 0.95,
  };
}
