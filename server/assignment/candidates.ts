import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import type { Candidate } from './choose-owners.ts';
import type { AssignmentPolicy } from './policy.ts';

type Among = Pick<AssignmentPolicy, 'owners' | 'teams'>;

/** The owners who take part; what they have left is not looked at. */
export function candidatesOf(on: Queryable, { id }: WorkspaceInfo, { owners, teams }: Among): Promise<Candidate[]> {
  return on.query(sql`
    select o.id, o.key, null::double precision as free from owners o
    where o.workspace_id = ${id} and (o.key = any(${[...owners]}::text[]) or o.team = any(${[...teams]}::text[]))`);
}

/**
 * The owners who take part and have a weekly capacity, with what is left of it:
 * weeklyCapacity − follow-ups made since Monday (the activity's owner, else the lead's) − leads assigned to them since Monday that are
 * still theirs, open and not followed up since. A follow-up of such a lead moves it from the one to the other.
 */
export function candidatesWithCapacity(
  on: Queryable,
  { id, timeZone }: WorkspaceInfo,
  { owners, teams }: Among,
): Promise<Candidate[]> {
  return on.query(sql`
    with week as (select date_trunc('week', now(), ${timeZone}::text) as monday),
    made as (
      select coalesce(a.owner_id, l.owner_id) as owner_id, count(*) as count
      from week cross join funnels f
      join activity_journeys a on a.workspace_id = ${id} and a.funnel_id = f.id and a.direction = 'OUTBOUND'
        and a.at >= week.monday and a.at <= now()
      join leads l on l.workspace_id = ${id} and l.id = a.lead_id
      where f.workspace_id = ${id}
      group by 1
    ),
    waiting as (
      select s.owner_id, count(*) as count
      from week
      join assignments s on s.workspace_id = ${id} and s.at >= week.monday
      join leads l on l.workspace_id = ${id} and l.id = s.lead_id and l.owner_id = s.owner_id
      left join lead_journeys j on j.workspace_id = ${id} and j.lead_id = s.lead_id
      where (j.open_until is null or j.open_until > now()) and not exists (
        select 1 from activities f
        where f.workspace_id = ${id} and f.lead_id = s.lead_id and f.direction = 'OUTBOUND' and f.at >= s.at and f.at <= now())
      group by s.owner_id
    )
    select o.id, o.key, o.weekly_capacity - coalesce(made.count, 0) - coalesce(waiting.count, 0) as free
    from owners o
    left join made on made.owner_id = o.id
    left join waiting on waiting.owner_id = o.id
    where o.workspace_id = ${id} and o.weekly_capacity is not null
      and (o.key = any(${[...owners]}::text[]) or o.team = any(${[...teams]}::text[]))`);
}
