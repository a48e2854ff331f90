import { compareKeys } from './breakdown.ts';
import { evidence, type Span } from './evidence.ts';
import type { Formula } from './formula.ts';
import { money, moneyText } from './money.ts';
import type { Scope } from './scope.ts';
import type { TallyGroups } from './tally-groups.ts';
import type { TallyRequest } from './tally-request.ts';
import type { ChannelRoi, FunnelInfo } from './types.ts';

const columns = [
  'new_leads',
  'channel_share',
  'qualified_leads',
  'qualified_lead_rate',
  'channel_conversion_rate',
  'channel_spend',
  'cost_per_lead',
  'cost_per_acquisition',
  'channel_roi',
] as const;

/**
 * One row per channel with leads or spend in the window, and one without a channel where there are such facts; by leads, descending.
 * Its columns are KPIs broken down by channel, in one statement.
 */
export async function channelRoiOf(
  scope: Scope,
  prepare: (key: string) => { formula: Formula; request: TallyRequest },
  load: (request: TallyRequest) => Promise<TallyGroups>,
  funnel: FunnelInfo,
  span: Span,
): Promise<ChannelRoi[]> {
  const kpis = columns.map((key) => ({ key, ...prepare(key) }));
  const measures = [...new Set(kpis.flatMap(({ request }) => request.measures))];
  const groups = await load({
    funnel,
    scope,
    narrowing: undefined,
    slices: { by: 'CHANNEL' },
    measures,
    rest: undefined,
  });
  const gain = scope.basis === 'COHORT' ? 'wonAmountsOfNewLeads' : 'wonAmountsFirstTouch';
  return groups
    .slices()
    .filter(({ id }) => groups.tally('newLeads', id).n > 0 || groups.tally('spend', id).n > 0)
    .map((channel) => {
      const found = Object.fromEntries(
        kpis.map(({ key, formula }) => [key, evidence(formula, (measure) => groups.tally(measure, channel.id), span)]),
      );
      const conversion = found.channel_conversion_rate!;
      const row: ChannelRoi = {
        channelId: channel.id,
        newLeads: found.new_leads!.sampleSize,
        share: found.channel_share!.value,
        qualifiedLeads: found.qualified_leads!.sampleSize,
        qualifiedLeadRate: found.qualified_lead_rate!.value,
        won: conversion.numerator ?? 0,
        conversionRate: conversion.value,
        interval: conversion.interval,
        spend: found.channel_spend!.money,
        wonAmount: moneyText(money(groups.tally(gain, channel.id).sum ?? 0)),
        costPerLead: found.cost_per_lead!.money,
        wonCustomers: found.cost_per_acquisition!.denominator ?? 0,
        costPerAcquisition: found.cost_per_acquisition!.money,
        roi: found.channel_roi!.value,
        leftOut: [...found.qualified_lead_rate!.leftOut, ...found.channel_roi!.leftOut],
        scoringModelVersion: groups.scoringModelVersion!,
      };
      return { key: channel.key, row };
    })
    .sort((a, b) => b.row.newLeads - a.row.newLeads || compareKeys(a.key, b.key))
    .map(({ row }) => row);
}
