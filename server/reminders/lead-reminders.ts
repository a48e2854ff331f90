import { type RawBuilder, sql } from 'kysely';
import type { ReminderKind } from './kinds.ts';
import type { ReminderQuestion } from './question.ts';

type Sql = RawBuilder<unknown>;

/**
 * Reminders of leads that are open: one pass over them, with as many index look-ups each as the kinds asked for need.
 * - FOLLOW_UP_DUE counts from the last follow-up since the lead came, or came back after a loss; without any, from then.
 * - UNANSWERED counts from the first INBOUND after the last follow-up; a further one keeps that, but is a new cause.
 * - COOLING counts from the last interaction, at the earliest from when it came.
 * (`offset 0` keeps the look-ups from being repeated wherever their result is used.)
 */
export function openLeadReminders(question: ReminderQuestion, kinds: ReadonlySet<ReminderKind>): Sql[] {
  const parts = (['FOLLOW_UP_DUE', 'UNANSWERED', 'COOLING'] as const).filter((kind) => kinds.has(kind));
  if (parts.length === 0) return [];
  const { workspaceId, now, seenBefore, subject } = question;
  const followsUp = kinds.has('FOLLOW_UP_DUE') || kinds.has('UNANSWERED');
  const interacts = kinds.has('COOLING');
  return [
    sql`
    select k.kind, l.lead_id as subject_id, l.lead_id, null::uuid as opportunity_id, null::uuid as customer_id,
           l.owner_id, l.funnel_id, k.cause_id, k.cause_at, k.basis, k.since, k.due_at, l.churn_days
    from (
      select j.lead_id, j.funnel_id, j.owner_id, r.churn_days, r.follow_up_every, r.first_follow_up, r.answer, r.cooling,
             spell.reopened_at, coalesce(spell.reopened_at, j.created_at) as opened_at
             ${followsUp ? sql`, ${lastFollowUp(question)} as followed_up_at` : sql``}
             ${interacts ? sql`, ${lastInteraction(question)} as interacted_at` : sql``}
      from lead_journeys j
      join rules r on r.funnel_id = j.funnel_id
      cross join lateral (
        select case when cardinality(j.lost_toggles) > 1
          then (select nullif(lower(span), j.created_at) from unnest(j.open_during) span where span @> ${now}) end as reopened_at) spell
      where j.workspace_id = ${workspaceId} and j.funnel_id = any(${question.funnelIds}::uuid[]) and ${isOpenNow(question)}
        ${subject ? sql`and j.lead_id = ${subject}` : sql``} ${question.ofOwners(sql`j.owner_id`)}
      offset 0
    ) l
    cross join lateral (${sql.join(
      parts.map((kind) => branches[kind](question, interacts)),
      sql` union all `,
    )}) k
    where k.due_at < ${seenBefore}`,
  ];
}

/** The two halves are two ranges of one index. */
function isOpenNow({ now }: ReminderQuestion): Sql {
  return sql`(j.open_until is null or j.open_until > ${now}) and j.created_at <= ${now}
    and (cardinality(j.lost_toggles) <= 1 or j.open_during @> ${now})`;
}

/** As of now; one step into an index. */
function lastFollowUp({ workspaceId, now }: ReminderQuestion): Sql {
  return sql`(
    select max(a.at) from activities a
    where a.workspace_id = ${workspaceId} and a.lead_id = j.lead_id and a.direction = 'OUTBOUND' and a.at <= ${now})`;
}

function lastInteraction({ workspaceId, now }: ReminderQuestion): Sql {
  return sql`(
    select max(a.interaction_at) from activity_journeys a
    where a.workspace_id = ${workspaceId} and a.lead_id = j.lead_id and a.interaction_at <= ${now})`;
}

const openedBasis = sql`case when l.reopened_at is null then 'NEW' else 'REOPENED' end`;

type Branch = (question: ReminderQuestion, knowsInteraction: boolean) => Sql;

