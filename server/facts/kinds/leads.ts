import { attributes, instant, integer, key, share, tags, text } from '../field-types.ts';
import { ownKey } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';

export const leads: FactKind = {
  name: 'leads',
  singular: 'lead',
  table: 'leads',
  key: ownKey('id', 'external_id'),
  fields: {
    id: { type: key, required: true },
    createdAt: { type: instant, column: 'created_at', required: true },
    funnel: { type: key, column: 'funnel_id', refersTo: 'funnels' },
    channel: { type: key, column: 'channel_id', refersTo: 'channels' },
    owner: { type: key, column: 'owner_id', refersTo: 'owners' },
    name: { type: text(1_000), column: 'name' },
    email: { type: text(1_000), column: 'email' },
    company: { type: text(1_000), column: 'company' },
    industry: { type: text(1_000), column: 'industry' },
    companySize: { type: integer(0), column: 'company_size' },
    region: { type: text(1_000), column: 'region' },
    product: { type: key, column: 'product_id', refersTo: 'products' },
    needMatch: { type: share, column: 'need_match' },
    tags: { type: tags, column: 'tags' },
    // External id of a customer; it may name one that never comes.
    referredBy: { type: key, column: 'referred_by' },
    attributes: { type: attributes, column: 'attributes' },
    updatedAt,
  },
  touch(lead, touched, isNew) {
    touched.leads.add(lead.id);
    if (isNew) touched.made.add(lead.id);
  },
};
