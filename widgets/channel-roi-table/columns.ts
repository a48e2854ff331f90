import type { Locale } from '../languages/locale.ts';
import type { Texts } from '../languages/texts.ts';
import {
  formatCount,
  formatInterval,
  formatMoney,
  formatPercent,
  formatShortMoney,
  type Money,
} from '../shared/format.ts';
import type { Interval } from '../shared/kpi-types.ts';

/** A row of the API's `channelRoi`. */
export interface ChannelRow {
  channel: { key: string; name: string } | null;
  newLeads: number;
  share: number | null;
  qualifiedLeads: number;
  qualifiedLeadRate: number | null;
  won: number;
  conversionRate: number | null;
  interval: Interval | null;
  spend: Money | null;
  wonAmount: Money;
  costPerLead: Money | null;
  costPerAcquisition: Money | null;
  roi: number | null;
}

export type ColumnKey =
  | 'channel'
  | 'newLeads'
  | 'share'
  | 'qualifiedLeadRate'
  | 'won'
  | 'conversionRate'
  | 'spend'
  | 'costPerLead'
  | 'costPerAcquisition'
  | 'wonAmount'
  | 'roi';

export interface Column {
  key: ColumnKey;
  /** What to sort by; null goes last either way. */
  sortValue(row: ChannelRow): number | null;
  /** null: there is no figure, and `reason` says why. */
  show(row: ChannelRow, locale: Locale): string | null;
  /** In full, where `show` shortens. */
  title?(row: ChannelRow, locale: Locale, texts: Texts): string | undefined;
  reason(row: ChannelRow, texts: Texts): string;
}

const noLeads = (_: ChannelRow, { channels }: Texts): string => channels.noLeads;

/** All columns but the channel itself, in order. */
export const columns: readonly Column[] = [
  {
    key: 'newLeads',
    sortValue: ({ newLeads }) => newLeads,
    show: ({ newLeads }, locale) => formatCount(newLeads, locale),
    reason: noLeads,
  },
  ratioColumn('share', ({ share }) => share, 1, noLeads),
  {
    ...ratioColumn('qualifiedLeadRate', ({ qualifiedLeadRate }) => qualifiedLeadRate, 1, noLeads),
    title: ({ qualifiedLeads, newLeads }, locale) =>
      `${formatCount(qualifiedLeads, locale)} / ${formatCount(newLeads, locale)}`,
  },
  {
    key: 'won',
    sortValue: ({ won }) => won,
    show: ({ won }, locale) => formatCount(won, locale),
    reason: noLeads,
  },
  {
    ...ratioColumn('conversionRate', ({ conversionRate }) => conversionRate, 2, noLeads),
    title: ({ interval }, locale, texts) => (interval ? texts.intervalOf(formatInterval(interval, locale)) : undefined),
  },
  moneyColumn('spend', ({ spend }) => spend, noSpend),
  moneyColumn(
    'costPerLead',
    ({ costPerLead }) => costPerLead,
    (row, texts) => (row.spend ? texts.channels.noLeads : noSpend(row, texts)),
  ),
  moneyColumn(
    'costPerAcquisition',
    ({ costPerAcquisition }) => costPerAcquisition,
    (row, texts) => (row.spend ? texts.channels.noWon : noSpend(row, texts)),
  ),
  moneyColumn('wonAmount', ({ wonAmount }) => wonAmount, noSpend),
  ratioColumn(
    'roi',
    ({ roi }) => roi,
    0,
    (row, texts) => (row.spend ? texts.channels.noCost : noSpend(row, texts)),
  ),
];

export interface Sorting {
  key: ColumnKey;
  isAscending: boolean;
}

/** Sorted; rows without the figure last either way; ties stay in the API's order (leads descending, then key). */
export function sortRows(rows: readonly ChannelRow[], { key, isAscending }: Sorting, locale: Locale): ChannelRow[] {
  const direction = isAscending ? 1 : -1;
  if (key === 'channel') {
    const { compare } = new Intl.Collator(locale);
    return ranked(
      rows,
      ({ channel }) => channel?.name ?? null,
      (one, other) => direction * compare(one, other),
    );
  }
  const { sortValue } = columns.find((column) => column.key === key)!;
  return ranked(rows, sortValue, (one, other) => direction * (one - other));
}

function ranked<Value>(
  rows: readonly ChannelRow[],
  figureOf: (row: ChannelRow) => Value | null,
  compare: (one: Value, other: Value) => number,
): ChannelRow[] {
  return [...rows].sort((oneRow, otherRow) => {
    const one = figureOf(oneRow);
    const other = figureOf(otherRow);
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return compare(one, other);
  });
}

/** With so many decimals in every row, so that points stand below each other. */
function ratioColumn(
  key: ColumnKey,
  value: (row: ChannelRow) => number | null,
  digits: number,
  reason: Column['reason'],
): Column {
  return {
    key,
    sortValue: value,
    show(row, locale) {
      const ratio = value(row);
      return ratio === null ? null : formatPercent(ratio, locale, digits);
    },
    reason,
  };
}

function moneyColumn(key: ColumnKey, value: (row: ChannelRow) => Money | null, reason: Column['reason']): Column {
  return {
    key,
    sortValue(row) {
      const money = value(row);
      return money && Number(money.amount);
    },
    show(row, locale) {
      const money = value(row);
      return money && formatShortMoney(money, locale);
    },
    title(row, locale) {
      const money = value(row);
      return money ? formatMoney(money, locale) : undefined;
    },
    reason,
  };
}

function noSpend(_: ChannelRow, { channels }: Texts): string {
  return channels.noSpend;
}
