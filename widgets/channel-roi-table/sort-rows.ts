import type { Locale } from '../languages/locale.ts';
import type { ChannelRow } from './channel-row.ts';
import type { ColumnKey } from './columns.ts';

export interface Sorting {
  key: ColumnKey;
  isAscending: boolean;
}

/** Sorted; rows without the figure last either way; ties stay in the API's order (leads descending, then key). */
export function sortRows(rows: readonly ChannelRow[], { key, isAscending }: Sorting, locale: Locale): ChannelRow[] {
  const direction = isAscending ? 1 : -1;
  const { compare } = new Intl.Collator(locale);
  return rows
    .map((row) => ({ row, by: sortValue(row, key) }))
    .sort(({ by: one }, { by: other }) => {
      if (one === null || other === null) return Number(one === null) - Number(other === null);
      return direction * (typeof one === 'string' ? compare(one, other as string) : one - (other as number));
    })
    .map(({ row }) => row);
}

/** Worked out once a row: reading money costs more than comparing it. */
function sortValue(row: ChannelRow, key: ColumnKey): string | number | null {
  if (key === 'channel') return row.channel?.name ?? null;
  const figure = row[key];
  return figure && typeof figure === 'object' ? Number(figure.amount) : figure;
}
