import type { Text } from '../../kpi/explanation/text.ts';

/** What holds for every KPI, in short: the KPI dictionary's rules as a reader needs them. */
export interface Rule {
  id: string;
  title: Text;
  text: Text;
}

export const rules: readonly Rule[] = [
  {
    id: 'time',
    title: { en: 'Days, in your time zone', zh: '按工作区时区的日期' },
    text: {
      en: 'A window is made of whole days in the workspace’s time zone, from `from` up to but without `to`: March is `2026-03-01` to `2026-04-01`. A day can have 23 or 25 hours; weeks start on Monday.',
      zh: '窗口由工作区时区内的整天组成，含 `from`、不含 `to`：三月即 `2026-03-01` 至 `2026-04-01`。一天可能有 23 或 25 小时；一周从星期一开始。',
    },
  },
  {
    id: 'as-of',
    title: { en: 'What was known then', zh: '当时已知的情况' },
    text: {
      en: '`asOf` (now, unless you set it) hides whatever happened later: wins, answers, orders. Last month’s report can be asked for again as it stood. Amounts and attributes are the latest known.',
      zh: '`asOf`（默认为现在）之后发生的一切都不计：赢单、回复、订单。上个月的报表可以按当时的样子再查一次。金额和属性取最新已知的值。',
    },
  },
  {
    id: 'end',
    title: { en: 'Just before the end', zh: '窗口末' },
    text: {
      en: 'Stocks (open leads, pipeline, stalled, activity, churn) are counted just before the end: the window’s last instant, or `asOf` where that is earlier. In a series each bucket has its own end.',
      zh: '存量（在跟线索、在跟商机、滞留、活跃度、流失）按窗口末计：窗口的最后一刻，若 `asOf` 更早则取 `asOf`。序列中每一段各有自己的末尾。',
    },
  },
  {
    id: 'reached',
    title: { en: 'Reaching a stage', zh: '到达阶段' },
    text: {
      en: 'A lead reaches a stage when it enters it or any later one: a skipped stage counts as passed at that moment (unless the funnel is strict), but gives no duration. Moving back undoes nothing; coming again does not count twice.',
      zh: '线索进入某阶段或其后任一阶段即为到达：跳过的阶段视为当时已通过（严格漏斗除外），但不产生时长。退回不会取消到达，再次进入不重复计数。',
    },
  },
  {
    id: 'open-lost-won',
    title: { en: 'Open, lost, won', zh: '在跟、流失、成交' },
    text: {
      en: 'An open lead has not reached the last stage and is not lost; entering a stage again reopens it. A won lead reached the last stage, a won opportunity has `wonAt`, a won customer counts from `becameAt`.',
      zh: '在跟线索尚未到达最后阶段，也未流失；再次进入阶段即恢复在跟。成交线索：到达最后阶段；赢单商机：有 `wonAt`；成交客户：自 `becameAt` 起。',
    },
  },
  {
    id: 'within-days',
    title: { en: 'The same time for all', zh: '同样长的时间' },
    text: {
      en: 'Young cohorts look worse than they are. With `withinDays` only ends in time count, and members whose days have not run out by `asOf` leave both sides, counted as `IMMATURE`. In a chain of stages the days are per step.',
      zh: '新的批次看起来总比实际差。给出 `withinDays` 后只计期限内的结果，截至 `asOf` 未满期的成员从分子分母中同时剔除，计入 `IMMATURE`。多个阶段时按每一步计天。',
    },
  },
  {
    id: 'null',
    title: { en: 'null is not 0', zh: '空值不是 0' },
    text: {
      en: 'Counts and sums over nothing are 0. Means, ratios and quantiles over nothing are `null` with status `NO_DATA`, never 0. Unknown spend is unknown: cost and return are then `null` too.',
      zh: '没有事实时，计数与合计为 0；均值、比例与分位数为 `null`，状态为 `NO_DATA`，绝不是 0。未知的投放就是未知：成本和回报也为 `null`。',
    },
  },
  {
    id: 'evidence',
    title: { en: 'How sure a number is', zh: '数字有多可靠' },
    text: {
      en: 'A ratio brings numerator, denominator and the 95 % Wilson interval where the one counts members of the other; a mean its sample size, standard deviation and 95 % t interval; a duration also median and 90th percentile, exact.',
      zh: '比例附分子、分母；分子为分母的一部分时附 95 % Wilson 区间。均值附样本量、标准差和 95 % t 区间；时长另附精确的中位数和 90 分位。',
    },
  },
  {
    id: 'left-out',
    title: { en: 'Nothing left out in silence', zh: '不悄悄剔除' },
    text: {
      en: 'Facts that a KPI cannot use are counted in `leftOut` with their reason. Durations can be negative, as real data has them: they are kept, and counted as `NEGATIVE`.',
      zh: '指标用不上的事实按原因计入 `leftOut`。时长可以为负，真实数据就是如此：保留，并计入 `NEGATIVE`。',
    },
  },
  {
    id: 'money',
    title: { en: 'Money is exact', zh: '金额精确' },
    text: {
      en: 'Decimals in the workspace’s currency, quotients to 6 places. Another currency needs the rate of its day; without one the fact is refused, never counted one to one.',
      zh: '以工作区货币的十进制精确计算，商保留 6 位小数。其他货币需要当日汇率，没有则拒收，绝不按 1∶1 计。',
    },
  },
  {
    id: 'dimensions',
    title: { en: 'Filters and slices', zh: '筛选与细分' },
    text: {
      en: 'Each fact bears its own dimensions; returns go to the lead’s first channel. A dimension that one of a KPI’s facts does not bear is refused, never ignored. A lead counts in each of its tags, so only those slices do not sum to the whole.',
      zh: '每类事实带有各自的维度；回报归于线索的首个渠道。指标所用事实中只要有一类不带某维度，该维度即被拒绝，而不是忽略。一条线索计入它的每个标签，所以只有标签的各片之和不等于整体。',
    },
  },
  {
    id: 'previous',
    title: { en: 'Compared fairly', zh: '公平对比' },
    text: {
      en: '`previous` is the calendar period before, or as many days just before, with `asOf` moved back by as much: both had equal time to mature. Change comes absolute and relative.',
      zh: '`previous` 为上一个日历周期，或紧邻的同样天数，`asOf` 也前移同样长度：两者成熟的时间相同。变化同时给出绝对值和相对值。',
    },
  },
];
