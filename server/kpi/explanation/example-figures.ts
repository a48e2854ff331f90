import type { Formula } from '../formula.ts';
import type { Interval, LeftOutReason, Unit } from '../types.ts';
import { type Figure, isAmounts, meanOf, sumOf } from './sample.ts';

export type Language = 'en' | 'zh';

const HOUR = 3600;
const DAY = 24 * HOUR;

const words = {
  en: {
    locale: 'en',
    list: (parts: readonly string[]) => new Intl.ListFormat('en').format(parts),
    stop: '. ',
    hours: ' h',
    days: ' days',
    perDay: ' a day',
    quantiles: (median: string, p90: string) => `Median ${median}, 90th percentile ${p90}`,
    interval: (low: string, high: string) => `95 % interval ${low} to ${high}`,
    leftOut: {
      IMMATURE: (count: string) => `Left out: ${count} immature`,
      UNANSWERED: (count: string) => `Counted apart: ${count} unanswered`,
      NEGATIVE: (count: string) => `Kept and counted: ${count} negative`,
      WITHOUT_AMOUNT: (count: string) => `Left out: ${count} without an amount`,
      WITHOUT_OWNER: (count: string) => `Left out: ${count} without an owner`,
      WITHOUT_LEAD: (count: string) => `Left out: ${count} without a lead`,
      UNSCORED: (count: string) => `Counted apart: ${count} without a score`,
    },
  },
  zh: {
    locale: 'zh-CN',
    list: (parts: readonly string[]) => parts.join('、'),
    stop: '。',
    hours: ' 小时',
    days: ' 天',
    perDay: '/天',
    quantiles: (median: string, p90: string) => `中位数 ${median}，90 分位 ${p90}`,
    interval: (low: string, high: string) => `95 % 区间 ${low} 至 ${high}`,
    leftOut: {
      IMMATURE: (count: string) => `不计入：未成熟 ${count} 条`,
      UNANSWERED: (count: string) => `另行计数：未响应 ${count} 条`,
      NEGATIVE: (count: string) => `保留并计数：负值 ${count} 条`,
      WITHOUT_AMOUNT: (count: string) => `不计入：无金额 ${count} 个`,
      WITHOUT_OWNER: (count: string) => `不计入：无负责人 ${count} 次`,
      WITHOUT_LEAD: (count: string) => `不计入：无线索 ${count} 个`,
      UNSCORED: (count: string) => `另行计数：无评分 ${count} 条`,
    },
  },
} satisfies Record<Language, { leftOut: Record<LeftOutReason, (count: string) => string>; [name: string]: unknown }>;

export type Figures = ReturnType<typeof createFigures>;

/** An example's numbers as people write them, in one language and one KPI's unit. */
export function createFigures(language: Language, unit: Unit, formula: Formula) {
  const said = words[language];
  const isShare = formula.kind === 'returnOn' || (formula.kind === 'ratio' && formula.subset);
  const format = (options: Intl.NumberFormatOptions) => {
    const { format } = new Intl.NumberFormat(said.locale, options);
    return (number: number): string => format(number).replace('-', '−').replace('\u00a0', ' ');
  };
  const count = format({ maximumFractionDigits: 2 });
  const rounded = format({ maximumFractionDigits: 1 });
  const currencyDisplay = language === 'en' ? 'code' : 'symbol';
  const money = format({ style: 'currency', currency: 'CNY', currencyDisplay, maximumFractionDigits: 0 });
  // What is compared with a duration is said in its unit.
  const inUnitOf = (one: number, seconds: number): string => rounded(seconds / (one >= 2 * DAY ? DAY : HOUR));
  const nameOfUnit = (one: number): string => (one >= 2 * DAY ? said.days : said.hours);
  const duration = (seconds: number): string => inUnitOf(seconds, seconds) + nameOfUnit(seconds);

  function value(number: number): string {
    if (unit === 'MONEY') return money(number);
    if (unit === 'MONEY_PER_DAY') return money(number) + said.perDay;
    if (unit === 'SECONDS') return duration(number);
    if (unit === 'RATIO' && isShare) return `${rounded(number * 100)} %`;
    return count(number);
  }

  function each(figure: Figure): string[] {
    if (typeof figure === 'number') return [count(figure)];
    if (isAmounts(figure)) return figure.map((amount) => money(Number(amount)));
    return unit === 'SECONDS' ? figure.map((seconds) => inUnitOf(meanOf(figure), seconds)) : figure.map(count);
  }

  const isDurations = (figure: Figure): figure is readonly number[] =>
    unit === 'SECONDS' && typeof figure !== 'number' && !isAmounts(figure);

  return {
    count,
    value,
    /** In a sentence: 2, 5 and 7 days. */
    list: (figure: Figure): string => said.list(each(figure)) + (isDurations(figure) ? nameOfUnit(meanOf(figure)) : ''),
    /** In a formula: 2 + 5 + 7. */
    sum: (figure: Figure): string => each(figure).join(' + ').replaceAll('+ −', '− '),
    total: (amounts: Figure): string => money(sumOf(amounts as readonly string[]).toNumber()),
    /** Of amounts or of durations. */
    mean: (figure: Figure): string => {
      const values = (figure as readonly (string | number)[]).map(Number);
      return typeof (figure as readonly unknown[])[0] === 'string' ? money(meanOf(values)) : duration(meanOf(values));
    },
    quantiles: (median: number, p90: number): string => said.quantiles(duration(median), duration(p90)),
    interval: ({ low, high }: Interval, around: number): string =>
      unit === 'SECONDS'
        ? said.interval(inUnitOf(around, low), inUnitOf(around, high) + nameOfUnit(around))
        : said.interval(unit === 'SCORE' ? rounded(low) : value(low), unit === 'SCORE' ? rounded(high) : value(high)),
    leftOut: (reason: LeftOutReason, number: number): string => said.leftOut[reason](count(number)),
    sentences: (sentences: readonly string[]): string =>
      sentences
        .map((sentence) => sentence + said.stop)
        .join('')
        .trim(),
  };
}
