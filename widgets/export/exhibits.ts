import { csvRows as tableRows } from '../channel-roi-table/channel-roi-table.csv.ts';
import type { ChannelRow } from '../channel-roi-table/channel-row.ts';
import { csvRows as chartRows } from '../funnel-chart/funnel-chart.csv.ts';
import type { Scale } from '../funnel-chart/funnel-chart.layout.ts';
import type { StageRow } from '../funnel-chart/stage-row.ts';
import { csvRows as scorecardRows } from '../funnel-scorecard/funnel-scorecard.csv.ts';
import { type ScorecardFunnel, valuesOf } from '../funnel-scorecard/scorecard-values.ts';
import { csvRows as trendRows } from '../kpi-trend/kpi-trend.csv.ts';
import { grainOfSeries, type TrendKpi } from '../kpi-trend/view/trend-steps.ts';
import { formatCount, formatDates, formatInstant } from '../shared/format.ts';
import type { Language } from '../shared/widget.element.ts';
import type { FunnelFrame, WidgetData } from '../shared/widget-data.ts';
import type { TimeUnit } from '../shared/window-attribute.ts';
import { drawFunnel } from './pictures/funnel-chart.picture.ts';
import { drawScorecard } from './pictures/funnel-scorecard.picture.ts';
import { drawTrend } from './pictures/kpi-trend.picture.ts';
import { drawTable } from './pictures/table.picture.ts';
import type { Drawn } from './scene.ts';
import type { Caption } from './sheet.ts';
import { channelsTable, chartTable, scorecardTable, trendTable } from './tables.ts';

export interface ExhibitOptions {
  /** The funnel's key, for the file's name. */
  funnel: string;
  /** What the small lines are cut into. */
  grain?: TimeUnit | undefined;
  /** Of the chart's widths. */
  scale?: Scale;
}

/** An element's figures on paper: as rows and as a picture, with what they mean. */
export interface Exhibit {
  caption: Caption;
  /** A file's name without its ending. */
  name: string;
  /** Exact values under a heading row. */
  rows(): string[][];
  /** The same as people read it. */
  table(): string[][];
  draw(width: number): Drawn;
}

type Content = Pick<Exhibit, 'rows' | 'table' | 'draw'> & { title: string; notes: string[] };

/** @param data of the element's document. @throws for a tag that has nothing to export */
export function exhibitOf(tag: string, data: unknown, language: Language, options: ExhibitOptions): Exhibit {
  const { funnel } = (data as WidgetData<unknown>).workspace;
  const { frame, name } = funnel as FunnelFrame;
  const { window, basis } = frame[0]!;
  const { locale, texts } = language;
  const make = contents[tag];
  if (!make) throw new Error(`<${tag}> cannot be exported`);
  const { title, notes, ...content } = make(funnel as never, name, language, options);
  // A file is read on another day: its own day always stands there, as if it were not today.
  const asOf = formatInstant(window.asOf, window.timeZone, locale, 0);
  return {
    caption: {
      title,
      subtitle: `${formatDates(window, locale)} · ${texts.basis[basis]}`,
      notes,
      asOf: texts.asOf(asOf),
    },
    name: `${tag}-${options.funnel}-${window.from}-${window.to}`,
    ...content,
  };
}

type Make = (funnel: never, name: string, language: Language, options: ExhibitOptions) => Content;

const contents: Record<string, Make> = {
  'funnel-chart': ({ conversion }: { conversion: StageRow[] }, name, language, { scale = 'LINEAR' }) => ({
    title: language.texts.chart.label(name),
    notes: [language.texts.chart.scale[scale]],
    rows: () => chartRows(conversion, language),
    table: () => chartTable(conversion, language),
    draw: (width) => drawFunnel(conversion, scale, language, width),
  }),
  'funnel-scorecard': (funnel: ScorecardFunnel, name, language, { grain = 'MONTH' }) => {
    const shown = valuesOf(funnel);
    return {
      title: language.texts.scorecard.label(name),
      notes: shown.map(({ definition }) => `${definition.name}${language.texts.colon}${definition.formula}`),
      rows: () => scorecardRows(shown, language),
      table: () => scorecardTable(shown, language),
      draw: (width) => drawScorecard(shown, grain, language, width),
    };
  },
  'kpi-trend': ({ kpis: [kpi] }: { kpis: (TrendKpi | null)[] }, name, language) => {
    if (!kpi) throw new Error('there is no such KPI');
    const { texts } = language;
    return {
      title: texts.trend.label(name, kpi.definition.name, grainOfSeries(kpi.series)),
      notes: [
        `${kpi.definition.name}${texts.colon}${kpi.definition.formula}`,
        texts.trend.incomplete,
        texts.trend.fewFacts,
      ],
      rows: () => trendRows(kpi, language),
      table: () => trendTable(kpi, language),
      draw: (width) => drawTrend(kpi, language, width),
    };
  },
  'channel-roi-table': ({ channelRoi }: { channelRoi: ChannelRow[] }, name, language) => {
    const { channels, files } = language.texts;
    const table = (): string[][] => channelsTable(channelRoi, language);
    return {
      title: channels.label(name),
      notes: Object.values(channels.about),
      rows: () => tableRows(channelRoi, language),
      table,
      draw: (width) => drawTable(table(), width, (count) => files.more(formatCount(count, language.locale))),
    };
  },
};
