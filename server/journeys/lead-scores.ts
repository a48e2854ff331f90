import { type RawBuilder, sql } from 'kysely';
import { uuidArray } from '../database/binary-arrays.ts';
import type { Queryable } from '../database/database.ts';
import { createScorer, type Scorer } from './quality-score.ts';
import type { ScoredLead } from './scored-lead.ts';
import { defaultRules, OWN_ATTRIBUTE, type ScoringRules } from './scoring-rules.ts';

/** Which of a lead's two scores: a new model fills the one that the active model does not use. */
export type Slot = 'A' | 'B';

export const scoreColumn = { A: 'quality_score_a', B: 'quality_score_b' } as const satisfies Record<Slot, string>;

/** A lead's scores as columns of its journey; null without a score, or where no model has ever filled the slot. */
export type ScoreColumns = Record<(typeof scoreColumn)[Slot], string | null>;

/**
 * The scores of these leads by the latest model of each slot: the active model, beside it the one that leads are being scored by, or the
 * one that was active before. So while leads are scored anew no change of a lead is missed, and a reader that still looks at the former
 * slot finds it right. Two statements, however many leads.
 */
export async function scoresOf(
  on: Queryable,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<Map<string, ScoreColumns>> {
  const rules = await rulesBySlot(on, workspaceId);
  const scorers = { A: rules.A && createScorer(rules.A), B: rules.B && createScorer(rules.B) };
  const names = [...new Set(Object.values(rules).flatMap(ownAttributes))];
  const leads = await scoredLeads(on, workspaceId, names, sql`l.id = any(${uuidArray(leadIds)})`);
  const scoreBy = (scorer: Scorer | undefined, lead: ScoredLead) => scorer?.score(lead) ?? null;
  return new Map(
    leads.map((lead) => [
      lead.id,
      { quality_score_a: scoreBy(scorers.A, lead), quality_score_b: scoreBy(scorers.B, lead) },
    ]),
  );
}

async function rulesBySlot(on: Queryable, workspaceId: string): Promise<{ [Which in Slot]?: ScoringRules }> {
  const rows = await on.query<{ slot: Slot; rules: ScoringRules }>(sql`
    select distinct on (slot) slot, rules from scoring_models
    where workspace_id = ${workspaceId} order by slot, version desc`);
  return rows.length === 0 ? { A: defaultRules } : Object.fromEntries(rows.map(({ slot, rules }) => [slot, rules]));
}

/** Of leads in order of id: those behind `after`, up to and including `through`. */
export interface LeadRange {
  after: string | null;
  through: string | null;
  count: number;
}

/**
 * Scores as many leads as asked for by these rules, and keeps the scores in the slot. Gives their ids, in order. `write` is handed the ids
 * and the writing itself, for those who want to look before and after.
 */
export async function scoreLeads(
  on: Queryable,
  workspaceId: string,
  { rules, slot }: { rules: ScoringRules; slot: Slot },
  { after, through, count }: LeadRange,
  write: (ids: readonly string[], work: () => Promise<unknown>) => Promise<unknown>,
): Promise<string[]> {
  const range = sql`l.id <= ${through}::uuid and (${after}::uuid is null or l.id > ${after}::uuid)`;
  const leads = await scoredLeads(on, workspaceId, ownAttributes(rules), range, sql`order by l.id limit ${count}`);
  if (leads.length === 0) return [];
  const { score } = createScorer(rules);
  const ids = leads.map(({ id }) => id);
  const column = sql.ref(scoreColumn[slot]);
  await write(ids, () =>
    on.query(sql`
    update lead_journeys j set ${column} = scored.score
    from unnest(${uuidArray(ids)}, ${leads.map(score)}::numeric[]) as scored(lead_id, score)
    where j.workspace_id = ${workspaceId} and j.lead_id = scored.lead_id and j.${column} is distinct from scored.score`),
  );
  return ids;
}

function ownAttributes({ rules }: ScoringRules): string[] {
  const own = rules.map(({ attribute }) => attribute).filter((attribute) => attribute.startsWith(OWN_ATTRIBUTE));
  return own.map((attribute) => attribute.slice(OWN_ATTRIBUTE.length));
}

/** Of the leads' own attributes only those with these names: they may be long. */
async function scoredLeads(
  on: Queryable,
  workspaceId: string,
  names: readonly string[],
  which: RawBuilder<unknown>,
  order: RawBuilder<unknown> = sql``,
): Promise<(ScoredLead & { id: string })[]> {
  const attributes = names.length
    ? sql`(select jsonb_object_agg(n.name, l.attributes -> n.name) from unnest(${names}::text[]) as n(name))`
    : sql`null::jsonb`;
  return on.query(sql`
    select l.id, l.need_match as "needMatch", l.company_size as "companySize", l.industry, l.region, l.company, l.email, l.name,
           l.tags, l.referred_by as "referredBy", p.key as product, c.key as channel, ${attributes} as attributes
    from leads l
    left join products p on p.workspace_id = ${workspaceId} and p.id = l.product_id
    left join channels c on c.workspace_id = ${workspaceId} and c.id = l.channel_id
    where l.workspace_id = ${workspaceId} and ${which} ${order}`);
}
