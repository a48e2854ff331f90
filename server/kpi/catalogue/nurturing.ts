import type { CatalogueRow } from '../catalogue-row.ts';

/** 2 · Lead nurturing (线索培育) */
export const nurturing: CatalogueRow[] = [
  {
    key: 'intent_conversion_rate',
    category: 'NURTURING',
    name: { en: 'Lead to intent conversion', zh: '线索到意向转化率' },
    description: {
      en: 'Conversion from the funnel’s first stage to its second.',
      zh: '漏斗第一阶段到第二阶段的转化率。',
    },
    formula: {
      en: 'COHORT: new leads that reached the second stage by asOf / new leads. PERIOD: leads that reached the second stage in the window / new leads',
      zh: 'COHORT:截至 asOf 到达第二阶段的新增线索 / 新增线索。PERIOD:窗口内到达第二阶段的线索 / 新增线索',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    headline: true,
    withinDays: true,
    computes: {
      COHORT: {
        kind: 'ratio',
        numerator: 'maturedLeadsAtSecondStage',
        denominator: 'maturedLeads',
        subset: true,
        leftOut: { IMMATURE: 'immatureLeads' },
      },
      PERIOD: { kind: 'ratio', numerator: 'leadsReachingSecondStage', denominator: 'newLeads', subset: false },
    },
  },
  {
    key: 'first_response_time',
    category: 'NURTURING',
    name: { en: 'First response time', zh: '首次响应时效' },
    description: {
      en: 'From a lead’s creation to the first follow-up at or after it, over leads created in the window and answered by asOf. Leads without an answer are counted beside (UNANSWERED).',
      zh: '从线索创建到首次跟进的时长,统计窗口内新增且截至 asOf 已响应的线索。未响应的线索另行计数(UNANSWERED)。',
    },
    formula: {
      en: 'first OUTBOUND activity at or after createdAt − createdAt',
      zh: '创建后首次 OUTBOUND 跟进时间 − 创建时间',
    },
    unit: 'SECONDS',
    direction: 'LOWER_IS_BETTER',
    headline: true,
    computes: { kind: 'duration', of: 'firstResponseTimes', leftOut: { UNANSWERED: 'unansweredLeads' } },
  },
];
