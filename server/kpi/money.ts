import { Decimal } from 'decimal.js';

/** Exact decimal arithmetic: 120 significant digits hold the squares of a million amounts of 10^12 with all their decimals. */
const Exact = Decimal.clone({ precision: 120, rounding: Decimal.ROUND_HALF_EVEN });

export type Money = Decimal;

export const money = (text: string | number): Money => new Exact(text);

/** Quotients are given half-even to 6 places. */
export const rounded = (amount: Money): Money => new Exact(amount).toDecimalPlaces(6, Decimal.ROUND_HALF_EVEN);

export const dividedBy = (amount: Money, count: number): Money => rounded(new Exact(amount).div(count));

/** Plain digits, no exponent. */
export const moneyText = (amount: Money): string => amount.toFixed();
