import type { ChannelRow } from './channel-row.ts';

const money = { amount: '50000', currency: 'CNY' };

/** What the skeleton is drawn with. */
export const placeholderRow = (index: number): ChannelRow => ({
  channel: { key: String(index), name: '――――――' },
  newLeads: 1_000,
  share: 0.1,
  qualifiedLeads: 400,
  qualifiedLeadRate: 0.4,
  won: 30,
  conversionRate: 0.03,
  interval: { low: 0.02, high: 0.04 },
  spend: money,
  wonAmount: money,
  costPerLead: money,
  costPerAcquisition: money,
  roi: 1,
});
