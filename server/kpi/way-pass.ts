import { sql } from 'kysely';
import type { CellScope } from './cell-pass.ts';
import { conditions } from './conditions.ts';
import { bucketKey, groupColumn, keyOf, tagJoin } from './grouping.ts';
import type { MeasureName } from './measures.ts';
import { type QueryContext, type Source, type Sql, source as sourceOf } from './sources.ts';
import type { Dimension } from './types.ts';

/**
 * Counts of stages of new leads, where cells cannot answer: leads are grouped by which stages they have reached, and stages counted from
 * those few groups, instead of every lead at every stage. The rows are those of the pass over every lead and stage.
 */

/** Of the groups: how many leads, for each stage that they have reached. */
const counts: Partial<Record<MeasureName, (isStep: Sql, hasAdvanced: Sql) => Sql>> = {
  cohortStagesReached: () => sql`true`,
  cohortStepsReached: (isStep) => isStep,
  cohortStepsAdvanced: (isStep, hasAdvanced) => sql`${isStep} and ${hasAdvanced}`,
  cohortStepsLost: (isStep, hasAdvanced) => sql`${isStep} and not ${hasAdvanced} and w.is_lost`,
};

const none = sql`null::text`;

export function isCountedByWay({ sourceName, across, measures, scope }: CellScope): boolean {
  return (
    sourceName === 'stagesOfNewLeads' &&
    across === undefined &&
    // Else which stages count depends on when they were reached.
    scope.withinDays === null &&
    measures.every((name) => name in counts)
  );
}

export function wayPass(
  context: QueryContext,
  { sourceName, measures, scope, grouping }: CellScope,
  branch: { index: number; byEntity: boolean; bySlice: boolean },
): Sql {
  const { funnel, asOf } = context;
  const { entities, slices } = grouping;
  const stages = sourceOf(sourceName);
  const leads: Source = { ...sourceOf('leadsCreated'), dimensions: stages.dimensions };
  const entity = branch.byEntity && entities ? entities.dimension : null;
  const slice = branch.bySlice && slices ? slices : null;
  const sliceDimension = slice && 'by' in slice ? slice.by : null;
  // Stages are told apart outside.
  const columnOf = (dimension: Dimension | null) =>
    dimension && dimension !== 'STAGE' ? groupColumn(dimension, leads, context) : none;
  const key = (dimension: Dimension | null, name: string) =>
    keyOf(dimension, sql.ref(dimension === 'STAGE' ? 'p.position' : `w.${name}`), context);
  const sliceColumn = slice && 'buckets' in slice ? bucketKey(leads, slice.buckets, context) : columnOf(sliceDimension);
  const reached = funnel.stages.map(
    ({ position }) =>
      sql`case when j.reached_at[${sql.lit(position)}] <= ${asOf} then ${sql.lit(2 ** (position - 1))}::bigint else 0 end`,
  );
  const ofStages =
    entities?.dimension === 'STAGE'
      ? sql` and p.position = any(${funnel.stages.filter(({ id }) => entities.ids.includes(id)).map(({ position }) => position)}::integer[])`
      : sql``;
  const within = entities?.dimension === 'STAGE' ? { ...grouping, entities: null } : grouping;
  const isStep = sql`p.position < ${context.stageCount}`;
  const hasAdvanced = sql`w.reached >> p.position & 1 = 1`;
  const tallies = measures.map(
    (name) =>
      sql`${sql.lit(name)}::text, coalesce(sum(w.leads) filter (where ${counts[name]!(isStep, hasAdvanced)}), 0)`,
  );
  return sql`
    select ${sql.lit(branch.index)} as branch, ${key(entity, 'entity')} as entity, ${key(sliceDimension, 'slice')} as slice,
      jsonb_build_object(${sql.join(tallies)}) as tallies
    from (
      select ${columnOf(entity)} as entity, ${sliceColumn} as slice, ${sql.join(reached, sql` + `)} as reached,
        width_bucket(${asOf}, j.lost_toggles) % 2 = 1 as is_lost, count(*) as leads
      from lead_journeys j${sliceDimension === 'TAG' ? tagJoin(leads) : sql``}
      where ${conditions(leads, context, scope, within, undefined)} group by 1, 2, 3, 4
    ) w join generate_series(1, ${context.stageCount}) as p(position) on w.reached >> (p.position - 1) & 1 = 1${ofStages}
    group by w.entity, w.slice, ${[entity, sliceDimension].includes('STAGE') ? sql`p.position` : sql`()`}`;
}
