import { instant, integer, key } from '../field-types.ts';
import { ownKey } from '../keys.ts';
import { type FactKind, updatedAt } from '../kind.ts';

export const surveys: FactKind = {
  name: 'surveys',
  singular: 'survey',
  table: 'surveys',
  key: ownKey('id', 'external_id'),
  fields: {
    id: { type: key, required: true },
    customer: { type: key, column: 'customer_id', refersTo: 'customers', required: true },
    at: { type: instant, column: 'at', required: true },
    score: { type: integer(0, 10), column: 'score', required: true },
    updatedAt,
  },
  isCountedItself: true,
  touch: (survey, touched) => touched.customers.add(survey.customer_id as string),
};
