import type { ChannelsFunnel } from '../../widgets/channel-roi-table/channel-roi-table.element.ts';
import type { WidgetData } from '../../widgets/shared/funnel-widget.element.ts';

/** The channel table's data with so many channels, made up but for their arithmetic: `won / newLeads` is the rate, and so on. */
export function manyChannels(count: number): WidgetData<ChannelsFunnel> {
  const window = { from: '2026-01-01', to: '2026-04-01', timeZone: 'Asia/Shanghai', asOf: '2026-04-02T00:00:00Z' };
  const counts = Array.from({ length: count }, (_, index) =>
    index % 9 === 4 ? 7 + (index % 20) : 200 + ((index * 7919) % 3000),
  );
  const all = counts.reduce((sum, each) => sum + each, 0);
  const money = (amount: number) => ({ amount: amount.toFixed(2), currency: 'CNY' });
  const channelRoi = counts.map((newLeads, index) => {
    const qualifiedLeads = Math.floor(newLeads * 0.37);
    const won = Math.floor(newLeads * (0.02 + (index % 11) / 100));
    const rate = won / newLeads;
    const spend = index % 5 === 3 ? null : newLeads * (180 + (index % 13) * 20);
    const wonAmount = won * 26_543.5;
    return {
      channel: { key: `channel-${index}`, name: `Channel ${index}` },
      newLeads,
      share: newLeads / all,
      qualifiedLeads,
      qualifiedLeadRate: qualifiedLeads / newLeads,
      won,
      conversionRate: rate,
      interval: { low: rate * 0.7, high: Math.min(1, rate * 1.3 + 1 / newLeads) },
      spend: spend === null ? null : money(spend),
      wonAmount: money(wonAmount),
      costPerLead: spend === null ? null : money(spend / newLeads),
      wonCustomers: won,
      costPerAcquisition: spend === null || won === 0 ? null : money(spend / won),
      roi: spend === null ? null : (wonAmount - spend) / spend,
      leftOut: [],
    };
  });
  return {
    workspace: { currency: 'CNY', funnel: { name: 'Sales', frame: [{ window, basis: 'COHORT' }], channelRoi } },
  };
}
