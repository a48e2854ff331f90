import { sql } from 'kysely';
import type { Queryable } from '../../database/database.ts';
import { prepare } from '../../database/prepared.ts';
import { DAY_MS, type DayNumber, dateOf } from '../day-number.ts';
import { type Cut, type KeptSourceName, NO_ENTITY } from '../kept.ts';

/** Calendar quarters, counted from that which begins with the year 0. */
export type QuarterNumber = number;

export function quarterOf(day: DayNumber): QuarterNumber {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3);
}

export function startOfQuarter(quarter: QuarterNumber): DayNumber {
  const year = Math.floor(quarter / 4);
  return Math.round(new Date(0).setUTCFullYear(year, (quarter - year * 4) * 3, 1) / DAY_MS);
}

/** Whose cells, of which quarter. */
export interface QuarterKey {
  workspaceId: string;
  funnelId: string;
  source: KeptSourceName;
  cut: Cut;
  quarter: QuarterNumber;
}

/**
 * The counts of a quarter's cells, number by number in the order of their days: some thousands are added up in some ten microseconds.
 * All arrays but `begins` have an element a cell.
 */
export interface QuarterOfCells {
  since: DayNumber;
  /** By day of the quarter, where its cells begin; after the last day, how many there are. */
  begins: Int32Array;
  positions: Int32Array;
  mostPosition: number;
  /** Whose, by place in `ids`. */
  entities: Int32Array;
  /** Channels or owners; null: rows without one. */
  ids: readonly (string | null)[];
  /** By place in the arrays of a cell: the rows first. */
  counts: readonly Float64Array[];
}

/** To read more at once would keep others waiting: so many take about 60 ms of this thread, and 4 MB. */
export const MOST_CELLS = 50_000;

interface Asked {
  workspaceId: string;
  funnelId: string;
  source: string;
  cut: string;
  fromDay: string;
  toDay: string;
  most: number;
}

/** JSON arrays with an element a cell, NULL without any; `counts` with those of all cells one after another. */
interface QuarterRow {
  version: number;
  days: string | null;
  positions: string | null;
  entities: string | null;
  counts: string | null;
}

const statement = prepare<Asked>(
  ['workspaceId', 'funnelId', 'source', 'cut', 'fromDay', 'toDay', 'most'],
  ({ workspaceId, funnelId, source, cut, fromDay, toDay, most }) => sql`
    select w.data_version as version, found.* from workspaces w cross join lateral (
      select json_agg(c.day - ${fromDay}::date)::text as days, json_agg(c.position)::text as positions,
        json_agg(nullif(c.entity_id, ${sql.lit(NO_ENTITY)}))::text as entities,
        '[' || string_agg(array_to_string(c.counts, ','), ',') || ']' as counts
      from (
        select day, position, entity_id, counts from cells
        where workspace_id = ${workspaceId} and funnel_id = ${funnelId} and source = ${source}::text and cut = ${cut}::text
          and day >= ${fromDay}::date and day < ${toDay}::date
        limit ${most}::integer
      ) c
    ) found
    where w.workspace_id = ${workspaceId}`,
);

export interface FoundQuarter {
  /** The workspace's data version in the snapshot. */
  version: number;
  /** null: more cells than are worth it. */
  cells: QuarterOfCells | null;
}

export async function readQuarter(database: Queryable, { quarter, ...key }: QuarterKey): Promise<FoundQuarter> {
  const since = startOfQuarter(quarter);
  const until = startOfQuarter(quarter + 1);
  const [row] = await database.query<QuarterRow>(
    statement({ ...key, fromDay: dateOf(since), toDay: dateOf(until), most: MOST_CELLS + 1 }),
  );
  return { version: row!.version, cells: quarterOfCells(row!, since, until - since) };
}

function quarterOfCells(row: QuarterRow, since: DayNumber, length: number): QuarterOfCells | null {
  const days = numbersIn(row.days);
  if (days.length > MOST_CELLS) return null;
  const order = inOrderOf(days, length);
  const sorted = (values: readonly number[]) => Int32Array.from(order.places, (place) => values[place]!);
  const entities = placesOf<string | null>(row.entities ? JSON.parse(row.entities) : []);
  const counts = numbersIn(row.counts);
  const positions = numbersIn(row.positions);
  const width = counts.length / Math.max(days.length, 1);
  if (!Number.isInteger(width)) throw new Error('Cells of one source have counts of different length.');
  return {
    since,
    begins: order.begins,
    positions: sorted(positions),
    mostPosition: positions.reduce((most, position) => Math.max(most, position), 0),
    entities: sorted(entities.places),
    ids: entities.ids,
    counts: Array.from({ length: width }, (_, column) =>
      Float64Array.from(order.places, (place) => counts[place * width + column]!),
    ),
  };
}

function numbersIn(json: string | null): number[] {
  return json === null ? [] : JSON.parse(json);
}

/** Counting sort: where each day begins, and which cell comes at each place. */
function inOrderOf(days: readonly number[], length: number): { begins: Int32Array; places: Int32Array } {
  const begins = new Int32Array(length + 1);
  for (const day of days) begins[day + 1]! += 1;
  for (let day = 0; day < length; day++) begins[day + 1]! += begins[day]!;
  const next = begins.slice();
  const places = new Int32Array(days.length);
  for (const [cell, day] of days.entries()) places[next[day]!++] = cell;
  return { begins, places };
}

function placesOf<Id>(values: readonly Id[]): { ids: Id[]; places: number[] } {
  const known = new Map<Id, number>();
  const places = values.map((value) => {
    const place = known.get(value) ?? known.size;
    if (place === known.size) known.set(value, place);
    return place;
  });
  return { ids: [...known.keys()], places };
}

/** Bytes. */
export function sizeOf({ begins, positions, ids, counts }: QuarterOfCells): number {
  return begins.byteLength + positions.length * (8 + 8 * counts.length) + ids.length * 64;
}
