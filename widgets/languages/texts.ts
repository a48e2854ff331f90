import type { KpiStatus, LeftOutReason, StageCategory } from '../shared/kpi-types.ts';
import type { TimeUnit } from '../shared/window-attribute.ts';
import type { Formats } from './formats.ts';

/** What every element says. */
export interface CommonTexts {
  loading: string;
  retry: string;
  showTable: string;
  showChart: string;
  live: string;
  asOf(time: string): string;
  /** Under values that could not be refreshed. */
  notRefreshed: string;
  streamDown: string;
  updated(name: string): string;
  failed: string;
  /** What to do, by the failure's code. */
  advice: Record<string, string>;
  /** Before what the server says, with the space between them. */
  adviceElse: string;
  empty: string;
  emptyReason(dates: string): string;
  noFigure: string;
  interval: string;
  intervalOf(interval: string): string;
  basis: Record<'COHORT' | 'PERIOD', string>;
  /** Between a term and what is said of it, and between parts of a sentence; with the space after it, where the language has one. */
  colon: string;
  comma: string;
  /** An aside, with the space before it, where the language has one. */
  brackets(text: string): string;
}

type StageFigure = 'reached' | 'cumulativeRate' | 'advanced' | 'open' | 'lost' | 'rate' | 'medianTime';

export interface ChartTexts {
  label(funnel: string): string;
  stage: string;
  reached: string;
  advanced: string;
  lost: string;
  open: string;
  rate: string;
  cumulativeRate: string;
  ofFirst(percent: string): string;
  medianTime: string;
  medianOf(duration: string): string;
  overall: string;
  /** What widths mean. */
  scale: Record<'LINEAR' | 'SQRT', string>;
  /** What the outlines are: follows what widths mean, with the space between, where the language has one. */
  outline(dates: string): string;
  small: string;
  immature: string;
  immatureNote: string;
  about: Record<StageFigure, string>;
  formula: Partial<Record<StageFigure, string>>;
  noStep: string;
  noTimes: string;
  noRate: string;
}

export interface ScorecardTexts {
  label(funnel: string): string;
  category: Record<StageCategory, string>;
  kpi: string;
  value: string;
  previous: string;
  previousOf(value: string, dates: string): string;
  noPrevious: string;
  change: string;
  up: string;
  down: string;
  same: string;
  better: string;
  worse: string;
  points: string;
  perDay: string;
  perOwnerWeek: string;
  sample: string;
  noData: string;
  immature: string;
  trend: string;
  trendOf(grain: TimeUnit, low: string, high: string, latest: string): string;
  grain: Record<TimeUnit, string>;
  partial: string;
  /** Behind what trendOf says: the latest may still move. */
  provisional: string;
  /** Beside a figure that rests on few. */
  few(count: number): string;
  /** What dashed ends of lines are. */
  dashed: string;
  more: string;
  fewer: string;
  notAvailable(count: number): string;
}

/** What stands behind a figure. */
export interface EvidenceTexts {
  close: string;
  meaning: string;
  formula: string;
  /** Numerator and denominator, in numbers. */
  calculation: string;
  method: Record<'WILSON' | 'STUDENT_T', string>;
  median: string;
  mean: string;
  p90: string;
  sample: string;
  smallSample: string;
  leftOut: string;
  nothingLeftOut: string;
  reasons: Record<LeftOutReason, string>;
  previous: string;
  window: string;
  basis: string;
  asOf: string;
  status: string;
  statuses: Record<KpiStatus, string>;
}

export interface TrendTexts {
  label(funnel: string, kpi: string, grain: TimeUnit): string;
  /** What moves from point to point. */
  cursor: string;
  period: string;
  from: string;
  to: string;
  low: string;
  high: string;
  numerator: string;
  denominator: string;
  now: string;
  before: string;
  /** Of a point whose value may not stay. */
  open: string;
  incomplete: string;
  fewFacts: string;
  maturing: string;
  events: string;
  noEvents: string;
  /** They cannot be had: a token may not read them, or the server has a problem. */
  noAccess: string;
  threshold(value: string, rule: string): string;
}

