import { currency, date, decimal } from '../field-types.ts';
import { composedKey, needed } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';
import { Problem } from '../problem.ts';

/** What one unit of another currency is worth on a day, in the workspace's. Posted before the amounts that need it. */
export const rates: FactKind = {
  name: 'rates',
  singular: 'rate',
  table: 'rates',
  key: {
    column: 'external_id',
    fields: ['currency', 'date'],
    of(values) {
      const parts = ['currency', 'date'].map((field) => needed(values, field));
      return parts.find((part) => part instanceof Problem) ?? composedKey(parts as string[]);
    },
  },
  fields: {
    currency: { type: currency, column: 'currency', required: true },
    date: { type: date, column: 'date', required: true },
    perUnit: { type: decimal({ whole: 12, fraction: 12 }, { above: 0 }), column: 'per_unit', required: true },
    updatedAt,
  },
  check: (row, _before, { currency: own }) =>
    row.currency === own
      ? new Problem(
          'INVALID_VALUE',
          `${own} is the workspace’s own currency and needs no rate; leave it out.`,
          'currency',
        )
      : undefined,
};
