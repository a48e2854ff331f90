import type { Evidence } from '../../shared/evidence/evidence.ts';
import { writtenAs } from '../../shared/kpi-types.ts';
import type { Language } from '../../shared/widget.element.ts';
import {
  formatCount,
  formatDates,
  formatDecimal,
  formatPercent,
  formatShortCount,
  formatShortMoney,
  formatValue,
  intervalOf,
  sentenceOf,
} from './kit.ts';
import type { AxisUnit } from './ticks.ts';
import type { Mark } from './trend-events.ts';
import type { Step, TrendKpi } from './trend-steps.ts';

/** A point in words, in the order they are read: its days and its value, then all that stands beside them. */
export interface StepWords {
  days: string;
  value: string;
  more: string[];
}

export function wordsOf(step: Step, marks: readonly Mark[], kpi: TrendKpi, language: Language): StepWords {
  const { texts, locale } = language;
  const { definition } = kpi;
  const { before, value, sampleSize } = step;
  const interval = value === null ? undefined : intervalOf({ ...kpi, ...step, previous: null }, language);
  const hasValue = value !== null;
  return {
    days: formatDates(step, locale) + (step.isPartial ? texts.brackets(texts.scorecard.partial) : ''),
    value: hasValue ? formatValue(value, definition, language) : texts.noFigure,
    more: [
      hasValue && step.canChange && texts.trend.open,
      interval && texts.intervalOf(interval),
      hasValue && definition.unit !== 'COUNT' && `${texts.scorecard.sample} = ${formatCount(sampleSize, locale)}`,
      step.isSmall && texts.evidence.smallSample,
      before &&
        texts.scorecard.previousOf(formatValue(before.value, definition, language), formatDates(before, locale)),
      ...marks.map(({ event }) => sentenceOf(event, language)),
    ].filter((text) => typeof text === 'string'),
  };
}

/** What stands behind a point: the same as behind the whole, of its days. */
export function evidenceOfStep(step: Step, kpi: TrendKpi, { texts, locale }: Language): Evidence {
  const { before, from, to, value, money, numerator, denominator, interval, sampleSize, leftOut, status } = step;
  const { name, description, formula, unit, isPercentage } = kpi.definition;
  return {
    title: name + texts.comma + formatDates(step, locale),
    ...{
      value,
      money,
      unit,
      isPercentage,
      description,
      formula,
      numerator,
      denominator,
      interval,
      sampleSize,
      leftOut,
    },
    status,
    previous: before && { ...before, window: before },
    window: { ...kpi.window, from, to },
    basis: kpi.basis,
    note: value !== null && step.canChange ? texts.trend.open : undefined,
  };
}

/** A round number of the axis. */
export function tickText(
  value: number,
  all: readonly number[],
  { name, size }: AxisUnit,
  kpi: TrendKpi,
  language: Language,
): string {
  const { locale, currency } = language;
  const step = (all[1]! - all[0]!) / size;
  const digits = (step: number): number => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  if (name)
    return new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits(step),
    }).format(value / size);
  switch (writtenAs(kpi.definition)) {
    case 'COUNT':
      return formatShortCount(value, locale);
    case 'RATIO':
      return formatPercent(value, locale, digits(step * 100));
    case 'MONEY':
    case 'MONEY_PER_DAY':
      return formatShortMoney({ amount: String(value), currency }, locale);
    default:
      return formatDecimal(value, locale);
  }
}
