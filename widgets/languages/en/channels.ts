import type { ChannelsTexts } from '../texts.ts';

export const channels: ChannelsTexts = {
  label: (funnel) => `${funnel}: channels`,
  channel: 'Channel',
  none: 'No channel',
  newLeads: 'Leads',
  share: 'Share',
  qualifiedLeadRate: 'Qualified',
  won: 'Won',
  conversionRate: 'Conversion',
  spend: 'Spend',
  costPerLead: 'CPL',
  costPerAcquisition: 'CAC',
  wonAmount: 'Won amount',
  roi: 'ROI',
  about: {
    costPerLead: 'Cost per lead: spend / new leads',
    costPerAcquisition: 'Customer acquisition cost: spend / won customers',
    roi: 'Return on spend: (won amount − spend) / spend',
    wonAmount: 'Amounts of won opportunities, by the lead’s first channel',
  },
  noSpend: 'no spend is known; unknown is not 0',
  noLeads: 'no leads to divide by',
  noWon: 'no customer won yet',
  noCost: 'spend is 0',
  sortedBy: (column, ascending) => `Sorted by ${column}, ${ascending ? 'ascending' : 'descending'}`,
};
