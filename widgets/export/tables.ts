import type { ChannelRow } from '../channel-roi-table/channel-row.ts';
import { columns, show } from '../channel-roi-table/columns.ts';
import type { StageRow } from '../funnel-chart/stage-row.ts';
import { stepsOf, type TrendKpi } from '../kpi-trend/view/trend-steps.ts';
import {
  formatCount,
  formatDates,
  formatDuration,
  formatInterval,
  formatPercent,
  NO_FIGURE,
} from '../shared/format.ts';
import { formatChange, formatValue, intervalOf } from '../shared/kpi-figure.ts';
import type { KpiValue } from '../shared/kpi-types.ts';
import type { Language } from '../shared/widget.element.ts';

/** Figures as people read them, under a heading row; a dash where there is none. */

export function chartTable(rows: readonly StageRow[], { locale, texts }: Language): string[][] {
  const { chart } = texts;
  const count = (value: number | null): string => (value === null ? NO_FIGURE : formatCount(value, locale));
  const percent = (value: number | null): string => (value === null ? NO_FIGURE : formatPercent(value, locale));
  return [
    [
      chart.stage,
      chart.reached,
      chart.cumulativeRate,
      chart.advanced,
      chart.open,
      chart.lost,
      chart.rate,
      texts.interval,
      chart.medianTime,
    ],
    ...rows.map((row) => [
      row.stage.name,
      count(row.reached),
      percent(row.cumulativeRate),
      count(row.advanced),
      count(row.open),
      count(row.lost),
      percent(row.rate),
      row.interval ? formatInterval(row.interval, locale) : NO_FIGURE,
      row.medianTime === null ? NO_FIGURE : formatDuration(row.medianTime, locale),
    ]),
  ];
}

export function scorecardTable(values: readonly KpiValue[], language: Language): string[][] {
  const { scorecard, interval } = language.texts;
  return [
    [scorecard.kpi, scorecard.value, scorecard.previous, scorecard.change, interval, scorecard.sample],
    ...values.map((value) => [
      value.definition.name,
      formatValue(value.value, value.definition, language),
      formatValue(value.previous?.value ?? null, value.definition, language),
      value.change === null ? NO_FIGURE : formatChange(value.change, value.definition, language),
      intervalOf(value, language) ?? NO_FIGURE,
      formatCount(value.sampleSize, language.locale),
    ]),
  ];
}

export function trendTable(kpi: TrendKpi, language: Language): string[][] {
  const { locale, texts } = language;
  const { definition } = kpi;
  return [
    [texts.trend.period, kpi.definition.name, texts.interval, texts.scorecard.sample, texts.trend.before],
    ...stepsOf(kpi).steps.map((step) => [
      formatDates(step, locale),
      formatValue(step.value, definition, language),
      intervalOf({ ...kpi, interval: step.interval }, language) ?? NO_FIGURE,
      formatCount(step.sampleSize, locale),
      formatValue(step.before?.value ?? null, definition, language),
    ]),
  ];
}

export function channelsTable(rows: readonly ChannelRow[], { locale, texts }: Language): string[][] {
  return [
    [texts.channels.channel, ...columns.map(({ key }) => texts.channels[key])],
    ...rows.map((row) => [
      row.channel?.name ?? texts.channels.none,
      ...columns.map((column) => show(row, column, locale) ?? NO_FIGURE),
    ]),
  ];
}
