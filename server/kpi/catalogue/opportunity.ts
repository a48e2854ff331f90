import type { CatalogueRow } from '../catalogue-row.ts';

/** 3 · Opportunity management (机会管理) */
export const opportunity: CatalogueRow[] = [
  {
    key: 'opportunities',
    category: 'OPPORTUNITY',
    name: { en: 'Opportunities', zh: '商机数' },
    description: { en: 'Opportunities opened in the window.', zh: '窗口内新建的商机数。' },
    formula: { en: 'opportunities with openedAt in the window', zh: '创建时间在窗口内的商机数' },
    unit: 'COUNT',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'count', of: 'opportunitiesOpened' },
  },
  {
    key: 'opportunity_conversion_rate',
    category: 'OPPORTUNITY',
    name: { en: 'Opportunity conversion rate', zh: '商机转化率' },
    description: {
      en: 'Share of opportunities that are won. With basis PERIOD it is the win rate of those decided in the window.',
      zh: '商机中赢单的比例。PERIOD 口径即窗口内已有结果的商机的赢单率。',
    },
    formula: {
      en: 'COHORT: opened in the window and won by asOf / opened in the window. PERIOD: won in the window / (won + lost in the window)',
      zh: 'COHORT:窗口内新建且截至 asOf 赢单 / 窗口内新建。PERIOD:窗口内赢单 /(窗口内赢单 + 输单)',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    headline: true,
    withinDays: true,
    computes: {
      COHORT: {
        kind: 'ratio',
        numerator: 'maturedOpportunitiesWon',
        denominator: 'maturedOpportunities',
        subset: true,
        leftOut: { IMMATURE: 'immatureOpportunities' },
      },
      PERIOD: {
        kind: 'ratio',
        numerator: 'opportunitiesWon',
        denominator: ['opportunitiesWon', 'opportunitiesLost'],
        subset: true,
      },
    },
  },
  {
    key: 'sales_cycle',
    category: 'OPPORTUNITY',
    name: { en: 'Sales cycle', zh: '平均成交周期' },
    description: {
      en: 'From opening to winning, of opportunities won in the window. A win dated before its opening is kept, and counted (NEGATIVE).',
      zh: '窗口内赢单的商机从创建到赢单的时长。赢单早于创建的保留并计数(NEGATIVE)。',
    },
    formula: { en: 'wonAt − openedAt', zh: '赢单时间 − 创建时间' },
    unit: 'SECONDS',
    direction: 'LOWER_IS_BETTER',
    headline: true,
    computes: { kind: 'duration', of: 'salesCycles' },
  },
  {
    key: 'stage_conversion_rate',
    category: 'OPPORTUNITY',
    name: { en: 'Stage conversion rate', zh: '阶段转化率' },
    description: {
      en: 'Of the leads that reached a stage, the share that reached the next one by asOf; over all steps, or broken down by STAGE (the stage left). COHORT: leads created in the window. PERIOD: leads that reached that stage in the window.',
      zh: '到达某阶段的线索中截至 asOf 到达下一阶段的比例;可为全部步骤,或按 STAGE(离开的阶段)细分。COHORT:窗口内新增的线索。PERIOD:窗口内到达该阶段的线索。',
    },
    formula: { en: 'Σ advanced / Σ reached', zh: 'Σ 进入下一阶段 / Σ 到达' },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    withinDays: true,
    computes: {
      COHORT: {
        kind: 'ratio',
        numerator: 'cohortStepsAdvanced',
        denominator: 'cohortStepsReached',
        subset: true,
        leftOut: { IMMATURE: 'cohortStepsImmature' },
      },
      PERIOD: { kind: 'ratio', numerator: 'periodStepsAdvanced', denominator: 'periodStepsReached', subset: true },
    },
  },
  {
    key: 'time_in_stage',
    category: 'OPPORTUNITY',
    name: { en: 'Time in stage', zh: '阶段停留时长' },
    description: {
      en: 'Length of the stays that ended in the window, over all stages or broken down by STAGE (the stage left). Re-entries are separate stays; skipped stages and the last stage give none.',
      zh: '窗口内结束的阶段停留时长,可为全部阶段,或按 STAGE(离开的阶段)细分。重新进入另计一次;跳过的阶段和最后阶段不计。',
    },
    formula: { en: 'exit − entry', zh: '离开时间 − 进入时间' },
    unit: 'SECONDS',
    direction: 'LOWER_IS_BETTER',
    computes: { kind: 'duration', of: 'stays' },
  },
];
