import { sql } from 'kysely';
import type { Queryable } from '../../database/database.ts';
import { type FactKindName, factKindsOf } from '../../kpi/fact-kinds.ts';
import type { AlertRule } from '../rule/rule.ts';

/** What commits since the last evaluation may have changed for a rule: nothing it saw before this instant (ms; −Infinity: anything). */
export type Touched = Map<AlertRule, number>;

interface ChangeRow {
  version: number;
  kinds: string[];
  earliest: Date | null;
}

const ALL = Number.NEGATIVE_INFINITY;

/**
 * Which of the rules the commits between two data versions concern. A commit that left no word of what it changed (a funnel was defined
 * anew, leads were scored) concerns all.
 */
export async function touchedRules(
  on: Queryable,
  workspaceId: string,
  rules: readonly AlertRule[],
  { seen, current }: { seen: number; current: number },
): Promise<Touched> {
  const touched: Touched = new Map();
  if (seen === current) return touched;
  const changes = await on.query<ChangeRow>(sql`
    select version, kinds, earliest from fact_changes
    where workspace_id = ${workspaceId} and version > ${seen} and version <= ${current}`);
  const isComplete = changes.length === current - seen;
  for (const rule of rules) {
    const earliest = isComplete ? earliestFor(rule, changes) : ALL;
    if (earliest !== null) touched.set(rule, earliest);
  }
  return touched;
}

/** null: none of the changes concerns the rule. */
function earliestFor({ kpi, definition }: AlertRule, changes: readonly ChangeRow[]): number | null {
  const kinds = new Set([...factKindsOf(kpi), ...(definition.guard ? factKindsOf(definition.guard.kpi) : [])]);
  // A customer's product is that of its first order, which may come late.
  const followsFirstOrders = Boolean(definition.filter?.products);
  const instants = changes
    .filter((change) => change.kinds.some((kind) => movesAny(kind) || kinds.has(kind as FactKindName)))
    .map((change) =>
      change.earliest === null || (followsFirstOrders && change.kinds.includes('orders'))
        ? ALL
        : change.earliest.getTime(),
    );
  return instants.length > 0 ? Math.min(...instants) : null;
}

/** Rates change amounts, owners their teams; a channel that was made or renamed is an instance of rules that look at each. */
function movesAny(kind: string): boolean {
  return kind === 'rates' || kind === 'owners' || kind === 'channels';
}

/** What the evaluated versions changed is of no more use. */
export async function forgetChanges(on: Queryable, workspaceId: string, through: number): Promise<void> {
  await on.query(sql`delete from fact_changes where workspace_id = ${workspaceId} and version <= ${through}`);
}
