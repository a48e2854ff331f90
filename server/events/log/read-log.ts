import { sql } from 'kysely';
import type { Queryable } from '../../database/database.ts';
import type { Severity } from '../rule/rule.ts';
import type { KpiEvent, KpiEventKind } from './kpi-event.ts';

/** Topic on which each commit that lengthened a log is told; the payload is the workspace's id. A hint: readers read from where they are. */
export const EVENTS = 'funnel_events';

/** Only events that match all lists; an absent list means all. */
export interface KpiEventFilter {
  /** Keys. */
  kpis?: readonly string[] | undefined;
  /** Internal ids. */
  rules?: readonly string[] | undefined;
  kinds?: readonly KpiEventKind[] | undefined;
  severities?: readonly Severity[] | undefined;
}

const columns = sql`
  e.id, e.workspace_id as "workspaceId", e.sequence, e.kind, e.rule_id as "ruleId", e.rule_version as "ruleVersion", e.kpi, e.severity, e.instance,
  e.value, e.kpi_value as "kpiValue", e.threshold, e.window_from as "windowFrom", e.window_to as "windowTo", e.time_zone as "timeZone",
  e.sample_size as "sampleSize", e.occurred_at as "occurredAt", e.silenced, e.revises, e.reason, e.revised`;

function matching({ kpis, rules, kinds, severities }: KpiEventFilter) {
  const parts = [
    kpis ? sql`and e.kpi = any(${kpis}::text[])` : sql``,
    rules ? sql`and e.rule_id = any(${rules}::uuid[])` : sql``,
    kinds ? sql`and e.kind = any(${kinds}::text[])` : sql``,
    severities ? sql`and e.severity = any(${severities}::text[])` : sql``,
  ];
  return sql.join(parts, sql` `);
}

/** The same, for events that have been read already. */
export function matcherOf({ kpis, rules, kinds, severities }: KpiEventFilter): (event: KpiEvent) => boolean {
  const isIn = <Value>(values: readonly Value[] | undefined) => {
    const set = values && new Set(values);
    return (value: Value) => !set || set.has(value);
  };
  const [kpiFits, ruleFits, kindFits, severityFits] = [isIn(kpis), isIn(rules), isIn(kinds), isIn(severities)];
  return ({ kpi, ruleId, kind, severity }) =>
    kpiFits(kpi) && ruleFits(ruleId) && kindFits(kind) && severityFits(severity);
}

/** Events behind a sequence number, in order. */
export function readEvents(
  on: Queryable,
  workspaceId: string,
  { after, filter = {}, limit }: { after: number; filter?: KpiEventFilter; limit: number },
): Promise<KpiEvent[]> {
  return on.query<KpiEvent>(sql`
    select ${columns} from kpi_events e where e.workspace_id = ${workspaceId} and e.sequence > ${after} ${matching(filter)}
    order by e.sequence limit ${limit}`);
}

/** The newest events behind a sequence number, in order. */
export async function readNewest(
  on: Queryable,
  workspaceId: string,
  { after, filter, limit }: { after: number; filter: KpiEventFilter; limit: number },
): Promise<KpiEvent[]> {
  const newestFirst = await on.query<KpiEvent>(sql`
    select ${columns} from kpi_events e where e.workspace_id = ${workspaceId} and e.sequence > ${after} ${matching(filter)}
    order by e.sequence desc limit ${limit}`);
  return newestFirst.reverse();
}

export async function countEvents(on: Queryable, workspaceId: string, filter: KpiEventFilter): Promise<number> {
  const [row] = await on.query<{ count: number }>(
    sql`select count(*) as count from kpi_events e where e.workspace_id = ${workspaceId} ${matching(filter)}`,
  );
  return row!.count;
}

/** Those of these ids, in no order. */
export function eventsById(on: Queryable, workspaceId: string, ids: readonly string[]): Promise<KpiEvent[]> {
  return on.query<KpiEvent>(
    sql`select ${columns} from kpi_events e where e.workspace_id = ${workspaceId} and e.id = any(${ids}::uuid[])`,
  );
}

/** The number of the last event; 0 for an empty log. */
export async function lastSequence(on: Queryable, workspaceId: string): Promise<number> {
  const [row] = await on.query<{ sequence: number }>(
    sql`select sequence from event_logs where workspace_id = ${workspaceId}`,
  );
  return row?.sequence ?? 0;
}

/** Events that are to be looked at again, the oldest first. */
export function eventsToRecheck(on: Queryable, workspaceId: string, limit: number): Promise<KpiEvent[]> {
  return on.query<KpiEvent>(sql`
    select ${columns} from kpi_events e where e.workspace_id = ${workspaceId} and e.recheck order by e.sequence limit ${limit}`);
}

/** What belongs to an event that began or ended a breach. */
export interface Episode {
  /** The BREACHED before a RECOVERED. */
  breach: KpiEvent | undefined;
  /** The RECOVERED or WINDOW_TURNED behind a BREACHED, unless another BREACHED comes first. */
  end: KpiEvent | undefined;
  /** Whether nothing began or ended behind it. */
  isLast: boolean;
}

/** Of an event's own rule, version and instance. */
export async function episodeOf(on: Queryable, event: KpiEvent): Promise<Episode> {
  const { workspaceId, ruleId, ruleVersion, instance, sequence } = event;
  const turns = sql`
    select ${columns} from kpi_events e where e.workspace_id = ${workspaceId} and e.rule_id = ${ruleId} and e.rule_version = ${ruleVersion}
      and e.instance = ${instance} and e.kind in ('BREACHED', 'RECOVERED', 'WINDOW_TURNED')`;
  const [before] = await on.query<KpiEvent>(
    sql`${turns} and e.sequence < ${sequence} and e.kind = 'BREACHED' order by e.sequence desc limit 1`,
  );
  const [after] = await on.query<KpiEvent>(sql`${turns} and e.sequence > ${sequence} order by e.sequence limit 1`);
  return { breach: before, end: after?.kind === 'BREACHED' ? undefined : after, isLast: after === undefined };
}
