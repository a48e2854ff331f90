import { currency, instant, key, money } from '../field-types.ts';
import { ownKey } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';

export const quotes: FactKind = {
  name: 'quotes',
  singular: 'quote',
  table: 'quotes',
  key: ownKey('id', 'external_id'),
  fields: {
    id: { type: key, required: true },
    opportunity: { type: key, column: 'opportunity_id', refersTo: 'opportunities', required: true },
    sentAt: { type: instant, column: 'sent_at', required: true },
    amount: { type: money, column: 'amount' },
    currency: { type: currency, column: 'currency' },
    acceptedAt: { type: instant, column: 'accepted_at' },
    rejectedAt: { type: instant, column: 'rejected_at' },
    updatedAt,
  },
  moneyDay: 'sent_at',
  isCountedItself: true,
  touch: (quote, touched) => touched.opportunities.add(quote.opportunity_id as string),
};
