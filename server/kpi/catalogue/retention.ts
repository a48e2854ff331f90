import type { CatalogueRow } from '../catalogue-row.ts';
import { newLeadToWon } from './conversions.ts';

/** 4 · Conversion and retention (成交与复购) */
export const retention: CatalogueRow[] = [
  {
    key: 'won_customers',
    category: 'RETENTION',
    name: { en: 'Won customers', zh: '成交客户数' },
    description: { en: 'Customers who became one in the window.', zh: '窗口内成交的客户数。' },
    formula: { en: 'customers with becameAt in the window', zh: '成交时间在窗口内的客户数' },
    unit: 'COUNT',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'count', of: 'customersWon' },
  },
  {
    key: 'won_amount',
    category: 'RETENTION',
    name: { en: 'Won amount', zh: '成交金额' },
    description: {
      en: 'Amounts of the opportunities won in the window. Those without an amount are left out (WITHOUT_AMOUNT).',
      zh: '窗口内赢单商机的金额合计。没有金额的不计入（WITHOUT_AMOUNT）。',
    },
    formula: { en: 'Σ amount of opportunities with wonAt in the window', zh: 'Σ 窗口内赢单商机的金额' },
    unit: 'MONEY',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'moneySum', of: 'wonAmounts', leftOut: { WITHOUT_AMOUNT: 'wonWithoutAmount' } },
  },
  {
    key: 'revenue',
    category: 'RETENTION',
    name: { en: 'Revenue', zh: '业绩' },
    description: { en: 'Amounts of the orders in the window.', zh: '窗口内订单金额合计（销售收入）。' },
    formula: { en: 'Σ amount of orders in the window', zh: 'Σ 窗口内订单金额' },
    unit: 'MONEY',
    direction: 'HIGHER_IS_BETTER',
    headline: true,
    computes: { kind: 'moneySum', of: 'orderAmounts' },
  },
  {
    key: 'lead_to_won_rate',
    category: 'RETENTION',
    name: { en: 'Lead to won rate', zh: '整体转化率' },
    description: {
      en: 'Conversion from new lead to won lead: the whole funnel in one number.',
      zh: '新增线索到成交线索的转化率：整个漏斗的一个数。',
    },
    formula: {
      en: 'COHORT: new leads won by asOf / new leads. PERIOD: leads won in the window / new leads',
      zh: 'COHORT：窗口内新增且截至 asOf 成交的线索 / 新增线索。PERIOD：窗口内成交的线索 / 新增线索',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    ...newLeadToWon,
  },
  {
    key: 'signing_rate',
    category: 'RETENTION',
    name: { en: 'Signing rate', zh: '签约转化率' },
    description: {
      en: 'Conversion of the stage before the last to won: of the leads at the last hurdle, those that sign.',
      zh: '最后阶段的前一阶段到成交的转化率：走到最后一步的线索中签约的比例。',
    },
    formula: {
      en: 'COHORT: leads that reached the stage before the last in the window and were won by asOf / leads that reached it in the window. PERIOD: leads won in the window / leads that reached it in the window',
      zh: 'COHORT：窗口内到达倒数第二阶段且截至 asOf 成交的线索 / 窗口内到达该阶段的线索。PERIOD：窗口内成交的线索 / 窗口内到达该阶段的线索',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    withinDays: true,
    computes: {
      COHORT: {
        kind: 'ratio',
        numerator: 'maturedLeadsWonFromStageBefore',
        denominator: 'maturedLeadsAtStageBeforeLast',
        subset: true,
        leftOut: { IMMATURE: 'immatureLeadsAtStageBeforeLast' },
      },
      PERIOD: { kind: 'ratio', numerator: 'leadsWon', denominator: 'leadsReachingStageBeforeLast', subset: false },
    },
  },
  {
    key: 'average_deal_size',
    category: 'RETENTION',
    name: { en: 'Average deal size', zh: '客单价' },
    description: {
      en: 'Mean amount of the opportunities won in the window that have one. Those without are left out (WITHOUT_AMOUNT).',
      zh: '窗口内有金额的赢单商机的平均金额。没有金额的不计入（WITHOUT_AMOUNT）。',
    },
    formula: {
      en: 'won_amount / opportunities won in the window that have an amount',
      zh: '成交金额 / 窗口内有金额的赢单商机数',
    },
    unit: 'MONEY',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'moneyMean', of: 'dealSizes', leftOut: { WITHOUT_AMOUNT: 'wonWithoutAmount' } },
  },
  {
    key: 'repurchase_rate',
    category: 'RETENTION',
    name: { en: 'Repurchase rate', zh: '复购率' },
    description: {
      en: 'Share of customers who order again. COHORT: of those whose first order lies in the window, those with a second by asOf. PERIOD: of those ordering in the window, those with an earlier order.',
      zh: '再次下单的客户比例。COHORT：首单在窗口内的客户中截至 asOf 有第二单者。PERIOD：窗口内下单的客户中此前已有订单者。',
    },
    formula: {
      en: 'COHORT: customers with a second order by asOf / customers whose first order lies in the window. PERIOD: customers with an order before another one in the window / customers ordering in the window',
      zh: 'COHORT：截至 asOf 有第二单的客户 / 首单在窗口内的客户。PERIOD：窗口内订单之前已有订单的客户 / 窗口内下单的客户',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    headline: true,
    withinDays: true,
    computes: {
      COHORT: {
        kind: 'ratio',
        numerator: 'maturedSecondOrders',
        denominator: 'maturedFirstOrders',
        subset: true,
        leftOut: { IMMATURE: 'immatureFirstOrders' },
      },
      PERIOD: { kind: 'ratio', numerator: 'returningCustomers', denominator: 'orderingCustomers', subset: true },
    },
  },
  {
    key: 'clv_annual',
    category: 'RETENTION',
    name: { en: 'Annual customer value', zh: '客户生命周期价值（年）' },
    description: {
      en: 'Revenue of the 365 days before the end of the window, for each customer with an order in them.',
      zh: '窗口末之前 365 天的收入，按其间下过单的客户平均。',
    },
    formula: {
      en: 'Σ amount of orders in the 365 days before the end / customers with an order in them',
      zh: 'Σ 窗口末之前 365 天的订单金额 / 其间下单的客户数',
    },
    unit: 'MONEY',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'moneyPer', amount: 'orderAmountsOfYear', per: 'customersOrderingInYear' },
  },
  {
    key: 'clv_historical',
    category: 'RETENTION',
    name: { en: 'Historical customer value', zh: '客户累计价值' },
    description: {
      en: 'What the customers won in the window had bought by its end, for each of them.',
      zh: '窗口内成交的客户到窗口末为止的累计消费，按客户平均。',
    },
    formula: {
      en: 'Σ amount of orders up to the end of customers with becameAt in the window / those customers',
      zh: 'Σ 窗口内成交客户到窗口末的订单金额 / 这些客户数',
    },
    unit: 'MONEY',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'moneyPer', amount: 'amountsOfCustomersWon', per: 'customersWonByEnd' },
  },
  {
    key: 'referral_rate',
    category: 'RETENTION',
    name: { en: 'Referral rate', zh: '客户推荐率' },
    description: {
      en: 'Share of the customers won in the window whom another customer referred, by their own word or else their lead’s.',
      zh: '窗口内成交的客户中由其他客户推荐而来的比例（以客户自身的推荐人为准，否则取其线索的推荐人）。',
    },
    formula: {
      en: 'won customers in the window with a referrer / won customers in the window',
      zh: '窗口内有推荐人的成交客户 / 窗口内成交客户',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'ratio', numerator: 'customersReferred', denominator: 'customersWon', subset: true },
  },
  {
    key: 'referrer_rate',
    category: 'RETENTION',
    name: { en: 'Referrer rate', zh: '推荐客户占比' },
    description: {
      en: 'Of the customers there are at the end of the window, the share that referred a customer won in it.',
      zh: '窗口末已有的客户中，推荐了窗口内成交客户的比例。',
    },
    formula: {
      en: 'customers that referred a customer won in the window / customers just before the end',
      zh: '推荐了窗口内成交客户的客户 / 窗口末已有客户',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'ratio', numerator: 'customersReferring', denominator: 'customersExisting', subset: true },
  },
  {
    key: 'customer_churn_rate',
    category: 'RETENTION',
    name: { en: 'Customer churn rate', zh: '客户流失率' },
    description: {
      en: 'Of the customers who ordered in the N days before the window, the share that did not order in it. N is the window’s length in calendar days unless the funnel sets it. null (IMMATURE) until the window is over.',
      zh: '窗口前 N 天内下过单的客户中，窗口内没有下单的比例。N 默认为窗口的日历天数，可在漏斗中设定。窗口结束前为空（IMMATURE）。',
    },
    formula: {
      en: 'customers with an order in [from − N, from) and none in the window / customers with an order in [from − N, from)',
      zh: '在 [from − N, from) 内下单而窗口内未下单的客户 / 在 [from − N, from) 内下单的客户',
    },
    unit: 'RATIO',
    direction: 'LOWER_IS_BETTER',
    computes: {
      kind: 'ratio',
      numerator: 'customersLeaving',
      denominator: 'customersOrderingBefore',
      subset: true,
      wholeWindow: true,
      leftOut: { IMMATURE: 'customersOrderingBefore' },
    },
  },
  {
    key: 'nps',
    category: 'RETENTION',
    name: { en: 'Net promoter score', zh: 'NPS 客户满意度' },
    description: {
      en: 'Share of promoters (scores 9 and 10) less the share of detractors (0 to 6) among the surveys answered in the window, in points from −100 to 100.',
      zh: '窗口内调查中推荐者（9、10 分）占比减去贬损者（0 到 6 分）占比，以 −100 到 100 的点数表示。',
    },
    formula: {
      en: '100 × (scores 9 and 10 − scores 0 to 6) / surveys in the window',
      zh: '100 ×（9、10 分数 − 0 到 6 分数）/ 窗口内调查数',
    },
    unit: 'POINTS',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'netScore', plus: 'promoters', minus: 'detractors', of: 'surveys' },
  },
];
