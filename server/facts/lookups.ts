import { type RawBuilder, sql } from 'kysely';
import { textArray, uuidArray } from '../database/binary-arrays.ts';
import { upsertRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import { newId } from '../database/new-id.ts';
import type { WorkspaceWrite } from '../database/workspace-write.ts';
import type { FactKind, FactRow, FactValues, Funnels, MadeReference, ParentKind } from './kind.ts';

const madeReferences: readonly MadeReference[] = ['channels', 'owners', 'products'];
const parentKinds: readonly ParentKind[] = ['leads', 'opportunities', 'customers'];
const isMade = (name: string): name is MadeReference => (madeReferences as readonly string[]).includes(name);

type Referable = MadeReference | ParentKind;

export interface Funnel {
  id: string;
  key: string;
  stages: ReadonlySet<string>;
}

/** The workspace's funnels with their stages' keys. */
export class FunnelDirectory implements Funnels {
  readonly byKey = new Map<string, Funnel>();
  readonly byId = new Map<string, Funnel>();
  readonly default: Funnel;

  constructor(rows: readonly { id: string; key: string; is_default: boolean; stages: string[] }[]) {
    let chosen: Funnel | undefined;
    for (const { id, key, is_default, stages } of rows) {
      const funnel = { id, key, stages: new Set(stages) };
      this.byKey.set(key, funnel);
      this.byId.set(id, funnel);
      if (is_default) chosen = funnel;
    }
    if (!chosen) throw new Error('A workspace must have a default funnel before facts go in; make one first.');
    this.default = chosen;
  }

  get defaultKey(): string {
    return this.default.key;
  }
}

export async function readFunnels(on: Queryable, workspaceId: string): Promise<FunnelDirectory> {
  return new FunnelDirectory(
    await on.query(sql`
      select f.id, f.key, f.is_default, array_agg(s.key order by s.position) filter (where s.key is not null) as stages
      from funnels f left join stages s on s.workspace_id = ${workspaceId} and s.funnel_id = f.id
      where f.workspace_id = ${workspaceId}
      group by f.id, f.key, f.is_default`),
  );
}

/** Internal ids of what a chunk's facts refer to. Channels, owners and products not yet known are made on demand. */
export class Lookups {
  private readonly ids = new Map<Referable, Map<string, string>>();
  private readonly made = new Map<MadeReference, Map<string, string>>();
  private readonly funnelOfLead = new Map<string, string>();

  /** undefined: not known. */
  parent(kind: ParentKind, key: string): string | undefined {
    return this.ids.get(kind)?.get(key);
  }

  /** The internal id of a funnel, by a lead's internal id. */
  leadFunnel(leadId: string): string | undefined {
    return this.funnelOfLead.get(leadId);
  }

  knownOrMade(table: MadeReference, key: string): string {
    const known = this.ids.get(table)?.get(key) ?? this.made.get(table)?.get(key);
    if (known) return known;
    const id = newId();
    const made = this.made.get(table) ?? new Map<string, string>();
    this.made.set(table, made.set(key, id));
    return id;
  }

  get hasMade(): boolean {
    return this.made.size > 0;
  }

  /** Gives the statements that write what had to be made; before the facts that refer to it. */
  async writeMade(write: WorkspaceWrite, workspaceId: string): Promise<void> {
    await Promise.all(
      [...this.made].map(([table, made]) => {
        const hasArrival = table !== 'products';
        let arrival = hasArrival ? write.arrivals(made.size) : 0;
        return upsertRows(
          write,
          table,
          { workspace_id: 'uuid', id: 'uuid', key: 'text', ...(hasArrival && { arrival: 'bigint' }) },
          ['workspace_id', 'id'],
          [...made].map(([key, id]) => ({ workspace_id: workspaceId, id, key, arrival: arrival++ })),
        );
      }),
    );
  }

  /** Looks up, in one statement, everything that these facts name, beside what is known already. */
  async read(
    on: Queryable,
    workspaceId: string,
    kind: FactKind,
    facts: readonly FactValues[],
    stored: readonly FactRow[],
  ): Promise<void> {
    const parts: RawBuilder<unknown>[] = [];
    for (const [table, keys] of namedKeys(kind, facts)) {
      const keyColumn = sql.ref(isMade(table) ? 'key' : 'external_id');
      parts.push(sql`
        select ${table} as of, ${keyColumn} as key, id, ${table === 'leads' ? sql`funnel_id` : sql`null::uuid`} as funnel_id
        from ${sql.table(table)} where workspace_id = ${workspaceId} and ${keyColumn} = any(${textArray([...keys])})`);
    }
    const storedLeads = kind.name === 'transitions' ? stored.map((row) => row.lead_id as string) : [];
    if (storedLeads.length > 0)
      parts.push(sql`
        select 'leads' as of, external_id as key, id, funnel_id from leads
        where workspace_id = ${workspaceId} and id = any(${uuidArray(storedLeads)})`);
    if (parts.length === 0) return;
    const rows = await on.query<{ of: Referable; key: string; id: string; funnel_id: string | null }>(
      sql`${sql.join(parts, sql` union all `)}`,
    );
    for (const { of, key, id, funnel_id } of rows) {
      const ids = this.ids.get(of) ?? new Map<string, string>();
      this.ids.set(of, ids.set(key, id));
      if (funnel_id) this.funnelOfLead.set(id, funnel_id);
    }
  }
}

function namedKeys(kind: FactKind, facts: readonly FactValues[]): Map<Referable, Set<string>> {
  const named = new Map<Referable, Set<string>>();
  for (const [field, { refersTo }] of Object.entries(kind.fields)) {
    if (!refersTo || refersTo === 'funnels') continue;
    const keys = named.get(refersTo) ?? new Set<string>();
    for (const values of facts) {
      const value = values[field];
      if (typeof value === 'string') keys.add(value);
    }
    if (keys.size > 0) named.set(refersTo, keys);
  }
  return named;
}

export function isParentKind(name: string): name is ParentKind {
  return (parentKinds as readonly string[]).includes(name);
}