/** Headings of exported tables, beside those that are on the screen. */
export interface CsvTexts {
  key: string;
  category: string;
  unit: string;
  numerator: string;
  denominator: string;
  low: string;
  high: string;
  inSeconds(figure: string): string;
  before(figure: string): string;
  relativeChange: string;
  from: string;
  /** The day after the last one. */
  to: string;
  basis: string;
}

export interface ChannelsTexts {
  label(funnel: string): string;
  channel: string;
  none: string;
  newLeads: string;
  share: string;
  qualifiedLeadRate: string;
  won: string;
  conversionRate: string;
  spend: string;
  costPerLead: string;
  costPerAcquisition: string;
  wonAmount: string;
  roi: string;
  total: string;
  /** Beside a channel with fewer than 30 leads, and what it means. */
  few: string;
  aboutFew: string;
  /** Of the intervals' bars; `isCut`: some are cut off at its end. */
  scale(end: string, isCut: boolean): string;
  printed(count: string, all: string): string;
  /** Formulas, in words. */
  about: Record<string, string>;
  /** Of a total: some channels’ spend is unknown. */
  unknownSpend: string;
  /** Headings of the export alone. */
  key: string;
  qualifiedLeads: string;
  wonCustomers: string;
  noSpend: string;
  noLeads: string;
  noWon: string;
  noCost: string;
  sortedBy(column: string, ascending: boolean): string;
}

export interface FeedTexts {
  label: string;
  news(count: string): string;
  noNews: string;
  markAsRead: string;
  away: string;
  isNew: string;
  kindFilter: string;
  allKinds: string;
  severityFilter: string;
  allSeverities: string;
  andAbove(severity: string): string;
  kinds: Record<'BREACHED' | 'RECOVERED' | 'NO_DATA' | 'WINDOW_TURNED' | 'REVISED', string>;
  severities: Record<'INFO' | 'WARNING' | 'CRITICAL', string>;
  breached(kpi: string, value: string, isAbove: boolean, threshold: string): string;
  recovered(kpi: string, value: string, isAbove: boolean, threshold: string): string;
  noData(kpi: string): string;
  turned(kpi: string): string;
  against: Record<'PREVIOUS' | 'YEAR_AGO', (change: string) => string>;
  /** An instance of facts that bear no owner, team … */
  unassigned: string;
  reasons: Record<'FACTS_CHANGED' | 'BREACH_TAKEN_BACK' | 'RULE_CHANGED' | 'RULE_REMOVED', string>;
  silenced: string;
  newest(count: number): string;
  empty: string;
  emptyReason: string;
  nothingMatches: string;
  /** Followed by what was said. */
  notUnderstood: string;
}

/** Files to take away. */
export interface FileTexts {
  open: string;
  as(format: string): string;
  failed: string;
  /** Of rows that a picture has no place for. */
  more(count: string): string;
}

/** Everything that the widgets say themselves; names of funnels, stages and KPIs come from the API. */
export interface Texts extends CommonTexts {
  chart: ChartTexts;
  scorecard: ScorecardTexts;
  channels: ChannelsTexts;
  feed: FeedTexts;
  evidence: EvidenceTexts;
  files: FileTexts;
  trend: TrendTexts;
  csv: CsvTexts;
}

/** Some of the texts, said differently by the host page. */
export type TextsOverride = DeepPartial<Texts>;

type DeepPartial<Value> = {
  [Key in keyof Value]?: Value[Key] extends string | ((...args: never) => string)
    ? Value[Key]
    : DeepPartial<Value[Key]>;
};

/** Loads a language; a page downloads only those that it speaks. */
export type LoadLanguage = () => Promise<{
  texts: Texts;
  /** Absent: Intl writes numbers and dates, which costs the first painting some milliseconds. */
  formats?: Formats;
}>;
