import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ precision: 100, toExpNeg: -9e15, toExpPos: 9e15 });
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/**
 * A number in its one spelling: no exponent, no needless zeros, so that equal amounts are equal texts. undefined: not a number.
 * Never through a float: a JSON number comes with its shortest text, which is what was written for up to 15 digits.
 */
export function canonicalDecimal(text: string): string | undefined {
  if (!NUMBER.test(text)) return undefined;
  // decimal.js prints minus zero as 0 or -0 depending on the call.
  const number = new Exact(text);
  return number.isZero() ? '0' : number.toString();
}

/** A numeric column's text in the same spelling; the column has digits to its full scale. */
export function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** How many digits stand before and after the point of a canonical decimal. */
export function digitsOf(canonical: string): { whole: number; fraction: number } {
  const [whole = '', fraction = ''] = canonical.replace('-', '').split('.');
  return { whole: whole === '0' ? 0 : whole.length, fraction: fraction.length };
}

/** Rounded half-even to so many places. */
export function roundDecimal(canonical: string, places: number): string {
  return withoutTrailingZeros(new Exact(canonical).toDecimalPlaces(places, Decimal.ROUND_HALF_EVEN).toString());
}
