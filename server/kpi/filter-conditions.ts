import { type RawBuilder, sql } from 'kysely';
import type { Filter } from './scope.ts';
import type { Dimension } from './types.ts';

/** The dimension of each list of a filter. */
export const filterDimensions = {
  channels: 'CHANNEL',
  owners: 'OWNER',
  teams: 'TEAM',
  products: 'PRODUCT',
  industries: 'INDUSTRY',
  regions: 'REGION',
  companySizes: 'COMPANY_SIZE',
  tags: 'TAG',
} as const satisfies Record<keyof Filter, Dimension>;

/** Rows of one workspace, with the columns of the dimensions that they bear. */
interface Bearers {
  dimensions: Partial<Record<Dimension, RawBuilder<unknown>>>;
  workspaceId: string | RawBuilder<unknown>;
}

export interface FilterConditionsOptions {
  /** Absent: all lists hold. */
  isMeant?: (dimension: Dimension) => boolean;
  /** A parameter for the keys of a list, null left out; absent: the keys themselves. */
  keysOf?: (list: keyof Filter, keys: readonly string[]) => unknown;
}

/** One condition a list of the filter. */
export function filterConditions(
  filter: Filter,
  bearers: Bearers,
  { isMeant = () => true, keysOf = (_list, keys) => keys }: FilterConditionsOptions = {},
): RawBuilder<unknown>[] {
  return (Object.entries(filter) as [keyof Filter, readonly (string | null)[]][])
    .filter(([list]) => isMeant(filterDimensions[list]))
    .map(([list, values]) => {
      const keys = values.filter((value) => value !== null);
      return filterCondition(filterDimensions[list], keysOf(list, keys), values.includes(null), bearers);
    });
}

function filterCondition(
  dimension: Dimension,
  keys: unknown,
  withNull: boolean,
  { dimensions, workspaceId }: Bearers,
): RawBuilder<unknown> {
  const expression = dimensions[dimension]!;
  const oneOf = (table: string, column: string) =>
    sql`${expression} in (select f.id from ${sql.table(table)} f where f.workspace_id = ${workspaceId} and ${sql.ref(`f.${column}`)} = any(${keys}::text[]))`;
  switch (dimension) {
    case 'CHANNEL':
      return withNull ? sql`(${expression} is null or ${oneOf('channels', 'key')})` : oneOf('channels', 'key');
    case 'OWNER':
      return oneOf('owners', 'key');
    case 'TEAM':
      return oneOf('owners', 'team');
    case 'PRODUCT':
      return oneOf('products', 'key');
    case 'TAG':
      return sql`${expression} && ${keys}::text[]`;
    default:
      return sql`${expression} = any(${keys}::text[])`;
  }
}
