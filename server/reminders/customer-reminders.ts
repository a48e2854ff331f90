import { type RawBuilder, sql } from 'kysely';
import type { ReminderKind } from './kinds.ts';
import type { ReminderQuestion } from './question.ts';

/**
 * REPURCHASE_DUE: customers with an order, counted from their last one to the funnel's repurchaseAfterDays; without that setting to
 * - the mean gap between their orders, where that is a day at least: lines of one purchase are no habit;
 * - else the median gap between first and second order of all customers of the workspace, again of a day at least; none: no reminder.
 */
export function customerReminders(question: ReminderQuestion, kinds: ReadonlySet<ReminderKind>): RawBuilder<unknown>[] {
  if (!kinds.has('REPURCHASE_DUE')) return [];
  const { workspaceId, now, seenBefore, subject } = question;
  const inMilliseconds = (seconds: RawBuilder<unknown>) => sql`make_interval(secs => ceil(1000 * ${seconds}) / 1000)`;
  const firstGap = sql`(c.second_order_at - c.first_order_at)`;
  const usual = sql`(
    select ${inMilliseconds(sql`percentile_cont(0.5) within group (order by extract(epoch from ${firstGap})::double precision)`)}
    from customer_journeys c
    where c.workspace_id = ${workspaceId} and c.second_order_at <= ${now} and ${firstGap} >= interval '1 day')`;
  const own = sql`extract(epoch from o.last_order_at - o.first_order_at)::double precision / (o.orders - 1)`;
  return [
    sql`
    select 'REPURCHASE_DUE' as kind, c.customer_id as subject_id, c.lead_id, null::uuid as opportunity_id, c.customer_id,
           c.owner_id, c.funnel_id, c.last_order_id as cause_id, null::timestamptz as cause_at,
           case when c.repurchase is not null then 'SET' when c.is_habit then 'OWN' else 'USUAL' end as basis,
           c.last_order_at as since, c.last_order_at + c.gap as due_at, c.churn_days
    from (
      select j.customer_id, j.lead_id, j.owner_id, j.funnel_id, r.churn_days, r.repurchase, o.last_order_id, o.last_order_at,
             habit.is_habit,
             case when r.repurchase is not null then r.repurchase
                  when habit.is_habit then ${inMilliseconds(own)}
                  else ${usual} end as gap
      from rules r
      join customer_journeys j on j.workspace_id = ${workspaceId} and j.funnel_id = r.funnel_id and j.first_order_at <= ${now}
      cross join lateral (
        select count(*) as orders, min(o.at) as first_order_at, max(o.at) as last_order_at,
               (array_agg(o.order_id order by o.at desc, o.ordinal desc))[1] as last_order_id
        from order_journeys o where o.workspace_id = ${workspaceId} and o.customer_id = j.customer_id and o.at <= ${now}) o
      cross join lateral (
        select o.orders > 1 and o.last_order_at - o.first_order_at >= (o.orders - 1) * interval '1 day' as is_habit) habit
      where o.orders > 0 ${subject ? sql`and j.customer_id = ${subject}` : sql``} ${question.ofOwners(sql`j.owner_id`)}
    ) c
    where c.last_order_at + c.gap < ${seenBefore}`,
  ];
}
