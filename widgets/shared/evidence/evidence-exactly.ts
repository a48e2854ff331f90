import { formatDuration, formatMoney, type Money, NO_FIGURE } from '../format.ts';
import { type Measure, writtenAs } from '../kpi-types.ts';
import type { Language } from '../widget.element.ts';

/** A value with all its digits that matter: percentages with up to four decimals, durations in seconds too, money to the cent. */
export function formatExact(
  value: number | null,
  measure: Measure,
  { locale, currency, texts }: Language,
  money?: Money | null,
): string {
  if (value === null) return NO_FIGURE;
  const number = (options: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: 4, ...options }).format(value);
  switch (writtenAs(measure)) {
    case 'RATIO':
      return number({ style: 'percent' });
    case 'MONEY':
      return formatMoney(money ?? { amount: String(value), currency }, locale);
    case 'MONEY_PER_DAY':
      return formatMoney(money ?? { amount: String(value), currency }, locale) + texts.scorecard.perDay;
    case 'SECONDS': {
      const seconds = number({ style: 'unit', unit: 'second', maximumFractionDigits: 0 });
      const usual = formatDuration(value, locale);
      return usual === seconds ? usual : usual + texts.brackets(seconds);
    }
    case 'PER_OWNER_WEEK':
      return `${number()} ${texts.scorecard.perOwnerWeek}`;
    default:
      return number();
  }
}
