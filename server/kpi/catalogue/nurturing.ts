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
      zh: 'COHORT：截至 asOf 到达第二阶段的新增线索 / 新增线索。PERIOD：窗口内到达第二阶段的线索 / 新增线索',
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
    key: 'lead_activity_score',
    category: 'NURTURING',
    name: { en: 'Lead activity score', zh: '线索活跃度' },
    description: {
      en: 'How lively the open leads are at the end of the window: each lead’s interactions, weighted by kind, count half as much every 14 days; the mean over open leads.',
      zh: '窗口末在跟线索有多活跃：每条线索的互动按类型加权，每 14 天减半；取在跟线索的平均值。',
    },
    formula: {
      en: 'per open lead Σ weight(kind) · 2^(−age / 14 days) over its interactions; mean over open leads',
      zh: '每条在跟线索 Σ 权重（类型）· 2^(−距今 / 14 天)；对在跟线索取平均',
    },
    unit: 'SCORE',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'mean', of: 'activityScores' },
  },
  {
    key: 'active_lead_share',
    category: 'NURTURING',
    name: { en: 'Active lead share', zh: '活跃度分级' },
    description: {
      en: 'Share of the leads open at the end of the window whose activity score is at least 5 (HIGH). Broken down by ACTIVITY_LEVEL it is the distribution of open leads over HIGH (≥ 5), MEDIUM (≥ 1) and LOW.',
      zh: '窗口末在跟线索中活跃度达到 5（HIGH）的比例。按 ACTIVITY_LEVEL 细分即为在跟线索在 HIGH（≥ 5）、MEDIUM（≥ 1）、LOW 三级的分布。',
    },
    formula: {
      en: 'open leads with activity score ≥ 5 / open leads',
      zh: '活跃度 ≥ 5 的在跟线索 / 在跟线索',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    distribution: {
      ACTIVITY_LEVEL: {
        kind: 'ratio',
        numerator: 'openLeadsOfLevel',
        denominator: 'openLeadsOfAllLevels',
        subset: true,
      },
    },
    computes: { kind: 'ratio', numerator: 'activeLeads', denominator: 'openLeads', subset: true },
  },
  {
    key: 'follow_up_frequency',
    category: 'NURTURING',
    name: { en: 'Follow-up frequency', zh: '跟进频次' },
    description: {
      en: 'Follow-ups in the window for each owner and week. Owners are those of leads open at any moment of the window; follow-ups that nobody owns are left out (WITHOUT_OWNER).',
      zh: '窗口内每位负责人每周的跟进次数。负责人指窗口内任一时刻有在跟线索者；没有负责人的跟进不计入（WITHOUT_OWNER）。',
    },
    formula: {
      en: 'follow-ups with an owner / distinct owners of leads open in the window / (elapsed days of the window / 7)',
      zh: '有负责人的跟进 / 窗口内有在跟线索的负责人数 /（窗口已过天数 / 7）',
    },
    unit: 'PER_OWNER_WEEK',
    direction: 'HIGHER_IS_BETTER',
    computes: {
      kind: 'frequency',
      events: 'followUpsWithOwner',
      actors: 'ownersOfOpenLeads',
      leftOut: { WITHOUT_OWNER: 'followUpsWithoutOwner' },
    },
  },
  {
    key: 'follow_ups_per_lead',
    category: 'NURTURING',
    name: { en: 'Follow-ups per lead', zh: '人均跟进次数' },
    description: {
      en: 'Follow-ups in the window for each lead that was followed up in it.',
      zh: '窗口内每条被跟进线索的平均跟进次数。',
    },
    formula: {
      en: 'follow-ups in the window / distinct leads followed up in it',
      zh: '窗口内跟进次数 / 窗口内被跟进的线索数',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'ratio', numerator: 'followUps', denominator: 'followedUpLeads', subset: false },
  },
  {
    key: 'follow_up_interval',
    category: 'NURTURING',
    name: { en: 'Follow-up interval', zh: '平均跟进间隔' },
    description: {
      en: 'Time between consecutive follow-ups of one lead, the later one in the window.',
      zh: '同一线索相邻两次跟进的间隔，以后一次在窗口内者计。',
    },
    formula: {
      en: 'follow-up − the follow-up of the same lead before it',
      zh: '跟进时间 − 同一线索上一次跟进时间',
    },
    unit: 'SECONDS',
    direction: 'LOWER_IS_BETTER',
    computes: { kind: 'duration', of: 'followUpIntervals' },
  },
  {
    key: 'first_response_time',
    category: 'NURTURING',
    name: { en: 'First response time', zh: '首次响应时效' },
    description: {
      en: 'From a lead’s creation to the first follow-up at or after it, over leads created in the window and answered by asOf. Leads without an answer are counted beside (UNANSWERED).',
      zh: '从线索创建到首次跟进的时长，统计窗口内新增且截至 asOf 已响应的线索。未响应的线索另行计数（UNANSWERED）。',
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
  {
    key: 'response_time',
    category: 'NURTURING',
    name: { en: 'Response time', zh: '响应时效' },
    description: {
      en: 'From the inbound contact with which a lead begins to wait to the next follow-up. Further inbound contacts before the answer belong to the same wait; waits begun in the window and not answered by asOf are counted beside (UNANSWERED).',
      zh: '从线索开始等待的那次来访到下一次跟进的时长。回应前的再次来访属于同一次等待；窗口内开始而截至 asOf 未回应的另行计数（UNANSWERED）。',
    },
    formula: {
      en: 'next OUTBOUND activity − first INBOUND activity of the wait',
      zh: '下一次 OUTBOUND 跟进时间 − 本次等待首个 INBOUND 时间',
    },
    unit: 'SECONDS',
    direction: 'LOWER_IS_BETTER',
    computes: { kind: 'duration', of: 'responseTimes', leftOut: { UNANSWERED: 'unansweredWaits' } },
  },
  {
    key: 'content_interaction_rate',
    category: 'NURTURING',
    name: { en: 'Content interaction rate', zh: '内容互动率' },
    description: {
      en: 'Share of the e-mails, text and WeChat messages, invitations and content sent in the window that were responded to by asOf.',
      zh: '窗口内发出的邮件、短信、微信、活动邀请与内容中，截至 asOf 得到回应的比例。',
    },
    formula: {
      en: 'OUTBOUND activities of kind EMAIL, SMS, WECHAT, EVENT, CONTENT with respondedAt by asOf / those sent',
      zh: '截至 asOf 有回应的 EMAIL、SMS、WECHAT、EVENT、CONTENT 类 OUTBOUND 活动 / 发出数',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'ratio', numerator: 'contentAnswered', denominator: 'contentSent', subset: true },
  },
  {
    key: 'reply_rate',
    category: 'NURTURING',
    name: { en: 'Reply rate', zh: '客户回复率' },
    description: {
      en: 'Share of the leads followed up in the window that turned to us at or after the first of those follow-ups, by asOf.',
      zh: '窗口内被跟进的线索中，首次跟进当时或之后（截至 asOf）有互动的比例。',
    },
    formula: {
      en: 'leads followed up in the window with an interaction since, by asOf / leads followed up in the window',
      zh: '窗口内被跟进且此后有互动的线索 / 窗口内被跟进的线索',
    },
    unit: 'RATIO',
    direction: 'HIGHER_IS_BETTER',
    computes: { kind: 'ratio', numerator: 'replyingLeads', denominator: 'followedUpLeads', subset: true },
  },
  {
    key: 'lead_churn_rate',
    category: 'NURTURING',
    name: { en: 'Lead churn rate', zh: '线索流失率' },
    description: {
      en: 'Of the leads open at the end of the window and older than N days, the share without an interaction in the last N days (N = 30 unless the funnel sets it).',
      zh: '窗口末在跟且创建超过 N 天的线索中，最近 N 天没有互动的比例（N 默认 30，可在漏斗中设定）。',
    },
    formula: {
      en: 'open leads older than N days without an interaction in the last N days / open leads older than N days',
      zh: '超过 N 天且最近 N 天无互动的在跟线索 / 超过 N 天的在跟线索',
    },
    unit: 'RATIO',
    direction: 'LOWER_IS_BETTER',
    computes: { kind: 'ratio', numerator: 'silentOpenLeads', denominator: 'olderOpenLeads', subset: true },
  },
];
