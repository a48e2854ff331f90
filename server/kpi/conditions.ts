import { sql } from 'kysely';
import type { Grouping } from './grouping.ts';
import { groupKey } from './grouping.ts';
import { type Across, isAcross } from './measures.ts';
import type { Filter } from './scope.ts';
import type { QueryContext, Source, Sql } from './sources.ts';
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

/** Which rows of a source a statement looks at: workspace, funnel, window, asOf, filter, entities. */
export function conditions(
  source: Source,
  context: QueryContext,
  filter: Filter,
  grouping: Grouping,
  across: Across | undefined,
): Sql {
  const { workspaceId, funnel, from, to, asOf } = context;
  const all: Sql[] = [sql`j.workspace_id = ${workspaceId}`, sql`j.funnel_id = ${funnel.id}`];
  if (source.at) {
    const at = source.at(context);
    all.push(sql`${at} >= ${from}`, sql`${at} < ${to}`, sql`${at} <= ${asOf}`);
  }
  if (source.where) all.push(source.where(context));
  return sql.join([...all, ...ofWhom(source, context, filter, grouping, across)], sql` and `);
}

/** The conditions that come of filter and entities. */
export function ofWhom(
  source: Pick<Source, 'dimensions'>,
  context: QueryContext,
  filter: Filter,
  { entities }: Grouping,
  across: Across | undefined,
): Sql[] {
  const all: Sql[] = [];
  for (const [list, values] of Object.entries(filter) as [keyof Filter, readonly (string | null)[]][]) {
    const dimension = filterDimensions[list];
    if (!isAcross(across, dimension)) all.push(filterCondition(dimension, values, source, context));
  }
  if (entities && !isAcross(across, entities.dimension))
    all.push(
      sql`${entityColumn(source, context, entities.dimension)} = any(${entities.ids}::${entities.dimension === 'STAGE' ? sql`text` : sql`uuid`}[])`,
    );
  return all;
}

/** The column that an index may serve, rather than its text. */
function entityColumn(
  source: Pick<Source, 'dimensions'>,
  context: QueryContext,
  dimension: 'CHANNEL' | 'OWNER' | 'STAGE',
): Sql {
  return dimension === 'STAGE' ? groupKey('STAGE', source, context) : source.dimensions[dimension]!;
}

function filterCondition(
  dimension: Dimension,
  values: readonly (string | null)[],
  source: Pick<Source, 'dimensions'>,
  { workspaceId }: QueryContext,
): Sql {
  const expression = source.dimensions[dimension]!;
  const keys = values.filter((value) => value !== null);
  const oneOf = (table: string, column: string) =>
    sql`${expression} in (select f.id from ${sql.table(table)} f where f.workspace_id = ${workspaceId} and ${sql.ref(`f.${column}`)} = any(${keys}::text[]))`;
  switch (dimension) {
    case 'CHANNEL':
      return values.includes(null)
        ? sql`(${expression} is null or ${oneOf('channels', 'key')})`
        : oneOf('channels', 'key');
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
