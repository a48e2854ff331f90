import type { Examples } from '../example.ts';

export const acquisition: Examples = {
  new_leads: {
    sample: { of: 48 },
    en: 'In March {of} leads were created. One more, created at midnight on 1 April, belongs to April.',
    zh: '三月创建了 {of} 条线索。4 月 1 日零点创建的另一条属于四月。',
  },
  lead_quality_score: {
    sample: { of: [40, 60, 70, 80, 100], UNSCORED: 2 },
    en: 'The scores of the new leads that have one: {of}.',
    zh: '有评分的新增线索得分：{of}。',
    nullRule: {
      en: 'null (NO_DATA) where no new lead has a score: none of the scored attributes is known.',
      zh: '没有一条新增线索有评分（评分属性全都未知）时为空（NO_DATA）。',
    },
  },
  qualified_leads: {
    sample: { of: 31, UNSCORED: 2 },
    en: 'The threshold is 60, and {of} of the new leads score 60 or more.',
    zh: '阈值为 60，新增线索中有 {of} 条达到 60 分。',
  },
  qualified_lead_rate: {
    sample: { numerator: 31, denominator: 48, UNSCORED: 2 },
    en: 'Of {denominator} new leads {numerator} reach the threshold. Those without a score stay in the denominator: they are not qualified.',
    zh: '{denominator} 条新增线索中有 {numerator} 条达到阈值。没有评分的仍计入分母：它们不算有效。',
  },
  contactable_rate: {
    sample: { numerator: 30, denominator: 100 },
    en: 'Of {denominator} new leads that were followed up {numerator} could be reached: they answered, or got in touch themselves.',
    zh: '跟进过的 {denominator} 条新增线索中有 {numerator} 条能联系上：回复了，或主动联系了我们。',
  },
  channel_share: {
    sample: { numerator: 12, denominator: 48 },
    en: 'Of {denominator} new leads {numerator} came from search ads.',
    zh: '{denominator} 条新增线索中有 {numerator} 条来自搜索广告。',
  },
  channel_conversion_rate: {
    sample: { numerator: 16, denominator: 400 },
    en: 'Of {denominator} new leads of channel B {numerator} were won by asOf.',
    zh: 'B 渠道的 {denominator} 条新增线索中，截至 asOf 有 {numerator} 条成交。',
  },
  channel_spend: {
    sample: { of: ['8000', '4000'] },
    en: 'Two rows of spend are dated in the window: {of}.',
    zh: '窗口内有两笔投放：{of}。',
  },
  cost_per_lead: {
    sample: { amount: ['12000'], per: 48 },
    en: 'A spend of {amount} brought {per} new leads.',
    zh: '投放 {amount}，带来 {per} 条新增线索。',
  },
  cost_per_acquisition: {
    sample: { amount: ['12000'], per: 3 },
    en: 'A spend of {amount} brought new leads, {per} of which became customers by asOf.',
    zh: '投放 {amount} 带来的新增线索中，截至 asOf 有 {per} 个成为客户。',
  },
  channel_roi: {
    sample: { cost: ['12000'], gain: ['18000', '12000'], sample: 48, WITHOUT_AMOUNT: 1 },
    en: 'A spend of {cost} brought {sample} leads. Two of their opportunities were won with an amount: {gain}.',
    zh: '投放 {cost} 带来 {sample} 条线索，其中两个商机赢单且有金额：{gain}。',
  },
};
