import { sql } from 'kysely';
import type { QueryContext, Sql } from './sources.ts';

/** Weights of interactions by kind, unless the funnel sets others. */
export const defaultActivityWeights: Readonly<Record<string, number>> = {
  MEETING: 5,
  VISIT: 5,
  CALL: 3,
  FORM: 3,
  EMAIL: 2,
  WECHAT: 2,
  SMS: 2,
  EVENT: 2,
  CONTENT: 1,
  OTHER: 1,
};

const HALF_LIFE_SECONDS = 14 * 86_400;
/** After so many half-lives an interaction counts nothing: PostgreSQL refuses powers that vanish. */
const MOST_HALF_LIVES = 1_000;

/** 线索活跃度 of the lead j, as column score: Σ weight(kind) · 2^(−age / 14 days) over its interactions. */
export function activityScore({ workspaceId, funnel, moment }: QueryContext): Sql {
  const weights = { ...defaultActivityWeights, ...funnel.activityWeights };
  const cases = Object.entries(weights).map(
    ([kind, weight]) => sql`when ${kind}::text then ${weight}::double precision`,
  );
  const halfLives = sql`extract(epoch from ${moment.until} - i.interaction_at)::double precision / ${HALF_LIFE_SECONDS}::double precision`;
  return sql`
    select coalesce(sum((case i.kind ${sql.join(cases, sql` `)} end) * power(2::double precision, -least(${halfLives}, ${MOST_HALF_LIVES}))), 0) as score
    from activity_journeys i
    where i.workspace_id = ${workspaceId} and i.lead_id = j.lead_id and i.interaction_at <= ${moment.seen}`;
}
