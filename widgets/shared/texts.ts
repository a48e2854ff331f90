import type { StageCategory } from './kpi-types.ts';
import type { Locale } from './language.ts';
import type { TimeUnit } from './window-attribute.ts';

/** Everything that the widgets say themselves; names of funnels, stages and KPIs come from the API. */
export interface Texts {
  loading: string;
  retry: string;
  showTable: string;
  showChart: string;
  live: string;
  asOf(time: string): string;
  /** Under values that could not be refreshed. */
  notRefreshed: string;
  streamDown: string;
  updated(name: string): string;
  failed: string;
  /** What to do, by the failure's code. */
  advice: Record<string, string>;
  adviceElse: string;
  empty: string;
  emptyReason(dates: string): string;
  noFigure: string;
  interval: string;
  intervalOf(interval: string): string;
  basis: Record<'COHORT' | 'PERIOD', string>;

  chart: {
    label(funnel: string): string;
    stage: string;
    reached: string;
    advanced: string;
    lost: string;
    open: string;
    rate: string;
    cumulativeRate: string;
    ofFirst(percent: string): string;
    medianTime: string;
    medianOf(duration: string): string;
    overall: string;
    scale: string;
    noStep: string;
    noTimes: string;
    noRate: string;
  };

  scorecard: {
    label(funnel: string): string;
    category: Record<StageCategory, string>;
    kpi: string;
    value: string;
    previous: string;
    previousOf(value: string, dates: string): string;
    noPrevious: string;
    change: string;
    up: string;
    down: string;
    same: string;
    better: string;
    worse: string;
    points: string;
    perDay: string;
    perOwnerWeek: string;
    sample: string;
    noData: string;
    immature: string;
    trend: string;
    trendOf(grain: TimeUnit, low: string, high: string, latest: string): string;
    grain: Record<TimeUnit, string>;
    partial: string;
    notAvailable(count: number): string;
  };

  channels: {
    label(funnel: string): string;
    channel: string;
    none: string;
    newLeads: string;
    share: string;
    qualifiedLeadRate: string;
    won: string;
    conversionRate: string;
    spend: string;
    costPerLead: string;
    costPerAcquisition: string;
    wonAmount: string;
    roi: string;
    about: Record<'costPerLead' | 'costPerAcquisition' | 'roi' | 'wonAmount', string>;
    noSpend: string;
    noLeads: string;
    noWon: string;
    noCost: string;
    sortedBy(column: string, ascending: boolean): string;
  };

  feed: {
    label: string;
    news(count: string): string;
    noNews: string;
    markAsRead: string;
    away: string;
    isNew: string;
    kindFilter: string;
    allKinds: string;
    severityFilter: string;
    allSeverities: string;
    andAbove(severity: string): string;
    kinds: Record<'BREACHED' | 'RECOVERED' | 'NO_DATA' | 'WINDOW_TURNED' | 'REVISED', string>;
    severities: Record<'INFO' | 'WARNING' | 'CRITICAL', string>;
    breached(kpi: string, value: string, isAbove: boolean, threshold: string): string;
    recovered(kpi: string, value: string, isAbove: boolean, threshold: string): string;
    noData(kpi: string): string;
    turned(kpi: string): string;
    against: Record<'PREVIOUS' | 'YEAR_AGO', (change: string) => string>;
    /** An instance of facts that bear no owner, team … */
    unassigned: string;
    reasons: Record<'FACTS_CHANGED' | 'BREACH_TAKEN_BACK' | 'RULE_CHANGED' | 'RULE_REMOVED', string>;
    silenced: string;
    newest(count: number): string;
    empty: string;
    emptyReason: string;
    nothingMatches: string;
    /** Followed by what was said. */
    notUnderstood: string;
  };
}

