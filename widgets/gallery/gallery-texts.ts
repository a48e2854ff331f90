/** What the gallery says itself. English stands in the page too, for the moment before the script runs. */
const en = {
  title: 'Funnelgraph: your sales funnel, live on any page',
  skip: 'Skip to the widgets',
  settings: 'Settings',
  kpis: 'KPI reference',
  graphiql: 'Ask in GraphiQL',
  theme: 'Light or dark',
  themeAuto: 'Auto',
  themeLight: 'Light',
  themeDark: 'Dark',
  headline: 'Your sales funnel, live on any page.',
  lead: 'Five web components, one script tag. Every figure is computed from raw facts and says how sure it is.',
  window: 'Period',
  workspace: 'Workspace',
  keyTitle: 'This gallery needs a key',
  keyWhy:
    'There is no demo workspace here, so the page has no key of its own. One with the scope READ is enough; it stays in this tab.',
  keyHow:
    'The server prints a first key when it starts on an empty database. With a key of scope ADMIN you make others in GraphiQL:',
  keyLabel: 'API key',
  keyShow: 'Show the widgets',
  chartTitle: 'Where leads are lost',
  chartAbout:
    'Who reached each stage, who went on, who was lost, who is still open. Conversion with its 95% interval and the time it takes.',
  scorecardTitle: 'One or two figures a stage',
  scorecardAbout:
    'The headline KPIs of acquisition, nurturing, opportunity and retention against the period before. Better or worse is said in words.',
  trendTitle: 'One figure over time',
  trendAbout:
    'Any KPI by day, week or month, with its interval, the period before, and the threshold events where they happened.',
  channelsTitle: 'What each channel returns',
  channelsAbout:
    'Leads, conversion, spend, cost and return by first-touch channel. Sort by any heading; unknown spend stays unknown.',
  feedTitle: 'What crossed a threshold',
  feedAbout:
    'Every alert as it fires, recovers or is taken back, with value, threshold and rule. Marks what came while you were away.',
  embedTitle: 'On your page',
  embedAbout:
    'The script registers all five. Hand over the key from your own server, never in the page’s source. Works on any origin and under a strict Content-Security-Policy.',
  liveTitle: 'See it move',
  liveAbout:
    'Post a lead with a key of scope INGEST: all widgets follow within a second or two, over one shared connection.',
  tryIt: 'Try it',
  copy: 'Copy',
  copied: 'Copied',
  window30d: '30 days',
  window90d: '90 days',
  window4q: '4 quarters',
  window12m: '12 months',
  window2y: '2 years',
};

export type GalleryTexts = typeof en;

const zhCN: GalleryTexts = {
  title: 'Funnelgraph：销售漏斗，实时嵌入任何页面',
  skip: '跳到组件',
  settings: '设置',
  kpis: '指标说明',
  graphiql: '用 GraphiQL 查询',
  theme: '浅色或深色',
  themeAuto: '自动',
  themeLight: '浅色',
  themeDark: '深色',
  headline: '销售漏斗，实时嵌入任何页面。',
  lead: '五个 Web 组件，一个 script 标签。每个数字都由原始事实算出，并说明可信程度。',
  window: '时间范围',
  workspace: '工作区',
  keyTitle: '此页面需要密钥',
  keyWhy: '这里没有演示工作区，页面自身没有密钥。具有 READ 权限的密钥即可，它只保留在当前标签页。',
  keyHow: '服务器在空数据库上首次启动时会打印一个密钥。有 ADMIN 权限的密钥可在 GraphiQL 中创建其他密钥：',
  keyLabel: 'API 密钥',
  keyShow: '显示组件',
  chartTitle: '线索在哪里流失',
  chartAbout: '每个阶段有多少线索到达、前进、流失、仍在跟进；转化率附 95% 区间，以及所需时间。',
  scorecardTitle: '每个阶段只看一两个指标',
  scorecardAbout: '线索获取、培育、机会、成交与复购的核心指标，与上期对比。变好还是变差，用文字说明。',
  trendTitle: '一个指标的走势',
  trendAbout: '任一指标按日、周或月展开，附区间、上期对比，并标出阈值事件发生的位置。',
  channelsTitle: '每个渠道的回报',
  channelsAbout: '按首次触达渠道列出线索、转化、投放、成本与回报。点击表头排序；未知的投放不当作 0。',
  feedTitle: '哪些指标越过阈值',
  feedAbout: '每一次预警的触发、恢复与撤回，附数值、阈值和规则；离开期间的新事件会被标出。',
  embedTitle: '放进你的页面',
  embedAbout:
    '一个脚本注册全部五个组件。密钥由你的服务器提供，不要写进页面源码。可用于任何域名，并支持严格的内容安全策略。',
  liveTitle: '看它实时变化',
  liveAbout: '用具有 INGEST 权限的密钥提交一条线索：所有组件会在一两秒内更新，共用一个连接。',
  tryIt: '动手试试',
  copy: '复制',
  copied: '已复制',
  window30d: '30 天',
  window90d: '90 天',
  window4q: '4 个季度',
  window12m: '12 个月',
  window2y: '2 年',
};

export function galleryTexts(language: string): GalleryTexts {
  return language === 'zh-CN' ? zhCN : en;
}
