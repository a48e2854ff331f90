import { sql } from 'kysely';
import { insertRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import { newId } from '../database/new-id.ts';
import type { WorkspaceInfo, WorkspaceWrite } from '../database/workspace-write.ts';
import { type Slot, scoreColumn, scoresOf } from '../journeys/lead-scores.ts';
import { candidatesOf, candidatesWithCapacity } from './candidates.ts';
import { byFreeCapacity, type Choice, inTurn } from './choose-owners.ts';
import { readPolicies, type StoredPolicy } from './policy.ts';

/** A lead as it was just written, in canonical form. */
type LeadRow = Record<string, unknown> & { id: string };

/** Leads that were written: those that were not there before, and those that were. */
interface Written {
  made: readonly LeadRow[];
  changed: readonly LeadRow[];
}

/**
 * Gives the leads among these that have no owner to owners, by their funnel's policy: in the transaction that wrote them, before journeys
 * follow, so nobody ever sees one without, none is given twice whatever dies when, and the lock of the workspace's row keeps turns and
 * capacities right with any number of writers. Sets `owner_id` of the rows that it changes. Leads that all have an owner cost nothing.
 *
 * A lead is given at most once: when it comes, or when a later version of it reaches the score. Whoever the sender names wins; when the
 * sender names nobody again, it is the owner's to whom it was given: many senders say null for what they do not know.
 */
export async function assignOwners(
  write: WorkspaceWrite,
  workspace: WorkspaceInfo,
  { made, changed }: Written,
): Promise<void> {
  await giveBack(write, workspace.id, changed.filter(hasNoOwner));
  const rows = new Map([...made, ...changed].filter(hasNoOwner).map((lead) => [lead.id, lead]));
  if (rows.size === 0) return;
  const isMade = new Set(made.map(({ id }) => id));
  const funnels = [...new Set([...rows.values()].map((lead) => lead.funnel_id as string))];
  const policies = (await readPolicies(write, workspace.id, funnels)).filter(({ isActive }) => isActive);
  if (policies.length === 0) return;
  const waiting = await leadsToAssign(write, workspace.id, [...rows.keys()]);
  for (const policy of policies) {
    const theirs = waiting.filter((lead) => lead.funnelId === policy.funnelId && reaches(lead, policy));
    if (theirs.length === 0) continue;
    const choices = await choose(write, workspace, policy, theirs.length);
    const given = choices.map((choice, index) => ({ ...choice, lead: theirs[index]! }));
    await setOwners(
      write,
      workspace.id,
      given.map(({ lead, owner }) => ({ row: rows.get(lead.id)!, ownerId: owner.id })),
    );
    // What hangs on a lead that was there bears its owner, too.
    if (given.some(({ lead }) => !isMade.has(lead.id))) write.markChanged();
    await log(write, workspace.id, policy, given);
  }
}

function hasNoOwner(lead: LeadRow): boolean {
  return lead.owner_id === null;
}

/** To whom they were given before. */
async function giveBack(on: Queryable, workspaceId: string, leads: readonly LeadRow[]): Promise<void> {
  if (leads.length === 0) return;
  const ids = leads.map(({ id }) => id);
  const given = await on.query<{ id: string; ownerId: string }>(sql`
    select lead_id as id, owner_id as "ownerId" from assignments
    where workspace_id = ${workspaceId} and lead_id = any(${ids}::uuid[])`);
  const owners = new Map(given.map(({ id, ownerId }) => [id, ownerId]));
  await setOwners(
    on,
    workspaceId,
    leads.flatMap((row) => (owners.has(row.id) ? [{ row, ownerId: owners.get(row.id)! }] : [])),
  );
}

async function setOwners(
  on: Queryable,
  workspaceId: string,
  changes: readonly { row: LeadRow; ownerId: string }[],
): Promise<void> {
  if (changes.length === 0) return;
  await on.query(sql`
    update leads l set owner_id = given.owner_id
    from (select unnest(${changes.map(({ row }) => row.id)}::uuid[]) as lead_id,
                 unnest(${changes.map(({ ownerId }) => ownerId)}::uuid[]) as owner_id) given
    where l.workspace_id = ${workspaceId} and l.id = given.lead_id`);
  for (const { row, ownerId } of changes) row.owner_id = ownerId;
}

interface WaitingLead {
  id: string;
  funnelId: string;
  ageDays: number;
  now: Date;
  /** By the active scoring model; null for none. */
  score: string | null;
}

/** Those that were never given to anybody and are open, in order of creation. The database's clock says how old they are. */
async function leadsToAssign(on: Queryable, workspaceId: string, ids: readonly string[]): Promise<WaitingLead[]> {
  const found = await on.query<Omit<WaitingLead, 'score'> & { slot: Slot | null }>(sql`
    select l.id, l.funnel_id as "funnelId", extract(epoch from now() - l.created_at)::double precision / 86400 as "ageDays", now() as now,
           (select m.slot from scoring_models m where m.workspace_id = ${workspaceId} and m.status = 'ACTIVE') as slot
    from leads l
    left join lead_journeys j on j.workspace_id = ${workspaceId} and j.lead_id = l.id
    where l.workspace_id = ${workspaceId} and l.id = any(${[...ids]}::uuid[]) and (j.open_until is null or j.open_until > now())
      and not exists (select 1 from assignments s where s.workspace_id = ${workspaceId} and s.lead_id = l.id)
    order by l.created_at, l.arrival`);
  if (found.length === 0) return [];
  const scores = await scoresOf(
    on,
    workspaceId,
    found.map(({ id }) => id),
  );
  return found.map(({ slot, ...lead }) => ({
    ...lead,
    score: scores.get(lead.id)?.[scoreColumn[slot ?? 'A']] ?? null,
  }));
}

function reaches({ ageDays, score }: WaitingLead, { minimumScore, maximumAgeDays }: StoredPolicy): boolean {
  if (ageDays > maximumAgeDays) return false;
  return minimumScore === null || (score !== null && Number(score) >= minimumScore);
}

async function choose(on: Queryable, workspace: WorkspaceInfo, policy: StoredPolicy, count: number): Promise<Choice[]> {
  if (policy.strategy === 'ROUND_ROBIN')
    return inTurn(await candidatesOf(on, workspace, policy), policy.lastOwner, count);
  return byFreeCapacity(await candidatesWithCapacity(on, workspace, policy), count);
}

const logColumns = {
  workspace_id: 'uuid',
  id: 'uuid',
  lead_id: 'uuid',
  owner_id: 'uuid',
  at: 'timestamptz',
  strategy: 'text',
  score: 'numeric',
  minimum_score: 'double precision',
  free_capacity: 'double precision',
} as const;

async function log(
  on: Queryable,
  workspaceId: string,
  { funnelId, strategy, minimumScore }: StoredPolicy,
  given: readonly (Choice & { lead: WaitingLead })[],
): Promise<void> {
  const last = given.at(-1);
  if (!last) return;
  await insertRows(
    on,
    'assignments',
    logColumns,
    given.map(({ lead, owner, free }) => ({
      workspace_id: workspaceId,
      id: newId(),
      lead_id: lead.id,
      owner_id: owner.id,
      at: lead.now,
      strategy,
      score: lead.score,
      minimum_score: minimumScore,
      free_capacity: free,
    })),
  );
  if (strategy === 'ROUND_ROBIN')
    await on.query(sql`
      update assignment_policies set last_owner = ${last.owner.key}
      where workspace_id = ${workspaceId} and funnel_id = ${funnelId}`);
}
