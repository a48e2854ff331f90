import type { Money } from '../shared/format.ts';
import type { Interval, LeftOut } from '../shared/kpi-types.ts';
import type { ChannelRow } from './channel-row.ts';

/**
 * All channels together: sums, and ratios of the sums (never means of ratios), as the dictionary computes the KPIs without a breakdown.
 * Unknown spend adds nothing; where none is known there is none.
 * @param rows at least one
 */
export function totalOf(rows: readonly ChannelRow[]): ChannelRow {
  const { currency } = rows[0]!.wonAmount;
  const count = (figure: (row: ChannelRow) => number | undefined): number =>
    rows.reduce((sum, row) => sum + (figure(row) ?? 0), 0);
  const money = (amount: number): Money => ({ amount: String(amount), currency });
  const per = (amount: number | null, over: number): Money | null =>
    amount === null || !over ? null : money(amount / over);
  const ratio = (part: number, whole: number): number | null => (whole ? part / whole : null);

  const newLeads = count((row) => row.newLeads);
  const qualifiedLeads = count((row) => row.qualifiedLeads);
  const won = count((row) => row.won);
  const wonCustomers = count((row) => row.wonCustomers);
  const amount = sumOf(rows.map(({ wonAmount }) => wonAmount));
  const known = rows.flatMap(({ spend }) => spend ?? []);
  const spent = known.length ? sumOf(known) : null;
  return {
    channel: null,
    newLeads,
    share: rows.some(({ share }) => share !== null) ? count(({ share }) => share ?? 0) : null,
    qualifiedLeads,
    qualifiedLeadRate: ratio(qualifiedLeads, newLeads),
    won,
    conversionRate: ratio(won, newLeads),
    interval: rows.some(({ interval }) => interval) ? wilsonInterval(won, newLeads) : null,
    spend: spent === null ? null : money(spent),
    wonAmount: money(amount),
    costPerLead: per(spent, newLeads),
    wonCustomers,
    costPerAcquisition: per(spent, wonCustomers),
    roi: spent === null ? null : ratio(amount - spent, spent),
    leftOut: sumByReason(rows),
    isSpendPartial: known.length > 0 && known.length < rows.length,
  };
}

/** Exact up to nine thousand million: added up in millionths, which the API's texts never go below. */
function sumOf(amounts: Money[]): number {
  const millionths = amounts.map(({ amount }) => {
    const [whole, part = ''] = amount.split('.');
    return BigInt(whole + part.padEnd(6, '0'));
  });
  return Number(millionths.reduce((sum, each) => sum + each, 0n)) / 1e6;
}

function sumByReason(rows: readonly ChannelRow[]): LeftOut[] {
  const counts = new Map<LeftOut['reason'], number>();
  for (const { leftOut } of rows)
    for (const { reason, count } of leftOut ?? []) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

/** 95 %, of `part` out of `whole` (> 0): the server's formula. Wilson, E. B. (1927), JASA 22. */
function wilsonInterval(part: number, whole: number): Interval {
  const square = 1.959963984540054 ** 2;
  const share = part / whole;
  const margin = Math.sqrt(square * ((share * (1 - share)) / whole + square / (4 * whole * whole)));
  const center = share + square / (2 * whole);
  const scale = 1 + square / whole;
  return { low: Math.max(0, (center - margin) / scale), high: Math.min(1, (center + margin) / scale) };
}
