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
      zh: '窗口内赢单商机的金额合计。没有金额的不计入(WITHOUT_AMOUNT)。',
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
    description: { en: 'Amounts of the orders in the window.', zh: '窗口内订单金额合计(销售收入)。' },
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
      zh: '新增线索到成交线索的转化率:整个漏斗的一个数。',
    },
    formula: {
      en: 'COHORT: new leads won by asOf / new leads. PERIOD: leads won in the window / new leads',
      zh: 'COHORT:窗口内新增且截至 asOf 成交的线索 / 新增线索。PERIOD:窗口内成交的线索 / 新增线索',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    ...newLeadToWon,
  },
  {
    key: 'repurchase_rate',
    category: 'RETENTION',
    name: { en: 'Repurchase rate', zh: '复购率' },
    description: {
      en: 'Share of customers who order again. COHORT: of those whose first order lies in the window, those with a second by asOf. PERIOD: of those ordering in the window, those with an earlier order.',
      zh: '再次下单的客户比例。COHORT:首单在窗口内的客户中截至 asOf 有第二单者。PERIOD:窗口内下单的客户中此前已有订单者。',
    },
    formula: {
      en: 'COHORT: customers with a second order by asOf / customers whose first order lies in the window. PERIOD: customers with an order before another one in the window / customers ordering in the window',
      zh: 'COHORT:截至 asOf 有第二单的客户 / 首单在窗口内的客户。PERIOD:窗口内订单之前已有订单的客户 / 窗口内下单的客户',
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
];
