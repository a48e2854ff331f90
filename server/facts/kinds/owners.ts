import { float, key, text } from '../field-types.ts';
import { ownKey } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';

/** Who looks after leads and opportunities. Made when a fact names it. */
export const owners: FactKind = {
  name: 'owners',
  singular: 'owner',
  table: 'owners',
  key: ownKey('key', 'key'),
  fields: {
    key: { type: key, required: true },
    name: { type: text(1_000), column: 'name' },
    team: { type: text(1_000), column: 'team' },
    weeklyCapacity: { type: float(0), column: 'weekly_capacity' },
    updatedAt,
  },
};
