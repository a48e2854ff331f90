import { type RawBuilder, sql } from 'kysely';
import type { ReminderKind } from './kinds.ts';
import type { ReminderQuestion } from './question.ts';

/**
 * STALLED: opportunities that are open, counted from openedAt to the funnel's stalledAfterDays; without that setting to the 90th
 * percentile of the sales cycles won in the 365 days before now, as `stalled_opportunities` has it; none won: no reminders.
 */
export function opportunityReminders(
  question: ReminderQuestion,
  kinds: ReadonlySet<ReminderKind>,
): RawBuilder<unknown>[] {
  if (!kinds.has('STALLED')) return [];
  const { workspaceId, now, seenBefore, subject } = question;
  return [
    sql`
    select 'STALLED' as kind, j.opportunity_id as subject_id, j.lead_id, j.opportunity_id, null::uuid as customer_id,
           j.owner_id, j.funnel_id, null::uuid as cause_id, null::timestamptz as cause_at, stall.basis, j.opened_at as since, j.opened_at + stall.after as due_at,
           stall.churn_days
    from (
      with stall as materialized (
      select r.funnel_id, r.churn_days,
             case when r.stalled_after_days is null then 'USUAL' else 'SET' end as basis,
             case when r.stalled_after_days is not null then make_interval(secs => r.stalled_after_days * 86400.0)
                  else (
                    select make_interval(secs => ceil(1000 * percentile_cont(0.9) within group (
                      order by extract(epoch from w.won_at - w.opened_at)::double precision)) / 1000)
                    from opportunity_journeys w
                    where w.workspace_id = ${workspaceId} and w.funnel_id = r.funnel_id and w.won_at <= ${now}
                      and w.won_at > ${now} - interval '365 days') end as after
      from rules r)
      select * from stall
    ) stall
    join opportunity_journeys j on j.workspace_id = ${workspaceId} and j.funnel_id = stall.funnel_id
    where (j.closed_at is null or j.closed_at > ${now}) and j.opened_at <= ${now} and j.opened_at + stall.after < ${seenBefore}
      ${subject ? sql`and j.opportunity_id = ${subject}` : sql``} ${question.ofOwners(sql`j.owner_id`)}`,
  ];
}
