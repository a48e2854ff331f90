import { builder } from './builder.ts';
import { ofData } from './of-data.ts';

export interface Money {
  /** Exact, as the database has it. */
  amount: string;
  currency: string;
}

export const MoneyRef = builder.objectRef<Money>('Money').implement({
  description: 'An exact amount of money. Never a float: sums of it stay exact.',
  extensions: ofData,
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      description: 'The amount; at least two decimals, more only where they say something: "1234.50", "0.333333".',
      resolve: ({ amount }) => readableAmount(amount),
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code, such as CNY.' }),
  }),
});

/** Trailing zeros cut, but two decimals kept: '1234.500000' → '1234.50'. */
export function readableAmount(amount: string): string {
  const [whole, decimals = ''] = amount.split('.');
  return `${whole}.${decimals.replace(/0+$/, '').padEnd(2, '0')}`;
}
