import type { TemplateResult } from 'lit';
import type { Locale } from '../languages/locale.ts';
import type { Texts } from '../languages/texts.ts';
import { formatPercent, NO_FIGURE } from '../shared/format.ts';
import { type ChannelRow, isSmall } from './channel-row.ts';
import { columns, missing } from './columns.ts';
import { type IntervalScale, intervalScaleOf } from './interval-scale.ts';
import { type Sorting, sortRows } from './sort-rows.ts';
import { totalOf } from './total-row.ts';

/** Rows made ready to be drawn. */
export interface ChannelTable {
  rows: ChannelRow[];
  /** Of more than one row. */
  total: ChannelRow | undefined;
  scale: IntervalScale | undefined;
  /** What the table's marks and scales mean, in sentences. */
  notes: string[];
  /** What is drawn of a row. */
  drawn: Map<ChannelRow, TemplateResult>;
}

/** Works the table out anew only when something changed: scrolling through thousands of rows renders many times. */
export class ChannelTables {
  #made: ChannelTable | undefined;
  #of: unknown[] = [];

  of(rows: readonly ChannelRow[], sorting: Sorting, locale: Locale, texts: Texts): ChannelTable {
    const of = [rows, sorting, locale, texts];
    if (!this.#made || of.some((each, index) => each !== this.#of[index])) {
      const scale = intervalScaleOf(rows);
      this.#of = of;
      this.#made = {
        rows: sortRows(rows, sorting, locale),
        total: rows.length > 1 ? totalOf(rows) : undefined,
        scale,
        notes: notesOn(rows, scale, locale, texts),
        drawn: new Map(),
      };
    }
    return this.#made;
  }
}

function notesOn(
  rows: readonly ChannelRow[],
  scale: IntervalScale | undefined,
  locale: Locale,
  { channels }: Texts,
): string[] {
  const reasons = new Set(
    rows.flatMap((row) => columns.flatMap(({ key }) => (row[key] === null ? channels[missing(row, key)] : []))),
  );
  return [
    ...(reasons.size ? [`${NO_FIGURE} ${[...reasons].join(' · ')}`] : []),
    ...(scale ? [channels.scale(formatPercent(scale.end, locale, 0), scale.isCut)] : []),
    ...(rows.some(isSmall) ? [channels.aboutFew] : []),
  ];
}
