import type { Money } from '../shared/format.ts';
import type { Language } from '../shared/widget.element.ts';
import type { ChannelRow } from './channel-row.ts';
import { columns } from './columns.ts';

/**
 * The table for a spreadsheet: a heading row in the language, then the rows as given, their values exact and unformatted: fractions (0.25),
 * money as the API's decimal text with the currency in its heading. Empty: there is no figure. Without the total, which a sum over the
 * column would count twice.
 */
export function csvRows(rows: readonly ChannelRow[], { texts, currency }: Language): string[][] {
  const { channels, interval } = texts;
  return [
    [
      channels.key,
      channels.channel,
      ...columns.map(({ key, unit }) => (unit === 'MONEY' ? channels[key] + texts.brackets(currency) : channels[key])),
      `${interval} ≥`,
      `${interval} ≤`,
      channels.qualifiedLeads,
      channels.wonCustomers,
    ],
    ...rows.map((row) => [
      row.channel?.key ?? '',
      row.channel?.name ?? channels.none,
      ...columns.map(({ key }) => exact(row[key])),
      exact(row.interval?.low),
      exact(row.interval?.high),
      exact(row.qualifiedLeads),
      exact(row.wonCustomers),
    ]),
  ];
}

function exact(figure: number | Money | null | undefined): string {
  if (figure === null || figure === undefined) return '';
  return typeof figure === 'object' ? figure.amount : String(figure);
}
