import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import { customerReminders } from './customer-reminders.ts';
import type { ReminderRow } from './kinds.ts';
import { closedLeadReminders, openLeadReminders } from './lead-reminders.ts';
import { opportunityReminders } from './opportunity-reminders.ts';
import { questionOf, type ReminderScope, rulesOf } from './question.ts';

type Sql = RawBuilder<unknown>;

/** A place in the order: due time, then kind and subject, of which there is one reminder at most. */
export type ReminderPlace = readonly [dueAt: Date, kind: string, subject: string];

/** Those behind `after`, in order; in one statement. */
export function findReminders(
  on: Queryable,
  scope: ReminderScope,
  { after, take }: { after: ReminderPlace | undefined; take: number },
): Promise<ReminderRow[]> {
  return on.query(sql`
    ${withReminders(scope)} select ${columns} from reminders r ${behind(after)} order by ${order} limit ${take}`);
}

/** The same for each of `scope.ownerIds`: as many of each, in one statement for all. */
export function findRemindersByOwner(
  on: Queryable,
  scope: ReminderScope,
  { after, take }: { after: ReminderPlace | undefined; take: number },
): Promise<ReminderRow[]> {
  return on.query(sql`
    ${withReminders(scope)}
    select ${columns} from (
      select *, row_number() over (partition by owner_id order by ${order}) as place from reminders ${behind(after)}
    ) r where place <= ${take} order by ${order}`);
}

/** How many there are, by the owner's internal id; null: of nobody. */
export async function countReminders(on: Queryable, scope: ReminderScope): Promise<Map<string | null, number>> {
  const rows = await on.query<{ ownerId: string | null; count: number }>(sql`
    ${withReminders(scope)} select owner_id as "ownerId", count(*) as count from reminders group by owner_id`);
  return new Map(rows.map(({ ownerId, count }) => [ownerId, count]));
}

const order = sql`due_at, kind, subject_id`;

/** What the mark of a reminder names. */
const cause = (row: string) => {
  const [id, at] = [sql.ref(`${row}.cause_id`), sql.ref(`${row}.cause_at`)];
  return sql`coalesce(${id}::text, (extract(epoch from ${at}) * 1000)::bigint::text, 'new')`;
};

/**
 * `reminders`: what is derived, beside what was done about it, without what the scope does not want to see. Causes are
 * compared in a way that no plan hashes: they are then spelled out only where there is a mark of that kind and subject.
 */
function withReminders(scope: ReminderScope): Sql {
  const question = questionOf(scope);
  const kinds = new Set(scope.kinds);
  const derived = [openLeadReminders, closedLeadReminders, opportunityReminders, customerReminders].flatMap((derive) =>
    derive(question, kinds),
  );
  const isSnoozed = sql`m.state = 'SNOOZED' and m.until > ${question.now}`;
  const dueAt = sql`greatest(d.due_at, case when m.state = 'SNOOZED' then m.until end)`;
  const isDue = sql`${dueAt} < ${question.seenBefore}`;
  return sql`
    with rules as (${rulesOf(question)}),
    derived as (${sql.join(derived, sql` union all `)}),
    reminders as (
      select d.kind, d.subject_id, d.cause_id, d.cause_at, d.lead_id, d.opportunity_id, d.customer_id, d.owner_id,
             d.funnel_id, d.basis, d.since, d.due_at as rule_due_at, ${dueAt} as due_at, d.churn_days, m.until, m.marked_by, m.at as marked_at,
             case when m.state = 'DONE' then 'DONE' when ${isSnoozed} then 'SNOOZED' else 'OPEN' end as state
      from derived d
      left join reminder_marks m on m.workspace_id = ${scope.workspaceId} and m.kind = d.kind and m.subject_id = d.subject_id
        and m.cause is not distinct from ${cause('d')}
      where ${scope.includeDone ? sql`true` : sql`m.state is distinct from 'DONE'`}
        and ${scope.includeSnoozed ? sql`(${isDue} or (${isSnoozed}))` : isDue}
    )`;
}

const columns = sql`
  kind || ':' || subject_id || ':' || ${cause('r')} as id, kind, subject_id as "subjectId", lead_id as "leadId",
  opportunity_id as "opportunityId", customer_id as "customerId", owner_id as "ownerId", funnel_id as "funnelId", basis, since, rule_due_at as "ruleDueAt", due_at as "dueAt", state,
  case when state = 'SNOOZED' then until end as until, marked_by as "markedBy", marked_at as "markedAt",
  churn_days as "churnDays"`;

function behind(after: ReminderPlace | undefined): Sql {
  if (!after) return sql``;
  const [dueAt, kind, subject] = after;
  return sql`where (due_at, kind, subject_id) > (${dueAt}::timestamptz, ${kind}::text, ${subject}::uuid)`;
}
