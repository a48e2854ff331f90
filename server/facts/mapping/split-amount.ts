import { canonicalDecimal, digitsOf, withoutTrailingZeros } from '../exact-decimal.ts';
import type { Repetition } from './row.ts';

/**
 * The equal part of an amount that one of its repetitions gets, to so many decimals. What does not divide goes to the first ones, a
 * smallest unit each, so that the parts add up to the amount exactly. undefined: no number, or one with more decimals.
 */
export function splitAmount(amount: string, decimals: number, { ordinal, times }: Repetition): string | undefined {
  const canonical = canonicalDecimal(amount);
  if (canonical === undefined || digitsOf(canonical).fraction > decimals) return undefined;
  const isNegative = canonical.startsWith('-');
  const [whole = '', fraction = ''] = canonical.replace('-', '').split('.');
  const units = BigInt(whole + fraction.padEnd(decimals, '0'));
  const rest = units % BigInt(times);
  const part = units / BigInt(times) + (BigInt(ordinal) <= rest ? 1n : 0n);
  const digits = String(part).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return `${isNegative && part > 0n ? '-' : ''}${withoutTrailingZeros(text)}`;
}
