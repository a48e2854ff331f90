import { type RawBuilder, sql } from 'kysely';
import type { ReminderKind } from './kinds.ts';
import { settingColumn } from './settings.ts';

type Sql = RawBuilder<unknown>;

/** Which reminders are asked for. */
export interface ReminderScope {
  workspaceId: string;
  now: Date;
  /** Due before this instant. */
  dueBefore: Date;
  funnelIds: readonly string[];
  kinds: readonly ReminderKind[];
  /** Keys; null among them: what nobody owns. Absent: whoever owns it. */
  owners?: readonly (string | null)[] | undefined;
  /** Internal ids of owners, beside `owners`. */
  ownerIds?: readonly string[] | undefined;
  teams?: readonly string[] | undefined;
  /** Internal id: only of this lead, opportunity or customer. */
  subject?: string | undefined;
  /** Also those put off until later, or done. */
  includeSnoozed: boolean;
  includeDone: boolean;
}

/** The scope as the parts of a statement. */
export interface ReminderQuestion {
  workspaceId: string;
  funnelIds: readonly string[];
  now: Sql;
  /** Whatever is due later by its rule need not be looked at. */
  seenBefore: Sql;
  subject: Sql | undefined;
  /** `and …`, or nothing. */
  ofOwners(column: Sql): Sql;
}

export function questionOf(scope: ReminderScope): ReminderQuestion {
  const { workspaceId, funnelIds, now, dueBefore, subject } = scope;
  return {
    workspaceId,
    funnelIds,
    now: sql`${now}::timestamptz`,
    seenBefore: sql`${dueBefore}::timestamptz`,
    subject: subject === undefined ? undefined : sql`${subject}::uuid`,
    ofOwners: (column) => ofOwners(column, scope),
  };
}

function ofOwners(column: Sql, { workspaceId, owners, ownerIds, teams }: ReminderScope): Sql {
  const conditions: Sql[] = [];
  const among = (name: 'key' | 'team', values: readonly string[]) =>
    sql`${column} in (select w.id from owners w where w.workspace_id = ${workspaceId} and ${sql.ref(`w.${name}`)} = any(${[...values]}::text[]))`;
  if (owners) {
    const keys = among(
      'key',
      owners.filter((key) => key !== null),
    );
    conditions.push(owners.includes(null) ? sql`(${column} is null or ${keys})` : keys);
  }
  if (ownerIds) conditions.push(sql`${column} = any(${[...ownerIds]}::uuid[])`);
  if (teams) conditions.push(among('team', teams));
  return conditions.length === 0 ? sql`` : sql`and ${sql.join(conditions, sql` and `)}`;
}

/** The periods of each funnel, as `rules`: `N days` are N × 86,400 s. */
export function rulesOf({ workspaceId, funnelIds }: ReminderQuestion): Sql {
  const span = (count: Sql, seconds: number) =>
    sql`make_interval(secs => ${count} * ${sql.lit(seconds)}::double precision)`;
  const churn = sql`f.lead_churn_days::double precision`;
  return sql`
    select f.id as funnel_id, f.lead_churn_days as churn_days, f.stalled_after_days,
           ${span(settingColumn('followUpEveryDays'), DAY)} as follow_up_every,
           ${span(settingColumn('firstFollowUpHours'), HOUR)} as first_follow_up,
           ${span(settingColumn('answerHours'), HOUR)} as answer,
           ${span(sql`greatest(${churn} - ${settingColumn('coolingDays')}, ${churn} / 2)`, DAY)} as cooling,
           ${span(settingColumn('repurchaseAfterDays'), DAY)} as repurchase
    from funnels f left join reminder_settings s on s.workspace_id = ${workspaceId} and s.funnel_id = f.id
    where f.workspace_id = ${workspaceId} and f.id = any(${[...funnelIds]}::uuid[])`;
}

/** Seconds. */
const HOUR = 3_600;
const DAY = 86_400;
