import { type RawBuilder, sql } from 'kysely';
import type { Moment } from './moment.ts';
import type { QueryContext, Source, Sql } from './sources.ts';
import type { Dimension, Narrowing } from './types.ts';

/**
 * How the answers of one statement are cut: by the entities that ask (`channel.kpis` on a hundred channels is one grouping, not a hundred
 * questions), and by what they ask for: slices of a dimension or buckets of time.
 */
export interface Grouping {
  entities: { dimension: Narrowing['dimension']; ids: readonly string[] } | null;
  slices: { by: Dimension } | Buckets | null;
}

/** The window, cut at each unit's start. */
export interface Buckets {
  buckets: readonly Moment[];
  /** The first day of each. */
  days: readonly string[];
  /** Where all are equally long, but that the first and the last may be cut short; null: some are longer than others. */
  every: EqualDays | null;
  /** All that they follow from, beside the workspace. */
  key: string;
}

/** Stretches of so many days, one after another. */
export interface EqualDays {
  days: number;
  /** The day on which the first begins, or would if it were whole. */
  since: string;
}

/** The SQL of a group's key, as text; NULL for facts that do not bear the dimension. */
export function groupKey(dimension: Dimension, source: Pick<Source, 'dimensions'>, context: QueryContext): Sql {
  return keyOf(dimension, groupColumn(dimension, source, context), context);
}

/** What rows are grouped by: shorter than the key that follows from it. */
export function groupColumn(
  dimension: Dimension,
  source: Pick<Source, 'dimensions'>,
  { workspaceId }: QueryContext,
): Sql {
  if (dimension === 'TAG') return sql`tag.tag`;
  const expression = source.dimensions[dimension]!;
  return dimension === 'TEAM' ? teamOf(expression, workspaceId) : expression;
}

/** The key of a group's column. */
export function keyOf(dimension: Dimension | null, column: Sql, { funnel }: QueryContext): Sql {
  // Stages are known to the outside by id, to journeys by position.
  return dimension === 'STAGE' ? sql`(${funnel.stages.map(({ id }) => id)}::text[])[${column}]` : sql`${column}::text`;
}

/** A lead counts in each of its tags; without any it is in the group without a key. */
export function tagJoin(source: Source): Sql {
  const tags = source.dimensions.TAG!;
  return sql` cross join lateral (select distinct unnest(case when cardinality(${tags}) = 0 then array[null]::text[] else ${tags} end)) as tag(tag)`;
}

/** Buckets number from 1. Those that ask a source anew of each bucket bring it as a row. */
export function bucketKey(source: Source, buckets: readonly Moment[], context: QueryContext): Sql {
  if (!source.at) return sql`e.bucket::text`;
  return sql`width_bucket(${source.at(context)}, ${buckets.map(({ from }) => from)}::timestamptz[])::text`;
}

export function teamOf(owner: RawBuilder<unknown>, workspaceId: string | Sql): Sql {
  return sql`(select w.team from owners w where w.workspace_id = ${workspaceId} and w.id = ${owner})`;
}