const branches: Record<'FOLLOW_UP_DUE' | 'UNANSWERED' | 'COOLING', Branch> = {
  FOLLOW_UP_DUE: () => sql`
    select 'FOLLOW_UP_DUE' as kind, null::uuid as cause_id,
           case when l.followed_up_at >= l.opened_at then l.followed_up_at else l.reopened_at end as cause_at,
           case when l.followed_up_at >= l.opened_at then 'LAST' else ${openedBasis} end as basis,
           greatest(l.followed_up_at, l.opened_at) as since,
           case when l.followed_up_at >= l.opened_at then l.followed_up_at + l.follow_up_every
                else l.opened_at + l.first_follow_up end as due_at`,
  // At one instant inbound comes before outbound: what came with a follow-up is answered. What came before a loss is settled by it.
  UNANSWERED: ({ workspaceId, now }, knowsInteraction) => sql`
    select 'UNANSWERED' as kind, wait.cause_id, null::timestamptz as cause_at, 'LAST' as basis, wait.since,
           wait.since + l.answer as due_at
    from (
      select coalesce(l.followed_up_at, '-infinity') as after, coalesce(l.reopened_at, '-infinity') as opened_at
      where ${knowsInteraction ? sql`l.interacted_at > coalesce(l.followed_up_at, '-infinity')` : sql`true`}) bound
    cross join lateral (
      select (array_agg(a.activity_id order by a.at desc, a.activity_id desc))[1] as cause_id, min(a.at) as since
      from activity_journeys a
      where a.workspace_id = ${workspaceId} and a.lead_id = l.lead_id and a.direction = 'INBOUND'
        and a.interaction_at <= ${now} and a.interaction_at > bound.after and a.interaction_at >= bound.opened_at) wait
    where wait.since is not null`,
  COOLING: () => sql`
    select 'COOLING' as kind, null::uuid as cause_id,
           case when l.interacted_at >= l.opened_at then l.interacted_at else l.reopened_at end as cause_at,
           case when l.interacted_at >= l.opened_at then 'LAST' else ${openedBasis} end as basis,
           greatest(l.interacted_at, l.opened_at) as since, greatest(l.interacted_at, l.opened_at) + l.cooling as due_at`,
};

/**
 * UNANSWERED of leads that are not open: what came after they had been won or lost, for as long as an open lead would count as interested
 * (leadChurnDays). What they had written before was settled by the closing. Looked up contact by contact, however many leads there are.
 */
export function closedLeadReminders(question: ReminderQuestion, kinds: ReadonlySet<ReminderKind>): Sql[] {
  if (!kinds.has('UNANSWERED')) return [];
  const { workspaceId, now, seenBefore, subject } = question;
  return [
    sql`
    select 'UNANSWERED' as kind, w.lead_id as subject_id, w.lead_id, null::uuid as opportunity_id, null::uuid as customer_id,
           w.owner_id, w.funnel_id, w.cause_id, null::timestamptz as cause_at, 'LAST' as basis, w.since, w.since + w.answer as due_at,
           w.churn_days
    from (
      select a.lead_id, j.owner_id, r.funnel_id, r.answer, r.churn_days, min(a.at) as since,
             (array_agg(a.activity_id order by a.at desc, a.activity_id desc))[1] as cause_id
      from rules r
      join activity_journeys a on a.workspace_id = ${workspaceId} and a.funnel_id = r.funnel_id and a.direction = 'INBOUND'
        and a.at <= ${now} and a.at > ${now} - make_interval(days => r.churn_days)
      cross join lateral (
        select j.owner_id, j.open_during from lead_journeys j
        where j.workspace_id = ${workspaceId} and j.lead_id = a.lead_id and j.created_at <= ${now}
          ${question.ofOwners(sql`j.owner_id`)}
        limit 1) j
      where not (j.open_during && tstzrange(a.at, ${now}, '[]')) ${subject ? sql`and a.lead_id = ${subject}` : sql``}
        and case when a.starts_wait then a.answered_at is null or a.answered_at > ${now} else (
          select max(f.at) from activities f
          where f.workspace_id = ${workspaceId} and f.lead_id = a.lead_id and f.direction = 'OUTBOUND' and f.at >= a.at
            and f.at <= ${now}) is null end
      group by a.lead_id, j.owner_id, r.funnel_id, r.answer, r.churn_days
    ) w
    where w.since + w.answer < ${seenBefore}`,
  ];
}
