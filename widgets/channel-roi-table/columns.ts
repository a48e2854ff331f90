import type { Locale } from '../languages/locale.ts';
import { formatCount, formatPercent, formatShortMoney, type Money } from '../shared/format.ts';
import type { ChannelRow } from './channel-row.ts';

export type FigureKey =
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
export type ColumnKey = 'channel' | FigureKey;

/** Why there is no figure: a key of the texts. */
export type Missing = 'noSpend' | 'noLeads' | 'noWon' | 'noCost';

export interface Column {
  key: FigureKey;
  unit: 'COUNT' | 'RATIO' | 'MONEY';
  /** Of a ratio: so many in every row, so that points stand below each other. */
  digits?: number;
}

/** All columns but the channel itself, in order. */
export const columns: readonly Column[] = [
  { key: 'newLeads', unit: 'COUNT' },
  { key: 'share', unit: 'RATIO', digits: 1 },
  { key: 'qualifiedLeadRate', unit: 'RATIO', digits: 1 },
  { key: 'won', unit: 'COUNT' },
  { key: 'conversionRate', unit: 'RATIO', digits: 2 },
  { key: 'spend', unit: 'MONEY' },
  { key: 'costPerLead', unit: 'MONEY' },
  { key: 'costPerAcquisition', unit: 'MONEY' },
  { key: 'wonAmount', unit: 'MONEY' },
  { key: 'roi', unit: 'RATIO', digits: 0 },
];

/** Short enough for a cell, money with K, M or 万, 亿; null: there is no figure, and `missing` says why. */
export function show(row: ChannelRow, { key, unit, digits }: Column, locale: Locale): string | null {
  const figure = row[key];
  if (figure === null) return null;
  if (unit === 'MONEY') return formatShortMoney(figure as Money, locale);
  return unit === 'RATIO' ? formatPercent(figure as number, locale, digits) : formatCount(figure as number, locale);
}

/** spend, costPerLead, costPerAcquisition, roi. */
export function isOfSpend(key: FigureKey): boolean {
  return /^(spend|cost|roi)/.test(key);
}

export function missing({ spend }: ChannelRow, key: FigureKey): Missing {
  if (!spend && isOfSpend(key)) return 'noSpend';
  return key === 'roi' ? 'noCost' : key === 'costPerAcquisition' ? 'noWon' : 'noLeads';
}
