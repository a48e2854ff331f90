import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatInterval,
  formatMoney,
  formatPercent,
  formatShortCount,
  formatShortMoney,
  type Money,
  NO_FIGURE,
} from './format.ts';
import { type KpiDirection, type KpiValue, type Measure, writtenAs } from './kpi-types.ts';
import type { Language } from './widget.element.ts';

/** A KPI's value in its unit, short enough for a card. */
export function formatValue(value: number | null, measure: Measure, { locale, currency, texts }: Language): string {
  if (value === null) return NO_FIGURE;
  const money: Money = { amount: String(value), currency };
  switch (writtenAs(measure)) {
    case 'COUNT':
      return formatShortCount(value, locale);
    case 'RATIO':
      return formatPercent(value, locale);
    case 'MONEY':
      return formatShortMoney(money, locale);
    case 'MONEY_PER_DAY':
      return formatShortMoney(money, locale) + texts.scorecard.perDay;
    case 'SECONDS':
      return formatDuration(value, locale);
    case 'PER_OWNER_WEEK':
      return `${formatDecimal(value, locale)} ${texts.scorecard.perOwnerWeek}`;
    default:
      return formatDecimal(value, locale);
  }
}

/** The same in full, where the card shortens it; money exact, as the API gives it. */
export function formatExactly({ value, money, definition }: KpiValue, language: Language): string {
  if (value === null) return NO_FIGURE;
  if (money) return formatMoney(money, language.locale);
  if (writtenAs(definition) === 'COUNT') return formatCount(value, language.locale);
  return formatValue(value, definition, language);
}

/** The 95 % interval in the KPI's unit; undefined where there is none. */
export function intervalOf({ interval, definition }: KpiValue, language: Language): string | undefined {
  if (!interval) return undefined;
  if (writtenAs(definition) === 'RATIO') return formatInterval(interval, language.locale);
  return `${formatValue(interval.low, definition, language)}–${formatValue(interval.high, definition, language)}`;
}

/** A change with its sign (or without, beside a word that says it), in the KPI's unit; that of a percentage in percentage points. */
export function formatChange(
  change: number,
  measure: Measure,
  { locale, currency, texts }: Language,
  sign = true,
): string {
  const size = sign ? change : Math.abs(change);
  switch (writtenAs(measure)) {
    case 'COUNT':
      return formatShortCount(size, locale, sign);
    case 'RATIO':
      return `${formatDecimal(size * 100, locale, sign)} ${texts.scorecard.points}`;
    case 'MONEY':
    case 'MONEY_PER_DAY':
      return formatShortMoney({ amount: String(size), currency }, locale, sign);
    case 'SECONDS':
      return formatDuration(size, locale, sign);
    default:
      return formatDecimal(size, locale, sign);
  }
}

export type Judgement = 'better' | 'worse' | 'neutral';

/** Whether a change is one for the better. */
export function judge(change: number, direction: KpiDirection): Judgement {
  if (change === 0 || direction === 'NEUTRAL') return 'neutral';
  return change > 0 === (direction === 'HIGHER_IS_BETTER') ? 'better' : 'worse';
}
