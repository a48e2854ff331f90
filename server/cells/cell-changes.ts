import type { Horizon } from '../kpi/cell-memory/moved-cells.ts';
import type { KeptSourceName } from '../kpi/kept.ts';
import { money, moneyText } from '../kpi/money.ts';
import { ObservedCells } from './observed-cells.ts';
import type { CellShare, Share } from './share.ts';
import { writeCells } from './write-cells.ts';

/**
 * What changes of facts do to cells, taken together until it is written, in the transaction that writes the journeys: a cell that several of
 * them touch is written once.
 */
export class CellChanges {
  private shares = new Map<string, CellShare>();
  private rows = new ObservedCells();
  private horizons = new Map<string, Map<KeptSourceName, number>>();

  /** Rows that come and go, told one by one. */
  get observed(): ObservedCells {
    return this.rows;
  }

  /** About how many cells are touched. */
  get size(): number {
    return this.shares.size + this.rows.size;
  }

  /** Takes what was and adds what is new. */
  move(before: readonly CellShare[], after: readonly Share[]): void {
    for (const share of after) {
      this.add(share, 1);
      this.reach(share.funnel_id, share.source, share.latest.getTime());
    }
    for (const share of before) this.add(share, -1);
  }

  /** What is new depends on this instant (milliseconds since 1970). */
  reach(funnelId: string, source: KeptSourceName, instant: number): void {
    const ofFunnel = this.horizons.get(funnelId) ?? new Map<KeptSourceName, number>();
    this.horizons.set(funnelId, ofFunnel);
    const known = ofFunnel.get(source);
    if (known === undefined || known < instant) ofFunnel.set(source, instant);
  }

  /** Gives the statements, and begins anew. */
  async write(on: Parameters<typeof writeCells>[0], workspaceId: string): Promise<void> {
    const horizons = this.horizonsReached();
    this.horizons = new Map();
    await writeCells(on, workspaceId, this.take(), horizons);
  }

  /** After − before, cell by cell, of all so far, without those in which nothing changed; and begins anew. */
  take(): CellShare[] {
    const observed = this.rows.shares();
    const { shares } = this;
    this.rows = new ObservedCells();
    if (shares.size === 0) return observed;
    for (const share of observed) this.add(share, 1);
    this.shares = new Map();
    return [...shares.values()].filter(
      ({ counts, sums }) => counts.some((count) => count !== 0) || sums.some((sum) => Number(sum) !== 0),
    );
  }

  private add(share: CellShare, sign: 1 | -1): void {
    const { funnel_id, source, cut, day, position, entity_id } = share;
    const key = `${funnel_id} ${source} ${cut} ${day} ${position} ${entity_id}`;
    const known = this.shares.get(key);
    if (!known && sign === 1) {
      this.shares.set(key, share);
      return;
    }
    this.shares.set(key, {
      ...share,
      counts: share.counts.map((count, index) => (known?.counts[index] ?? 0) + sign * count),
      sums: share.sums.map((sum, index) => plus(known?.sums[index] ?? '0', sum, sign)),
    });
  }

  private horizonsReached(): Horizon[] {
    return [...this.horizons].flatMap(([funnel_id, ofFunnel]) =>
      [...ofFunnel].map(([source, instant]) => ({ funnel_id, source, latest: new Date(instant) })),
    );
  }
}

/** a + b or a − b. Much of what is added is nothing. */
function plus(a: string, b: string, sign: 1 | -1): string {
  return Number(b) === 0 ? a : moneyText(money(b).times(sign).plus(a));
}
