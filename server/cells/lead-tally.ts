import type { Queryable } from '../database/database.ts';
import type { LeadStanding, RefreshedLead } from '../journeys/lead-standing.ts';
import type { KeptSourceName } from '../kpi/kept.ts';
import type { Horizon } from './difference.ts';
import { type Observation, type PreparedSource, preparedContactSources, preparedLeadSources } from './lead-sources.ts';
import { type DayNumber, dateOf, localDays } from './local-days.ts';
import { type CellShare, NO_ENTITY } from './share.ts';

/** What is asked about refreshed leads. */
export interface Asked {
  timeZone: string;
  /** Whether what this lead added to a source before was told already. */
  isTold(source: KeptSourceName, leadId: string): boolean;
  /** Whether this activity adds something else than before; what it added was told already, or was nothing. */
  isTouched(activityId: string, leadId: string): boolean;
}

type Dimensions = Pick<LeadStanding, 'funnelId' | 'channelId' | 'ownerId'>;

/** A row of a source that comes (1) or goes (−1). */
interface Step {
  source: Omit<PreparedSource<never>, 'observe'>;
  sign: 1 | -1;
  observation: Observation;
  of: Dimensions;
}

/** What refreshed leads and their activities add to cells, less what they added before, and how far the horizons of their sources reach. */
export async function tallyLeads(
  on: Queryable,
  leads: readonly RefreshedLead[],
  { timeZone, isTold, isTouched }: Asked,
): Promise<{ shares: CellShare[]; horizons: Horizon[] }> {
  const steps: Step[] = [];
  const horizons = new Horizons();
  for (const { id, before, after, contacts } of leads) {
    for (const source of preparedLeadSources) {
      const gone = before && !isTold(source.name, id) ? source.observe(before) : [];
      for (const observation of source.observe(after)) {
        horizons.reach(after.funnelId, source.name, observation.latest);
        const same = gone.findIndex((other) => isSame(other, observation));
        if (same < 0) steps.push({ source, sign: 1, observation, of: after });
        else gone.splice(same, 1);
      }
      for (const observation of gone) steps.push({ source, sign: -1, observation, of: after });
    }
    for (const contact of contacts) {
      if (!isTouched(contact.row.id, id)) continue;
      const ownerId = contact.row.owner_id ?? after.ownerId;
      const of = { funnelId: after.funnelId, channelId: after.channelId, ownerId };
      for (const source of preparedContactSources)
        for (const observation of source.observe({ contact, ownerId })) {
          horizons.reach(after.funnelId, source.name, observation.latest);
          steps.push({ source, sign: 1, observation, of });
        }
    }
  }
  const instants = steps.map(({ observation }) => observation.at);
  return { shares: sumUp(steps, await localDays(on, timeZone, instants)), horizons: horizons.all() };
}

/** Whether they add the same to the same cell. (The dimensions of a lead that is told as it was and is are the same.) */
function isSame(a: Observation, b: Observation): boolean {
  return (
    a.at === b.at &&
    a.position === b.position &&
    a.counted === b.counted &&
    a.values.every((value, index) => value === b.values[index])
  );
}

interface Cell {
  counts: number[];
  /** Of values in millionths; of squares, of millionths of millionths. */
  sums: bigint[];
}

/** More positions than a funnel has stages. */
const POSITIONS = 1024;

function sumUp(steps: readonly Step[], dayOf: (instant: number) => DayNumber): CellShare[] {
  const shares: CellShare[] = [];
  for (const [source, ofSource] of groupBy(steps, ({ source }) => source))
    for (const [funnelId, ofFunnel] of groupBy(ofSource, ({ of }) => of.funnelId))
      for (const cut of source.cuts) {
        const byEntity = groupBy(ofFunnel, ({ of }) => (cut === 'CHANNEL' ? of.channelId : of.ownerId));
        for (const [entityId, ofEntity] of byEntity)
          for (const [place, cell] of cellsOf(source, ofEntity, dayOf)) {
            if (!isSomething(cell)) continue;
            const day = Math.floor(place / POSITIONS);
            shares.push({
              funnel_id: funnelId,
              source: source.name,
              cut,
              day: dateOf(day),
              position: place - day * POSITIONS,
              entity_id: entityId ?? NO_ENTITY,
              counts: cell.counts,
              sums: cell.sums.map((sum, index) => decimalText(sum, index % 2 === 0 ? 6 : 12)),
            });
          }
      }
  return shares;
}

/** By day and position, as one number. */
function cellsOf(
  { counts, sums, valueColumns }: Step['source'],
  steps: readonly Step[],
  dayOf: (instant: number) => DayNumber,
) {
  const cells = new Map<number, Cell>();
  for (const { observation, sign } of steps) {
    const place = dayOf(observation.at) * POSITIONS + observation.position;
    let cell = cells.get(place);
    if (!cell) {
      cell = { counts: new Array<number>(counts).fill(0), sums: new Array<bigint>(sums).fill(0n) };
      cells.set(place, cell);
    }
    cell.counts[0]! += sign;
    for (let column = 0, rest = observation.counted; rest !== 0; column++, rest >>>= 1)
      if (rest & 1) cell.counts[column + 1]! += sign;
    observation.values.forEach((value, index) => {
      if (value === null) return;
      const whole = BigInt(sign * value);
      cell.counts[valueColumns[index]! + 1]! += sign;
      cell.sums[2 * index]! += whole;
      cell.sums[2 * index + 1]! += whole * BigInt(value);
    });
  }
  return cells;
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The latest instants of what there is now, by funnel and source. */
class Horizons {
  private readonly latest = new Map<string, Map<KeptSourceName, number>>();

  reach(funnelId: string, source: KeptSourceName, instant: number): void {
    const ofFunnel = this.latest.get(funnelId) ?? new Map<KeptSourceName, number>();
    this.latest.set(funnelId, ofFunnel);
    const known = ofFunnel.get(source);
    if (known === undefined || known < instant) ofFunnel.set(source, instant);
  }

  all(): Horizon[] {
    return [...this.latest].flatMap(([funnel_id, ofFunnel]) =>
      [...ofFunnel].map(([source, instant]) => ({ funnel_id, source, latest: new Date(instant) })),
    );
  }
}

function isSomething({ counts, sums }: Cell): boolean {
  return counts.some((count) => count !== 0) || sums.some((sum) => sum !== 0n);
}

function decimalText(scaled: bigint, places: number): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
