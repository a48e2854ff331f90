import type { Evidence } from '../shared/evidence/evidence.ts';
import type { Money } from '../shared/format.ts';
import type { FunnelFrame } from '../shared/funnel-widget.element.ts';
import type { Language } from '../shared/widget.element.ts';
import type { ChannelRow } from './channel-row.ts';
import { type Column, isOfSpend, missing } from './columns.ts';

/** What stands behind a figure of a row. @param name of the channel, or of all together */
export function evidenceOf(
  row: ChannelRow,
  { key, unit }: Column,
  name: string,
  { frame: [frame] }: FunnelFrame,
  { texts: { channels, colon } }: Language,
): Evidence {
  const { newLeads, share, spend, interval, leftOut } = row;
  const figure = row[key];
  const isMoney = unit === 'MONEY';
  const value = isMoney ? amountOf(figure as Money | null) : (figure as number | null);
  const spent = amountOf(spend);
  const [numerator, denominator, numeratorUnit, denominatorUnit] =
    (
      {
        share: [newLeads, share ? Math.round(newLeads / share) : null],
        qualifiedLeadRate: [row.qualifiedLeads, newLeads],
        conversionRate: [row.won, newLeads],
        costPerLead: [spent, newLeads, 'MONEY'],
        costPerAcquisition: [spent, row.wonCustomers, 'MONEY'],
        roi: [spent === null ? null : amountOf(row.wonAmount)! - spent, spent, 'MONEY', 'MONEY'],
      } as Partial<Record<string, Calculation>>
    )[key] ?? [];
  const isLeftOut = key === 'qualifiedLeadRate' ? /UNSCORED/ : key === 'wonAmount' || key === 'roi' ? /WITHOUT/ : /^$/;
  return {
    title: name + colon + channels[key],
    value,
    unit,
    money: isMoney ? (figure as Money | null) : undefined,
    formula: channels.about[key],
    numerator,
    denominator,
    numeratorUnit,
    denominatorUnit,
    interval: key === 'conversionRate' ? interval : undefined,
    sampleSize: /Rate|share|Lead/.test(key) ? newLeads : undefined,
    leftOut: leftOut?.filter(({ reason }) => isLeftOut.test(reason)),
    note:
      value === null
        ? channels[missing(row, key)]
        : isOfSpend(key) && row.isSpendPartial
          ? channels.unknownSpend
          : undefined,
    ...frame!,
  };
}

type Calculation = [
  numerator: Evidence['numerator'],
  denominator: Evidence['denominator'],
  numeratorUnit?: 'MONEY',
  denominatorUnit?: 'MONEY',
];

function amountOf(money: Money | null): number | null {
  return money && Number(money.amount);
}
