import type { AlertRuleInput } from './check-rule.ts';

/** A warning that the article asks for, ready to be switched on. */
export interface AlertTemplate {
  key: string;
  name: { en: string; zh: string };
  /** What it warns of, and what to do then. */
  description: { en: string; zh: string };
  rule: Omit<AlertRuleInput, 'name'>;
}

const HOUR = 3_600;
const lastDays = (count: number) => ({ rolling: { unit: 'DAY' as const, count } });

/** Thresholds to begin with: previewAlertRule proposes some that fit the workspace's own history. */
export const alertTemplates: readonly AlertTemplate[] = [
  {
    key: 'stage_conversion_low',
    name: { en: 'A stage converts too few', zh: '阶段转化率跌破阈值' },
    description: {
      en: 'Of the leads that were created in the last 90 days, certainly fewer than a tenth went on from a stage. Look at that stage first: script, content, hand-over.',
      zh: '近 90 天新增的线索中,某一阶段进入下一阶段的比例确实低于一成。先查这一阶段:话术、内容与交接。',
    },
    rule: {
      kpi: 'stage_conversion_rate',
      severity: 'CRITICAL',
      window: lastDays(90),
      each: { dimension: 'STAGE' },
      condition: { direction: 'BELOW', fireAt: 0.1, clearAt: 0.12, certain: true },
      minimumSample: 30,
    },
  },
  {
    key: 'long_sales_cycle',
    name: { en: 'Deals take longer', zh: '成交周期过长' },
    description: {
      en: 'Deals won in the last 90 days took a quarter longer than those of the 90 days before. Share out the work anew, and set times for each step.',
      zh: '近 90 天赢单的平均成交周期比之前 90 天长四分之一以上。及时调整分工,为每一步设定时限。',
    },
    rule: {
      kpi: 'sales_cycle',
      window: lastDays(90),
      condition: { compare: 'RELATIVE_CHANGE', direction: 'ABOVE', fireAt: 0.25, clearAt: 0.15 },
      minimumSample: 10,
    },
  },
  {
    key: 'stalled_opportunities',
    name: { en: 'Deals stand still', zh: '商机滞留' },
    description: {
      en: 'More than ten open deals are older than is usual for deals that are won. Go through them one by one: push, or close.',
      zh: '超过十个在跟商机的停留时间超过常规赢单周期。逐个过一遍:推进,或关闭。',
    },
    rule: {
      kpi: 'stalled_opportunities',
      window: lastDays(1),
      condition: { direction: 'ABOVE', fireAt: 10, clearAt: 7 },
      fireAfterSeconds: HOUR,
    },
  },
  {
    key: 'slow_first_response',
    name: { en: 'New leads wait too long', zh: '首次响应过慢' },
    description: {
      en: 'An owner’s new leads of the last 7 days waited more than four hours on average for the first follow-up. Leads cool within hours.',
      zh: '某负责人近 7 天的新增线索平均等待首次跟进超过四小时。线索几小时内就会变凉。',
    },
    rule: {
      kpi: 'first_response_time',
      window: lastDays(7),
      each: { dimension: 'OWNER' },
      condition: { direction: 'ABOVE', fireAt: 4 * HOUR, clearAt: 2 * HOUR },
      minimumSample: 5,
    },
  },
  {
    key: 'lead_churn_high',
    name: { en: 'Leads go silent', zh: '线索流失预警' },
    description: {
      en: 'More than 60 % of the older open leads have not been heard of for the funnel’s days. Nurture them by plan: reminders, content, another channel.',
      zh: '超过六成的在库老线索在设定天数内没有任何互动。按计划培育:跟进提醒、内容触达、换渠道。',
    },
    rule: {
      kpi: 'lead_churn_rate',
      window: lastDays(1),
      condition: { direction: 'ABOVE', fireAt: 0.6, clearAt: 0.5 },
      minimumSample: 30,
      fireAfterSeconds: HOUR,
    },
  },
  {
    key: 'repurchase_low',
    name: { en: 'Customers do not come back', zh: '复购率过低' },
    description: {
      en: 'Of the customers who ordered in the last 90 days, certainly fewer than a fifth had ordered before. Remind them in time, with an offer of their own.',
      zh: '近 90 天下单的客户中,老客户占比确实低于两成。及时推送复购提醒与专属优惠。',
    },
    rule: {
      kpi: 'repurchase_rate',
      basis: 'PERIOD',
      window: lastDays(90),
      condition: { direction: 'BELOW', fireAt: 0.2, clearAt: 0.22, certain: true },
      minimumSample: 20,
    },
  },
  {
    key: 'effort_without_outcome',
    name: { en: 'Effort up, outcome flat', zh: '刷量:过程数据涨,业绩不涨' },
    description: {
      en: 'Follow-ups for each owner rose by a third against the 30 days before, won customers by less than 5 %. What is counted is done, what counts is not: measure signings and satisfaction too.',
      zh: '近 30 天人均跟进比之前 30 天增加三分之一以上,成交客户却增长不到 5%。为冲数字而刷量:把签约与客户满意度纳入考核。',
    },
    rule: {
      kpi: 'follow_up_frequency',
      window: lastDays(30),
      condition: { compare: 'RELATIVE_CHANGE', direction: 'ABOVE', fireAt: 0.33, clearAt: 0.2 },
      guard: { kpi: 'won_customers', compare: 'RELATIVE_CHANGE', direction: 'BELOW', threshold: 0.05 },
      fireAfterSeconds: HOUR,
    },
  },
];

export function alertTemplate(key: string): AlertTemplate | undefined {
  return alertTemplates.find((template) => template.key === key);
}
