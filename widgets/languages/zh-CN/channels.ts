import type { ChannelsTexts } from '../texts.ts';

export const channels: ChannelsTexts = {
  label: (funnel) => `${funnel}：渠道`,
  channel: '渠道',
  none: '无渠道',
  newLeads: '线索数',
  share: '占比',
  qualifiedLeadRate: '有效线索占比',
  won: '成交',
  conversionRate: '转化率',
  spend: '投放',
  costPerLead: '单线索成本',
  costPerAcquisition: '获客成本',
  wonAmount: '成交金额',
  roi: 'ROI',
  about: {
    costPerLead: '单线索成本：投放 / 新增线索数',
    costPerAcquisition: '获客成本：投放 / 成交客户数',
    roi: '投放回报率：（成交金额 − 投放）/ 投放',
    wonAmount: '赢单金额，按线索的首次触达渠道归属',
  },
  noSpend: '没有投放记录；未知不等于 0',
  noLeads: '没有可用于计算的线索',
  noWon: '还没有成交客户',
  noCost: '投放为 0',
  sortedBy: (column, ascending) => `按${column}${ascending ? '升序' : '降序'}排列`,
};
