import type { Kind } from './described.ts';

/** What custom-elements.json says in English, by kind and name; an element's own meaning of a name goes first: 'funnel-chart css --funnel-accent'. */
const chinese: Record<string, string> = {
  'element funnel-chart':
    '逐阶段展示漏斗：多少线索到达，其中多少前进、仍在跟进、已流失；到下一阶段的转化率附 95% 区间，以及所需时间的中位数，均与上期对比。样本偏小或多数仍在跟进的批次会标出。',
  'element funnel-scorecard': '四类核心指标：当前值、与上期相比的变化、走势。',
  'element channel-roi-table':
    '每个渠道的产出与成本：线索及占比、转化及 95% 区间、投放、单个线索与客户成本、成交额、投入回报。点击表头排序。',
  'element kpi-event-feed':
    '阈值事件日志，最新的在前：哪个指标越过阈值、差多少、在哪里、由哪条规则发现；被撤回的事件加删除线。',
  'element kpi-trend': '一个指标随时间的变化：附区间、上期对比与阈值事件。',

  'attribute basis': '`COHORT` 按线索批次，`PERIOD` 按期间；为空时用 API 的默认口径。',
  'attribute density': '`compact`：间距更小，字号不变。',
  'attribute endpoint': 'GraphQL 地址。缺省用 `configure()` 设置的地址，再缺省为本脚本所在域名的 `/graphql`。',
  'attribute filter': '筛选条件（KpiFilterInput）：作属性时写 JSON，作 JS 属性时可以是对象。',
  'attribute funnel': '漏斗的 key。',
  'attribute kinds': '只显示这些类型：BREACHED、RECOVERED、NO_DATA、WINDOW_TURNED、REVISED；为空则全部。',
  'attribute kpis': '只显示这些指标的 key，用空格或逗号分隔；为空则用默认。',
  'attribute lang': '组件的语言；缺省时跟随所在的元素。',
  'attribute limit': '最多显示多少条：1 到 500。',
  'attribute min-severity': '最低级别：INFO、WARNING 或 CRITICAL。',
  'attribute scale': '条宽的刻度；不是线性时，图上会说明。',
  'attribute token-endpoint': '宿主站点上返回令牌的地址（GET）：纯文本，或含 `token` 的 JSON。',
  'attribute window':
    '时间范围：`2026`、`2026-Q3`、`2026-11`、`2026-W47`、`2026-01-01/2026-04-01`（不含末日）、`30d`、`12w`、`6m`、`4q`、`2y`。',

  'property data': '组件查询结果的纯 JSON；设置后不再发出请求。',
  'property key': 'API 密钥。只能用脚本设置：HTML 属性会出现在页面源码里。',
  'property tokenProvider': '返回当前密钥或令牌的函数；令牌到期前会再次调用。',

  'event funnel-drill-down': '读者想进一步查看某个阶段、指标、渠道或日期；取消该事件，则不打开依据。',
  'event funnel-error': '数据取不到或无法刷新；`code` 说明原因。',
  'event funnel-event-select': '选择了一条事件；取消该事件，则该条不展开。',
  'event token-request': '既没有密钥也没有 provider：用 `respondWith(token)` 提供令牌。',

  'part as-of': '数据截至何时',
  'part bar': '一个阶段的条形（SVG）',
  'part base': '包住全部内容的卡片',
  'part button': '数字以外的所有按钮',
  'part card': '一个指标',
  'part category': '一组指标的标题',
  'part change': '与上期相比的变化',
  'part divider': '新事件与已看过事件的分界',
  'part drill-down': '可下钻的名称',
  'part empty': '没有数据时的说明',
  'part error': '取不到数据时的说明',
  'part event': '一条事件',
  'part figure': '可打开依据的数字',
  'part filter': '筛选下拉框',
  'part footer': '注释与数据时间',
  'part header': '标题、日期及其旁边的内容',
  'part list': '可滚动的列表',
  'part mark': '样本偏小、批次未成熟的标记',
  'part problem': '哪些指标没有取到',
  'part sentence': '用一句话说明发生了什么',
  'part sparkline': '指标走势（SVG）',
  'part stale': '无法刷新时的数据时间',
  'part table': '同样数字的表格',
  'part title': '这些数字是关于什么的',
  'part value': '指标的数字',

  'css --funnel-accent': '强调色与焦点框',
  'css --funnel-better': '变好',
  'css --funnel-density': '间距的倍数；`density` 为 compact 时是 0.6',
  'css --funnel-feed-height': '列表高度',
  'css --funnel-font': '字体',
  'css --funnel-line': '边框与分隔线',
  'css --funnel-lost': '已流失的线索（斜纹）',
  'css --funnel-muted': '次要文字',
  'css --funnel-open': '仍在跟进的线索',
  'css --funnel-padding': '卡片边框与内容的间距',
  'css --funnel-radius': '卡片圆角',
  'css --funnel-raised': '卡片上凸起部分的背景',
  'css --funnel-surface': '卡片背景',
  'css --funnel-text': '文字与数字',
  'css --funnel-warning': '警告',
  'css --funnel-won': '最后一个阶段',
  'css --funnel-worse': '变差',
  'funnel-chart css --funnel-accent': '前进的线索；焦点框',
  'funnel-scorecard css --funnel-accent': '走势线',
  'channel-roi-table css --funnel-accent': '占比条',
  'channel-roi-table css --funnel-better': '正回报',
  'channel-roi-table css --funnel-worse': '负回报',
  'channel-roi-table part table': '每个渠道一行',
  'kpi-event-feed css --funnel-accent': 'INFO 级别与新事件',
  'kpi-event-feed css --funnel-worse': 'CRITICAL 级别',
  'kpi-event-feed css --funnel-warning': 'WARNING 级别',
};

/** undefined: not translated. */
export function inChinese(tag: string, kind: Kind, name: string): string | undefined {
  return chinese[`${tag} ${kind} ${name}`] ?? chinese[`${kind} ${name}`];
}
