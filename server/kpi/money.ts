import { Decimal } from 'decimal.js';

/** Exact decimal arithmetic: 60 significant digits hold a million amounts of 10^12 with all their decimals. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_EVEN });

export type Money = Decimal;

export const money = (text: string | number): Money => new Exact(text);

/** A quotient in money: half-even to 6 places. */
export const dividedBy = (amount: Money, count: number): Money =>
  new Exact(amount).div(count).toDecimalPlaces(6, Decimal.ROUND_HALF_EVEN);

/** Plain digits, no exponent. */
export const moneyText = (amount: Money): string => amount.toFixed();
