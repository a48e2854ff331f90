import { currency, instant, key, money } from '../field-types.ts';
import { ownKey } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';

/** A negative amount is a refund. */
export const orders: FactKind = {
  name: 'orders',
  singular: 'order',
  table: 'orders',
  key: ownKey('id', 'external_id'),
  fields: {
    id: { type: key, required: true },
    customer: { type: key, column: 'customer_id', refersTo: 'customers', required: true },
    at: { type: instant, column: 'at', required: true },
    amount: { type: money, column: 'amount', required: true },
    currency: { type: currency, column: 'currency' },
    product: { type: key, column: 'product_id', refersTo: 'products' },
    updatedAt,
  },
  moneyDay: 'at',
  touch: (order, touched) => touched.customers.add(order.customer_id as string),
};
