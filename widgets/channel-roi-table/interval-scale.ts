import { type ChannelRow, isSmall } from './channel-row.ts';

export interface IntervalScale {
  /** The fraction at the end of the axis, which is linear and begins at 0. */
  end: number;
  /** Intervals of small samples go on beyond it. */
  isCut: boolean;
}

/**
 * The one axis on which all rows' intervals are drawn. A channel with three leads has an interval that goes nearly everywhere: it must not
 * squeeze those that say something, so the axis ends where they end, and longer ones are cut off. undefined: there are no intervals.
 */
export function intervalScaleOf(rows: readonly ChannelRow[]): IntervalScale | undefined {
  const highest = (isCounted: (row: ChannelRow) => boolean): number =>
    rows.reduce((most, row) => (row.interval && isCounted(row) ? Math.max(most, row.interval.high) : most), 0);
  const all = highest(() => true);
  if (!all) return undefined;
  const end = niceEnd(highest((row) => !isSmall(row)) || all);
  return { end, isCut: all > end };
}

/** The next 1, 2, 2.5 or 5 times a power of ten. */
function niceEnd(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.min(1, unit * [1, 2, 2.5, 5, 10].find((times) => times * unit >= value)!);
}
