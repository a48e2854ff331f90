import { instant, key, text } from '../field-types.ts';
import { ownKey } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';

export const customers: FactKind = {
  name: 'customers',
  singular: 'customer',
  table: 'customers',
  key: ownKey('id', 'external_id'),
  fields: {
    id: { type: key, required: true },
    becameAt: { type: instant, column: 'became_at', required: true },
    lead: { type: key, column: 'lead_id', refersTo: 'leads' },
    // External id of another customer; it may name one that never comes.
    referredBy: { type: key, column: 'referred_by' },
    name: { type: text(1_000), column: 'name' },
    updatedAt,
  },
  // What they bought is bookkeeping and stays; who they are does not.
  withoutLead: (values) => ({ ...values, lead: null, name: null }),
  touch: (customer, touched) => touched.customers.add(customer.id),
};
