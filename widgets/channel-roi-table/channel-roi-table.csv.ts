import type { Language } from '../shared/widget.element.ts';
import { type ChannelRow, columns } from './columns.ts';

/** A row a channel under a heading in the reader's language. Exact: rates as fractions, money as decimal text; empty where there is none. */
export function csvRows(rows: readonly ChannelRow[], { texts }: Language): string[][] {
  const { channels } = texts;
  return [
    [channels.channel, ...columns.map(({ key }) => channels[key])],
    ...rows.map((row) => [
      row.channel?.name ?? channels.none,
      ...columns.map(({ key }) => exact(row[key as keyof ChannelRow])),
    ]),
  ];
}

function exact(value: unknown): string {
  return String((value as { amount?: string } | null)?.amount ?? value ?? '');
}
