import type { Measured } from '../../../events/rule/rule.ts';
import type { KpiDefinition } from '../../../kpi/types.ts';

export type Language = 'en' | 'zh';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const units = {
  en: { days: ' days', hours: ' hours', perDay: '/day', points: ' points', none: 'none' },
  zh: { days: ' 天', hours: ' 小时', perDay: '/天', points: ' 个百分点', none: '无' },
};

/** A number that was held against a threshold, as people write it: in the KPI's unit, or as a change of it. */
export function formatValue(
  value: number | null,
  {
    unit,
    isPercentage,
    compare,
    currency,
    language,
  }: Pick<KpiDefinition, 'unit' | 'isPercentage'> & {
    compare: Measured['compare'];
    currency: string;
    language: Language;
  },
): string {
  const said = units[language];
  if (value === null) return said.none;
  const write = (number: number, options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', {
      maximumFractionDigits: 2,
      ...(compare !== 'VALUE' && { signDisplay: 'exceptZero' as const }),
      ...options,
    }).format(number);
  if (compare === 'RELATIVE_CHANGE') return `${write(value * 100)} %`;
  if (isPercentage) return compare === 'CHANGE' ? write(value * 100) + said.points : `${write(value * 100)} %`;
  if (unit === 'MONEY' || unit === 'MONEY_PER_DAY')
    return `${write(value, { style: 'currency', currency, currencyDisplay: 'code' }).replace('\u00a0', ' ')}${unit === 'MONEY' ? '' : said.perDay}`;
  if (unit === 'SECONDS')
    return Math.abs(value) >= 2 * DAY ? write(value / DAY) + said.days : write(value / HOUR) + said.hours;
  return write(value);
}
