import type { DayNumber } from '../kpi/day-number.ts';
import { type Cut, type KeptSourceName, NO_ENTITY } from '../kpi/kept.ts';
import type { CellShare } from './share.ts';

/** One row of a source, as it is counted. Instants are milliseconds since 1970. */
export interface Observation {
  at: number;
  position: number;
  /** Which columns of the cell count it: bit 0 for the first after the rows themselves. */
  counted: number;
  /** Of means, the value in whole millionths (as fine as a score is), in order of the columns; null for none. */
  values: readonly (number | null)[];
  latest: number;
}

/** How the cells of a source are laid out. */
export interface CellLayout {
  name: KeptSourceName;
  cuts: readonly Cut[];
  /** How many elements the arrays of its cells have. */
  counts: number;
  sums: number;
  /** By element of `values` of an observation: the column that counts it. */
  valueColumns: readonly number[];
}

/** Whose cells an observation is counted in. */
export interface Dimensions {
  funnelId: string;
  channelId: string | null;
  ownerId: string | null;
}

interface Cell {
  counts: number[];
  /** Of values in millionths; of squares, of millionths of millionths. */
  sums: bigint[];
}

/** By channel or owner, then by day and position as one number. */
type CellsOfCut = Map<string | null, Map<number, Cell>>;

/** More positions than a funnel has stages. */
const POSITIONS = 1024;

/** Cells that observations add up to: there are many, so they are told apart by numbers, and become text only in the end. */
export class ObservedCells {
  /** How many there are. */
  size = 0;
  private readonly bySource = new Map<CellLayout, Map<string, Record<Cut, CellsOfCut>>>();

  /** @param sign 1 for a row that comes, −1 for one that goes */
  add(layout: CellLayout, of: Dimensions, day: DayNumber, observation: Observation, sign: 1 | -1): void {
    const byFunnel = madeWhereMissing(this.bySource, layout, newMap<string, Record<Cut, CellsOfCut>>);
    const cuts = madeWhereMissing(byFunnel, of.funnelId, newCuts);
    const place = day * POSITIONS + observation.position;
    for (const cut of layout.cuts) {
      const entity = cut === 'CHANNEL' ? of.channelId : of.ownerId;
      count(this.cellAt(cuts[cut], entity, place, layout), layout, observation, sign);
    }
  }

  /** As they are to be added to what is kept; without those in which nothing changed. */
  shares(): CellShare[] {
    const shares: CellShare[] = [];
    for (const [{ name: source, cuts: names }, byFunnel] of this.bySource)
      for (const [funnel_id, cuts] of byFunnel)
        for (const cut of names)
          for (const [entity, cells] of cuts[cut])
            for (const [place, { counts, sums }] of cells) {
              if (!isSomething(counts, sums)) continue;
              const day = Math.floor(place / POSITIONS);
              shares.push({
                funnel_id,
                source,
                cut,
                day,
                position: place - day * POSITIONS,
                entity_id: entity ?? NO_ENTITY,
                counts,
                sums: sums.map((sum, index) => decimalText(sum, index % 2 === 0 ? 6 : 12)),
              });
            }
    return shares;
  }

  private cellAt(cells: CellsOfCut, entity: string | null, place: number, { counts, sums }: CellLayout): Cell {
    const byPlace = madeWhereMissing(cells, entity, newMap<number, Cell>);
    let cell = byPlace.get(place);
    if (!cell) {
      cell = { counts: new Array<number>(counts).fill(0), sums: new Array<bigint>(sums).fill(0n) };
      byPlace.set(place, cell);
      this.size += 1;
    }
    return cell;
  }
}

const newMap = <Key, Value>() => new Map<Key, Value>();
const newCuts = (): Record<Cut, CellsOfCut> => ({ CHANNEL: new Map(), OWNER: new Map() });

function madeWhereMissing<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function count({ counts, sums }: Cell, { valueColumns }: CellLayout, observation: Observation, sign: 1 | -1): void {
  counts[0]! += sign;
  for (let column = 1, rest = observation.counted; rest !== 0; column++, rest >>>= 1)
    if (rest & 1) counts[column]! += sign;
  const { values } = observation;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value === null) continue;
    const whole = BigInt(sign * value);
    counts[valueColumns[index]! + 1]! += sign;
    sums[2 * index]! += whole;
    sums[2 * index + 1]! += whole * BigInt(value);
  }
}

function isSomething(counts: readonly number[], sums: readonly bigint[]): boolean {
  return counts.some((each) => each !== 0) || sums.some((sum) => sum !== 0n);
}

function decimalText(scaled: bigint, places: number): string {
  if (scaled === 0n) return '0';
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
