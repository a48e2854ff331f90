import { sql } from 'kysely';
import type { Database } from '../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { writeFacts } from '../../../server/facts/write-facts.ts';
import { readFunnels } from '../../../server/funnel/funnel.loaders.ts';
import { createScorer } from '../../../server/journeys/quality-score.ts';
import type { ScoringRules } from '../../../server/journeys/scoring-rules.ts';
import { createKpiReader } from '../../../server/kpi/reader.ts';
import type { KpiAnswer } from '../../../server/kpi/types.ts';

export const now = new Date('2026-04-01T00:00:00Z');
const LEADS_AT_ONCE = 500;

/** By the default rules each of these leads has 40 points: a company of 200 people or more, and nothing else known. */
export const lead = (number: number) => ({
  id: `l${number}`,
  createdAt: '2026-03-01T00:00:00Z',
  companySize: 200 + (number % 100),
});

export async function addLeads(
  database: Database,
  workspace: WorkspaceInfo,
  from: number,
  count: number,
): Promise<void> {
  for (let at = from; at < from + count; at += LEADS_AT_ONCE) {
    const length = Math.min(LEADS_AT_ONCE, from + count - at);
    await writeFacts(
      database,
      workspace,
      'leads',
      Array.from({ length }, (_, index) => lead(at + index)),
    );
  }
}

/** 60 points and more for a company, some for each of its people. */
export const sizeRules = (base: string, each: string): ScoringRules => ({
  base,
  rules: [{ attribute: 'companySize', cases: [{ test: 'LINEAR', points: each }] }],
});

/** How many leads do not have, in the slot of the active model, the score that its rules give. */
export async function wrongScores(database: Database, workspace: WorkspaceInfo, rules: ScoringRules): Promise<number> {
  const rows = await database.query<{ size: number | null; score: string | null }>(sql`
    select l.company_size as size, case m.slot when 'A' then j.quality_score_a else j.quality_score_b end as score
    from leads l join lead_journeys j on j.workspace_id = l.workspace_id and j.lead_id = l.id
    join scoring_models m on m.workspace_id = l.workspace_id and m.status = 'ACTIVE'
    where l.workspace_id = ${workspace.id}`);
  const { score } = createScorer(rules);
  const nothing = { needMatch: null, industry: null, region: null, company: null, product: null, channel: null };
  const others = { referredBy: null, tags: [], email: null, name: null, attributes: null };
  return rows.filter((row) => {
    const expected = score({ ...nothing, ...others, companySize: row.size });
    return (row.score === null ? null : Number(row.score)) !== (expected === null ? null : Number(expected));
  }).length;
}

/** Three KPIs of March in one statement. */
export async function march(
  database: Database,
  workspace: WorkspaceInfo,
): Promise<[mean: KpiAnswer, qualified: KpiAnswer, all: KpiAnswer]> {
  const [funnel] = await readFunnels(database, workspace.id);
  const reader = createKpiReader(database, workspace, now);
  const ask = (key: string) => reader.value({ key, funnel: funnel!, scope: { window: { period: '2026-03' } } });
  return Promise.all([ask('lead_quality_score'), ask('qualified_leads'), ask('new_leads')]);
}