const en: Texts = {
  loading: 'Loading …',
  retry: 'Try again',
  showTable: 'Table',
  showChart: 'Chart',
  live: 'Live',
  asOf: (time) => `as of ${time}`,
  notRefreshed: 'Could not be refreshed',
  streamDown: 'Live updates are interrupted; reconnecting',
  updated: (name) => `${name}: figures updated`,
  failed: 'These figures cannot be shown',
  advice: {
    NO_KEY: 'No API key has been given. Set the element’s key or tokenProvider, or call configure().',
    UNAUTHORIZED: 'The API key is not accepted. Ask whoever runs this page for a valid one.',
    FORBIDDEN: 'The API key may not read these figures. A key with the scope READ is needed.',
    TOKEN_PROVIDER: 'The page could not get an API key. Try again in a moment.',
    NETWORK: 'The server cannot be reached. Check the connection and try again.',
    TIMEOUT: 'The server took too long to answer. Try again in a moment.',
    SERVER: 'The server has a problem. Try again in a moment.',
    RATE_LIMITED: 'Too many questions at once. Try again in a moment.',
    UNKNOWN_FUNNEL: 'There is no such funnel in this workspace. Check the attribute funnel.',
    INVALID_WINDOW: 'The attribute window is not understood. Examples: 90d, 12m, 2026-Q3, 2026-01-01/2026-04-01.',
    INVALID_FILTER: 'The attribute filter is not understood. Example: {"channels":["referral"]}.',
    INVALID_BASIS: 'The attribute basis is not understood. It is COHORT or PERIOD.',
    DIMENSION_NOT_AVAILABLE: 'These figures cannot be filtered this way. Change the attribute filter.',
  },
  adviceElse: 'The server declined the question:',
  empty: 'Nothing here yet',
  emptyReason: (dates) => `There are no leads for ${dates} with this filter. Choose a longer window, or feed in facts.`,
  noFigure: 'no figure',
  interval: '95% interval',
  intervalOf: (interval) => `95% interval ${interval}`,
  basis: { COHORT: 'leads created in these days, followed until now', PERIOD: 'events in these days' },

  chart: {
    label: (funnel) => `${funnel}: conversion by stage`,
    stage: 'Stage',
    reached: 'Reached',
    advanced: 'Advanced',
    lost: 'Lost',
    open: 'Open',
    rate: 'Conversion',
    cumulativeRate: 'Of the first stage',
    ofFirst: (percent) => `${percent} of the first stage`,
    medianTime: 'Median time',
    medianOf: (duration) => `median ${duration}`,
    overall: 'first stage to last',
    scale: 'Widths are proportional to the number of leads.',
    noStep: 'the last stage leads nowhere further',
    noTimes: 'nobody passed both stages',
    noRate: 'nobody reached this stage',
  },

  scorecard: {
    label: (funnel) => `${funnel}: scorecard`,
    category: {
      ACQUISITION: 'Acquisition',
      NURTURING: 'Nurturing',
      OPPORTUNITY: 'Opportunity',
      RETENTION: 'Won & retention',
    },
    kpi: 'KPI',
    value: 'Value',
    previous: 'Before',
    previousOf: (value, dates) => `before: ${value} (${dates})`,
    noPrevious: 'nothing to compare with',
    change: 'Change',
    up: 'up',
    down: 'down',
    same: 'unchanged',
    better: 'better',
    worse: 'worse',
    points: 'pp',
    perDay: '/day',
    perOwnerWeek: 'per owner and week',
    sample: 'n',
    noData: 'No data in this window',
    immature: 'Too early to tell',
    trend: 'Trend',
    trendOf: (grain, low, high, latest) =>
      `By ${en.scorecard.grain[grain]}: lowest ${low}, highest ${high}, latest ${latest}`,
    grain: { DAY: 'day', WEEK: 'week', MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' },
    partial: 'part of it',
    notAvailable: (count) => `${count} KPI${count === 1 ? '' : 's'} cannot be shown:`,
  },

  channels: {
    label: (funnel) => `${funnel}: channels`,
    channel: 'Channel',
    none: 'No channel',
    newLeads: 'Leads',
    share: 'Share',
    qualifiedLeadRate: 'Qualified',
    won: 'Won',
    conversionRate: 'Conversion',
    spend: 'Spend',
    costPerLead: 'CPL',
    costPerAcquisition: 'CAC',
    wonAmount: 'Won amount',
    roi: 'ROI',
    about: {
      costPerLead: 'Cost per lead: spend / new leads',
      costPerAcquisition: 'Customer acquisition cost: spend / won customers',
      roi: 'Return on spend: (won amount − spend) / spend',
      wonAmount: 'Amounts of won opportunities, by the lead’s first channel',
    },
    noSpend: 'no spend is known; unknown is not 0',
    noLeads: 'no leads to divide by',
    noWon: 'no customer won yet',
    noCost: 'spend is 0',
    sortedBy: (column, ascending) => `Sorted by ${column}, ${ascending ? 'ascending' : 'descending'}`,
  },

  feed: {
    label: 'Threshold events',
    news: (count) => `${count} new since you were away`,
    noNews: 'Nothing new since you were away',
    markAsRead: 'Mark as read',
    away: 'Since you were away',
    isNew: 'New',
    kindFilter: 'Kind',
    allKinds: 'All kinds',
    severityFilter: 'Severity',
    allSeverities: 'All severities',
    andAbove: (severity) => `${severity} and above`,
    kinds: {
      BREACHED: 'Breached',
      RECOVERED: 'Recovered',
      NO_DATA: 'No data',
      WINDOW_TURNED: 'Window ended',
      REVISED: 'Taken back',
    },
    severities: { INFO: 'Info', WARNING: 'Warning', CRITICAL: 'Critical' },
    breached: (kpi, value, isAbove, threshold) => `${kpi}: ${value}, ${isAbove ? 'above' : 'below'} ${threshold}`,
    recovered: (kpi, value, isAbove, threshold) =>
      `${kpi}: ${value}, no longer ${isAbove ? 'above' : 'below'} ${threshold}`,
    noData: (kpi) => `${kpi}: no data any more`,
    turned: (kpi) => `${kpi}: the window ended in breach, a new one begins`,
    against: {
      PREVIOUS: (change) => `${change} against the window before`,
      YEAR_AGO: (change) => `${change} against a year before`,
    },
    unassigned: 'unassigned',
    reasons: {
      FACTS_CHANGED: 'facts came late or were corrected',
      BREACH_TAKEN_BACK: 'the breach that it ended was taken back',
      RULE_CHANGED: 'the rule was changed',
      RULE_REMOVED: 'the rule was removed or switched off',
    },
    silenced: 'Silenced',
    newest: (count) => `The newest ${count} are shown`,
    empty: 'No events yet',
    emptyReason: 'No alert rule has fired so far.',
    nothingMatches: 'Nothing matches this filter.',
    notUnderstood: 'An attribute is not understood:',
  },
};

const zhCN: Texts = {
  loading: '正在加载……',
  retry: '重试',
  showTable: '表格',
  showChart: '图形',
  live: '实时',
  asOf: (time) => `截至 ${time}`,
  notRefreshed: '未能刷新',
  streamDown: '实时更新中断，正在重新连接',
  updated: (name) => `${name}：数据已更新`,
  failed: '暂时无法显示这些数据',
  advice: {
    NO_KEY: '尚未提供 API 密钥。请设置元素的 key 或 tokenProvider,或调用 configure()。',
    UNAUTHORIZED: 'API 密钥无效。请向页面管理员索取有效的密钥。',
    FORBIDDEN: '此 API 密钥无权读取这些数据，需要 READ 权限。',
    TOKEN_PROVIDER: '页面未能取得 API 密钥，请稍后重试。',
    NETWORK: '无法连接服务器。请检查网络后重试。',
    TIMEOUT: '服务器响应超时，请稍后重试。',
    SERVER: '服务器出现问题，请稍后重试。',
    RATE_LIMITED: '请求过于频繁，请稍后重试。',
    UNKNOWN_FUNNEL: '此工作区中没有这个漏斗。请检查 funnel 属性。',
    INVALID_WINDOW: '无法识别 window 属性。示例：90d、12m、2026-Q3、2026-01-01/2026-04-01。',
    INVALID_FILTER: '无法识别 filter 属性。示例：{"channels":["referral"]}。',
    INVALID_BASIS: '无法识别 basis 属性，应为 COHORT 或 PERIOD。',
    DIMENSION_NOT_AVAILABLE: '这些数据不能按此方式筛选。请修改 filter 属性。',
  },
  adviceElse: '服务器拒绝了请求：',
  empty: '这里还没有数据',
  emptyReason: (dates) => `${dates} 期间没有符合筛选条件的线索。请选择更长的时间范围，或导入数据。`,
  noFigure: '无数据',
  interval: '95% 区间',
  intervalOf: (interval) => `95% 区间 ${interval}`,
  basis: { COHORT: '这段时间新增的线索，跟踪至今', PERIOD: '这段时间内发生的事件' },

  chart: {
    label: (funnel) => `${funnel}：各阶段转化`,
    stage: '阶段',
    reached: '到达',
    advanced: '进入下一阶段',
    lost: '流失',
    open: '跟进中',
    rate: '转化率',
    cumulativeRate: '占首阶段',
    ofFirst: (percent) => `占首阶段 ${percent}`,
    medianTime: '用时中位数',
    medianOf: (duration) => `中位用时 ${duration}`,
    overall: '首阶段到末阶段',
    scale: '宽度与线索数成正比。',
    noStep: '最后阶段之后没有下一步',
    noTimes: '没有线索先后经过这两个阶段',
    noRate: '没有线索到达此阶段',
  },

  scorecard: {
    label: (funnel) => `${funnel}：指标卡`,
    category: { ACQUISITION: '线索获取', NURTURING: '线索培育', OPPORTUNITY: '机会管理', RETENTION: '成交与复购' },
    kpi: '指标',
    value: '数值',
    previous: '上期',
    previousOf: (value, dates) => `上期：${value}（${dates}）`,
    noPrevious: '没有可比的上期数据',
    change: '变化',
    up: '上升',
    down: '下降',
    same: '持平',
    better: '向好',
    worse: '变差',
    points: '个百分点',
    perDay: '/天',
    perOwnerWeek: '每人每周',
    sample: '样本数',
    noData: '此期间没有数据',
    immature: '为时尚早，暂无结论',
    trend: '趋势',
    trendOf: (grain, low, high, latest) =>
      `按${zhCN.scorecard.grain[grain]}：最低 ${low}，最高 ${high}，最近 ${latest}`,
    grain: { DAY: '日', WEEK: '周', MONTH: '月', QUARTER: '季度', YEAR: '年' },
    partial: '不完整',
    notAvailable: (count) => `有 ${count} 个指标无法显示：`,
  },

  channels: {
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
  },

  feed: {
    label: '阈值事件',
    news: (count) => `离开期间有 ${count} 条新事件`,
    noNews: '离开期间没有新事件',
    markAsRead: '标为已读',
    away: '离开期间',
    isNew: '新',
    kindFilter: '类型',
    allKinds: '全部类型',
    severityFilter: '级别',
    allSeverities: '全部级别',
    andAbove: (severity) => `${severity}及以上`,
    kinds: { BREACHED: '触发', RECOVERED: '恢复', NO_DATA: '无数据', WINDOW_TURNED: '周期结束', REVISED: '撤回' },
    severities: { INFO: '提示', WARNING: '警告', CRITICAL: '严重' },
    breached: (kpi, value, isAbove, threshold) => `${kpi} ${value}，${isAbove ? '高于' : '低于'} ${threshold}`,
    recovered: (kpi, value, isAbove, threshold) => `${kpi} ${value}，不再${isAbove ? '高于' : '低于'} ${threshold}`,
    noData: (kpi) => `${kpi}：已无数据`,
    turned: (kpi) => `${kpi}：周期结束时仍未恢复，新周期开始`,
    against: { PREVIOUS: (change) => `较上期 ${change}`, YEAR_AGO: (change) => `较去年同期 ${change}` },
    unassigned: '未分配',
    reasons: {
      FACTS_CHANGED: '数据补录或更正',
      BREACH_TAKEN_BACK: '所对应的触发已撤回',
      RULE_CHANGED: '规则已修改',
      RULE_REMOVED: '规则已删除或停用',
    },
    silenced: '已静默',
    newest: (count) => `仅显示最新 ${count} 条`,
    empty: '还没有事件',
    emptyReason: '尚无预警规则触发。',
    nothingMatches: '没有符合筛选条件的事件。',
    notUnderstood: '无法识别属性：',
  },
};

export function textsIn(locale: Locale): Texts {
  return locale === 'zh-CN' ? zhCN : en;
}
