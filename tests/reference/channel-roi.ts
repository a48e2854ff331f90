import { acquisition } from './acquisition.ts';
import type { Company } from './company.ts';
import { slices } from './evaluator.ts';
import type { Interval } from './numbers.ts';
import { type Item, keep, total } from './parts.ts';
import type { Question } from './question.ts';
import { Scene } from './scene.ts';

/** Money in millionths. */
export interface ChannelRow {
  channel: string | null;
  newLeads: number;
  share: number | null;
  qualifiedLeads: number;
  qualifiedLeadRate: number | null;
  won: number;
  conversionRate: number | null;
  interval: Interval | null;
  spend: number | null;
  wonAmount: number;
  costPerLead: number | null;
  wonCustomers: number;
  costPerAcquisition: number | null;
  roi: number | null;
  leftOut: Record<string, number>;
}

/** One row per channel with leads or spend in the window, put together from the KPIs' slices. In no order. */
export function channelRows(company: Company, question: Question): ChannelRow[] {
  const scene = new Scene(company, question);
  const { gain } = acquisition.channel_roi(scene).measures as { gain: Item[] };
  const by = (key: string) => slices(key, 'CHANNEL', company, question);
  const [leads, shares, qualified, rates, conversions] = [
    by('new_leads'),
    by('channel_share'),
    by('qualified_leads'),
    by('qualified_lead_rate'),
    by('channel_conversion_rate'),
  ];
  const [spend, perLead, perCustomer, roi] = [
    by('channel_spend'),
    by('cost_per_lead'),
    by('cost_per_acquisition'),
    by('channel_roi'),
  ];
  return [...new Set([...leads.keys(), ...spend.keys()])].map((channel) => ({
    channel,
    newLeads: leads.get(channel)?.value ?? 0,
    share: shares.get(channel)?.value ?? (leads.size === 0 ? null : 0),
    qualifiedLeads: qualified.get(channel)?.value ?? 0,
    qualifiedLeadRate: rates.get(channel)?.value ?? null,
    won: conversions.get(channel)?.numerator ?? 0,
    conversionRate: conversions.get(channel)?.value ?? null,
    interval: conversions.get(channel)?.interval ?? null,
    spend: spend.get(channel)?.millionths ?? null,
    wonAmount: total(keep(gain, question.filter, { by: 'CHANNEL', value: channel })),
    costPerLead: perLead.get(channel)?.millionths ?? null,
    wonCustomers: perCustomer.get(channel)?.denominator ?? 0,
    costPerAcquisition: perCustomer.get(channel)?.millionths ?? null,
    roi: roi.get(channel)?.value ?? null,
    leftOut: { ...rates.get(channel)?.leftOut, ...roi.get(channel)?.leftOut },
  }));
}
