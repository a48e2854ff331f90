import { key, oneOf, text } from '../field-types.ts';
import { ownKey } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';

/** Where leads come from. Named by a fact and not yet known, it is made; posting it gives name and kind. */
export const channels: FactKind = {
  name: 'channels',
  singular: 'channel',
  table: 'channels',
  key: ownKey('key', 'key'),
  fields: {
    key: { type: key, required: true },
    name: { type: text(1_000), column: 'name' },
    kind: { type: oneOf('PAID', 'ORGANIC', 'REFERRAL', 'DIRECT', 'PARTNER', 'OTHER'), column: 'kind' },
    updatedAt,
  },
};
