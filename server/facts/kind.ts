import type { Columns } from '../database/bulk.ts';
import type { Touched } from '../journeys/touched.ts';
import { type FactValue, type FieldType, instant } from './field-types.ts';
import type { LocalTime } from './local-time.ts';
import type { Problem } from './problem.ts';

export type KindName =
  | 'channels'
  | 'owners'
  | 'leads'
  | 'transitions'
  | 'activities'
  | 'opportunities'
  | 'quotes'
  | 'customers'
  | 'orders'
  | 'surveys'
  | 'spend'
  | 'rates';

/** Named by a fact and made when not yet known. */
export type MadeReference = 'channels' | 'owners' | 'products';
/** Must come before its children, or they wait for it. */
export type ParentKind = 'leads' | 'opportunities' | 'customers';

export interface Field {
  type: FieldType;
  /** Absent for what only goes into the key. */
  column?: string;
  /** A new fact needs it, and null cannot clear it. */
  required?: true;
  /** The value is the key of something else; the column holds that one's internal id. */
  refersTo?: MadeReference | ParentKind | 'funnels';
}

/** Checked values by field name; what was absent is absent. */
export type FactValues = Readonly<Record<string, FactValue>>;
/** A row of the kind's table in canonical form, by column. `id` is the internal id. */
export type FactRow = Record<string, FactValue> & { id: string };

/** What keys and checks need to know of the workspace's funnels. */
export interface Funnels {
  defaultKey: string;
}

/** What checks across facts need to know. */
export interface Surroundings {
  /** The workspace's own currency. */
  currency: string;
  /** Stage keys of the funnel that a lead (internal id) is in. */
  stagesOfLead(leadId: string): ReadonlySet<string>;
}

/** A kind of fact as data: what may be sent, how it is told apart, where it is kept, what it changes. */
export interface FactKind {
  name: KindName;
  /** For messages: 'the lead …'. */
  singular: string;
  table: string;
  fields: Readonly<Record<string, Field>>;
  key: FactKey;
  /** Columns that are computed from others. */
  derived?: { columns: Columns; of(row: FactRow, time: LocalTime): Record<string, FactValue> };
  /** The column of the day whose rate converts the amount: columns `currency` and `per_unit` go with it. */
  moneyDay?: string;
  /** What cannot be seen from single fields. `before`: the row that this one replaces. */
  check?(row: FactRow, before: FactRow | undefined, surroundings: Surroundings): Problem | undefined;
  /** What is left to say when the lead that the fact names was erased. Absent: nothing, the fact is refused. */
  withoutLead?(values: FactValues): FactValues;
  /** Cells count its rows as they are, without a journey of their own between. */
  isCountedItself?: true;
  /** Adds the journeys that this fact is part of. Called with a row as it was and as it becomes; `isNew`: it was not there before. */
  touch?(row: FactRow, touched: Touched, isNew: boolean): void;
}

export interface FactKey {
  /** Column of the key in the table. */
  column: 'external_id' | 'key';
  /** The fields that make it up; all that a deletion needs. */
  fields: readonly string[];
  of(values: FactValues, funnels: Funnels): string | Problem;
}

/** The sender's version; all kinds have it. */
export const updatedAt: Field = { type: instant, column: 'updated_at' };

const lists = new Map<FactKind, readonly (readonly [name: string, field: Field])[]>();

/** The fields with their names. Asked for each fact, so the list is made once. */
export function fieldsOf(kind: FactKind): readonly (readonly [name: string, field: Field])[] {
  const known = lists.get(kind);
  if (known) return known;
  const list = Object.entries(kind.fields);
  lists.set(kind, list);
  return list;
}
