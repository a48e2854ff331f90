import type { ChannelRow } from '../../../widgets/channel-roi-table/channel-row.ts';

export const money = (amount: string) => ({ amount, currency: 'CNY' });

/** A channel of ten leads and one win, with other figures as said. @param name null: leads without a channel */
export function channelRow(name: string | null, figures: Partial<ChannelRow> = {}): ChannelRow {
  return {
    channel: name === null ? null : { key: name.toLowerCase(), name },
    newLeads: 10,
    share: 0.5,
    qualifiedLeads: 4,
    qualifiedLeadRate: 0.4,
    won: 1,
    conversionRate: 0.1,
    interval: { low: 0.02, high: 0.4 },
    spend: null,
    wonAmount: money('0'),
    costPerLead: null,
    wonCustomers: 1,
    costPerAcquisition: null,
    roi: null,
    leftOut: [],
    ...figures,
  };
}
