import { sql } from 'kysely';
import { filterConditions } from './filter-conditions.ts';
import type { Grouping } from './grouping.ts';
import { groupKey } from './grouping.ts';
import { type Across, isAcross } from './measures.ts';
import type { Scope } from './scope.ts';
import type { QueryContext, Source, Sql } from './sources.ts';

/** What of a scope says of whom it is. */
export type Whom = Pick<Scope, 'filter' | 'locked'>;

/** Which rows of a source a statement looks at: workspace, funnel, window, asOf, filter, entities. */
export function conditions(
  source: Source,
  context: QueryContext,
  whom: Whom,
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
  return sql.join([...all, ...ofWhom(source, context, whom, grouping, across)], sql` and `);
}

/** The conditions that come of filter and entities. */
export function ofWhom(
  source: Pick<Source, 'dimensions'>,
  context: QueryContext,
  { filter, locked }: Whom,
  { entities }: Grouping,
  across: Across | undefined,
): Sql[] {
  const bearers = { dimensions: source.dimensions, workspaceId: context.workspaceId };
  const all = filterConditions(filter, bearers, { isMeant: (dimension) => !isAcross(across, dimension) });
  // No measure looks across what is locked; one that looks across everything sees to it itself.
  if (across !== 'EVERYTHING') all.push(...filterConditions(locked, bearers));
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
