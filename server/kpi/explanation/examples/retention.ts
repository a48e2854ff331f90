import type { Examples } from '../example.ts';

export const retention: Examples = {
  won_customers: {
    sample: { of: 6 },
    en: 'In March {of} customers were won; what they bought or when their lead came in does not matter.',
    zh: '三月成交了 {of} 个客户，与其购买内容和线索创建时间无关。',
  },
  won_amount: {
    sample: { of: ['10000', '5000', '12000'], WITHOUT_AMOUNT: 1 },
    en: 'The opportunities won in the window that have an amount brought {of}.',
    zh: '窗口内赢单且有金额的商机分别为 {of}。',
  },
  revenue: {
    sample: { of: ['10000', '5000', '3000', '-1000'] },
    en: 'The orders of the window are {of}; the negative one is a refund.',
    zh: '窗口内的订单为 {of}；负数为退款。',
  },
  lead_to_won_rate: {
    sample: { numerator: 3, denominator: 12, IMMATURE: 4 },
    en: 'With withinDays 30: of {denominator} new leads whose 30 days have run out by asOf {numerator} were won in time.',
    zh: 'withinDays 为 30：截至 asOf 已满 30 天的 {denominator} 条新增线索中，有 {numerator} 条按时成交。',
  },
  signing_rate: {
    sample: { numerator: 6, denominator: 9 },
    en: 'Of {denominator} leads that reached the stage before the last in the window {numerator} were won by asOf.',
    zh: '窗口内到达倒数第二阶段的 {denominator} 条线索中，截至 asOf 有 {numerator} 条成交。',
  },
  average_deal_size: {
    sample: { of: ['10000', '8000', '9500', '8500'], WITHOUT_AMOUNT: 1 },
    en: 'The opportunities won in the window that have an amount brought {of}.',
    zh: '窗口内赢单且有金额的商机分别为 {of}。',
    nullRule: {
      en: 'null (NO_DATA) where no opportunity won in the window has an amount.',
      zh: '窗口内赢单的商机都没有金额时为空（NO_DATA）。',
    },
  },
  repurchase_rate: {
    sample: { numerator: 8, denominator: 40 },
    en: 'Of {denominator} customers whose first order lies in the window {numerator} ordered again by asOf.',
    zh: '首单在窗口内的 {denominator} 个客户中，截至 asOf 有 {numerator} 个再次下单。',
  },
  clv_annual: {
    sample: { amount: ['240000'], per: 40 },
    en: 'In the 365 days before the end {per} customers ordered for {amount} in all.',
    zh: '结束前 365 天内有 {per} 个客户下单，合计 {amount}。',
  },
  clv_historical: {
    sample: { amount: ['54000'], per: 6 },
    en: 'The {per} customers won in the window have ordered for {amount} up to the end.',
    zh: '窗口内成交的 {per} 个客户截至结束共下单 {amount}。',
  },
  referral_rate: {
    sample: { numerator: 3, denominator: 20 },
    en: 'Of {denominator} customers won in the window {numerator} came on the word of another customer.',
    zh: '窗口内成交的 {denominator} 个客户中，有 {numerator} 个由老客户推荐而来。',
  },
  referrer_rate: {
    sample: { numerator: 12, denominator: 300 },
    en: 'Of {denominator} customers {numerator} referred a customer who was won in the window.',
    zh: '{denominator} 个客户中，有 {numerator} 个推荐了在窗口内成交的客户。',
  },
  customer_churn_rate: {
    sample: { numerator: 6, denominator: 50 },
    en: 'For March, with N its 31 days: of {denominator} customers with an order in the 31 days before it {numerator} did not order in March.',
    zh: '以三月为例，N 为其 31 天：此前 31 天内下过单的 {denominator} 个客户中，有 {numerator} 个三月没有下单。',
    nullRule: {
      en: 'null (IMMATURE) while asOf is before the window’s end; null (NO_DATA) where nobody ordered in the N days before it.',
      zh: 'asOf 早于窗口结束时为空（IMMATURE）；此前 N 天内无人下单时为空（NO_DATA）。',
    },
  },
  nps: {
    sample: { plus: 50, minus: 20, of: 80 },
    en: 'Of {of} answers {plus} are 9 or 10, {minus} are 0 to 6; the others, 7 and 8, only count in the denominator.',
    zh: '{of} 份回答中 {plus} 份为 9 或 10 分，{minus} 份为 0 到 6 分；7、8 分只计入分母。',
    nullRule: {
      en: 'null (NO_DATA) where no survey lies in the window.',
      zh: '窗口内没有调查时为空（NO_DATA）。',
    },
  },
};
