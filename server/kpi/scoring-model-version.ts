import { sql } from 'kysely';
import type { MeasureName } from './measures.ts';
import type { Sql } from './sources.ts';

/** What is added up by the quality score; a test holds this list against the measures' SQL. */
const byQualityScore: ReadonlySet<string> = new Set<MeasureName>(['qualityScores', 'unscoredLeads', 'qualifiedLeads']);

export function readsQualityScore(measures: readonly MeasureName[]): boolean {
  return measures.some((name) => byQualityScore.has(name));
}

/** The statement with the version of the model that it read scores by, in the same snapshot. Where it has no rows, one of NULLs bears it. */
export function withModelVersion(statement: Sql, workspaceId: string | Sql): Sql {
  return sql`
    select u.*, v.version as scoring_model_version
    from (select coalesce((select m.version from scoring_models m where m.workspace_id = ${workspaceId} and m.status = 'ACTIVE'), 1) as version) v
    left join (${statement}) u on true`;
}
