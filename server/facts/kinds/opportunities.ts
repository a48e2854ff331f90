import { currency, instant, key, money, text } from '../field-types.ts';
import { ownKey } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';

/** A deal in the making: of a lead, of a customer, of both or of neither. */
export const opportunities: FactKind = {
  name: 'opportunities',
  singular: 'opportunity',
  table: 'opportunities',
  key: ownKey('id', 'external_id'),
  fields: {
    id: { type: key, required: true },
    openedAt: { type: instant, column: 'opened_at', required: true },
    amount: { type: money, column: 'amount' },
    currency: { type: currency, column: 'currency' },
    lead: { type: key, column: 'lead_id', refersTo: 'leads' },
    customer: { type: key, column: 'customer_id', refersTo: 'customers' },
    owner: { type: key, column: 'owner_id', refersTo: 'owners' },
    channel: { type: key, column: 'channel_id', refersTo: 'channels' },
    product: { type: key, column: 'product_id', refersTo: 'products' },
    wonAt: { type: instant, column: 'won_at' },
    lostAt: { type: instant, column: 'lost_at' },
    lostReason: { type: text(10_000), column: 'lost_reason' },
    updatedAt,
  },
  moneyDay: 'opened_at',
  touch(opportunity, touched) {
    touched.opportunities.add(opportunity.id);
    // Named too, as the opportunity may have moved away from it, or be gone.
    if (opportunity.lead_id) touched.ways.add(opportunity.lead_id as string);
  },
};
