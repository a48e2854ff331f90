import type { FilterInput, ScopeInput } from '../../server/kpi/types.ts';
import { type Dimension, type Question, type Window, windowInput } from './question.ts';

const filterNames: Partial<Record<Dimension, keyof FilterInput>> = {
  CHANNEL: 'channels',
  OWNER: 'owners',
  TEAM: 'teams',
  PRODUCT: 'products',
  INDUSTRY: 'industries',
  REGION: 'regions',
  COMPANY_SIZE: 'companySizes',
  TAG: 'tags',
};

/** A question as the engine is asked it. */
export function scopeOf(window: Window, { asOf, basis, withinDays, filter }: Question): ScopeInput {
  return {
    window: windowInput(window),
    asOf: new Date(asOf),
    basis,
    withinDays,
    filter: Object.fromEntries(
      Object.entries(filter).map(([dimension, values]) => [filterNames[dimension as Dimension], values]),
    ),
  };
}
