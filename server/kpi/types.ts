/** The words of the KPI engine. It knows neither GraphQL nor HTTP nor the clock: whoever asks brings the time. */

export type StageCategory = 'ACQUISITION' | 'NURTURING' | 'OPPORTUNITY' | 'RETENTION';
export const dimensions = [
  'CHANNEL',
  'OWNER',
  'TEAM',
  'PRODUCT',
  'INDUSTRY',
  'REGION',
  'COMPANY_SIZE',
  'TAG',
  'STAGE',
  'ACTIVITY_KIND',
  'ACTIVITY_LEVEL',
] as const;
export type Dimension = (typeof dimensions)[number];
export type Basis = 'COHORT' | 'PERIOD';
export type TimeUnit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';
export type Unit = 'COUNT' | 'RATIO' | 'MONEY' | 'MONEY_PER_DAY' | 'SECONDS' | 'SCORE' | 'PER_OWNER_WEEK' | 'POINTS';
export type Direction = 'HIGHER_IS_BETTER' | 'LOWER_IS_BETTER' | 'NEUTRAL';
export type Status = 'OK' | 'NO_DATA' | 'IMMATURE';
export type LeftOutReason =
  | 'IMMATURE'
  | 'UNANSWERED'
  | 'NEGATIVE'
  | 'WITHOUT_AMOUNT'
  | 'WITHOUT_OWNER'
  | 'WITHOUT_LEAD'
  | 'UNSCORED';

/** The funnel that a question is about. Stages in order of position, which counts from 1. */
export interface FunnelInfo {
  id: string;
  key: string;
  qualifiedThreshold: number;
  /** lead_churn_rate: N */
  leadChurnDays: number;
  /** customer_churn_rate: N in calendar days; null: the window's length. */
  customerChurnDays: number | null;
  /** follow_up_effectiveness: D */
  followUpEffectDays: number;
  /** stalled_opportunities; null: the 90th percentile of recent sales cycles. */
  stalledAfterDays: number | null;
  /** lead_activity_score: weights by kind of activity, of the kinds whose weight was set. */
  activityWeights: Readonly<Record<string, number>> | null;
  stages: readonly { id: string; key: string; position: number; category: StageCategory }[];
}

/** As asked: GraphQL's KpiScopeInput has this shape. */
export interface ScopeInput {
  window: {
    /** Calendar dates, `to` not included. */
    between?: { from: string; to: string } | null;
    /** '2026', '2026-Q3', '2026-11', '2026-W47' */
    period?: string | null;
    last?: { unit: TimeUnit; count: number } | null;
  };
  filter?: FilterInput | null;
  basis?: Basis | null;
  withinDays?: number | null;
  asOf?: Date | null;
}

/** Lists of keys; absent or empty means all. null inside channels: facts without a channel. */
export interface FilterInput {
  channels?: readonly (string | null)[] | null;
  owners?: readonly string[] | null;
  teams?: readonly string[] | null;
  products?: readonly string[] | null;
  industries?: readonly string[] | null;
  regions?: readonly string[] | null;
  companySizes?: readonly string[] | null;
  tags?: readonly string[] | null;
}

/** Calendar dates in the workspace's zone, half-open, and the instant that hides everything later. */
export interface Window {
  from: string;
  to: string;
  timeZone: string;
  asOf: Date;
}

/** One entity to which a question is narrowed: `channel.kpis`, `owner.kpis`, `stage.kpis`. `id` is the internal id. */
export interface Narrowing {
  dimension: 'CHANNEL' | 'OWNER' | 'STAGE';
  id: string;
}

export interface Interval {
  low: number;
  high: number;
  level: number;
}

/** A number with what it is made of. Money is exact text beside the float. */
export interface Evidence {
  value: number | null;
  /** Exact, in the workspace's currency, for KPIs in money. */
  money: string | null;
  numerator: number | null;
  denominator: number | null;
  sampleSize: number;
  interval: Interval | null;
  standardDeviation: number | null;
  median: number | null;
  p90: number | null;
  leftOut: { reason: LeftOutReason; count: number }[];
  status: Status;
}

/** What is known of an answer before anything is counted. */
export interface KpiFrame {
  key: string;
  window: Window;
  basis: Basis | null;
}

export interface KpiAnswer extends KpiFrame, Evidence {
  /** By which version of the scoring rules leads were scored; null where their scores play no part. */
  scoringModelVersion: number | null;
}

export interface Slice extends Evidence {
  /** null: facts that do not bear the dimension. */
  key: string | null;
  label: string;
  isRest: boolean;
}

export interface Point extends Evidence {
  from: string;
  to: string;
}

/** One row of the funnel chart. */
export interface StageConversion {
  stageId: string;
  reached: number;
  /** null at the last stage, as are lost, open, rate and the times. */
  advanced: number | null;
  lost: number | null;
  open: number | null;
  rate: number | null;
  interval: Interval | null;
  cumulativeRate: number | null;
  /** seconds */
  medianTime: number | null;
  meanTime: number | null;
}

export interface ChannelRoi {
  channelId: string | null;
  newLeads: number;
  share: number | null;
  qualifiedLeads: number;
  qualifiedLeadRate: number | null;
  won: number;
  conversionRate: number | null;
  interval: Interval | null;
  /** Exact money; null: no spend known. */
  spend: string | null;
  wonAmount: string;
  costPerLead: string | null;
  /** What costPerAcquisition divides by. */
  wonCustomers: number;
  costPerAcquisition: string | null;
  roi: number | null;
  /** UNSCORED of qualifiedLeadRate, WITHOUT_AMOUNT and WITHOUT_LEAD of wonAmount and roi. */
  leftOut: Evidence['leftOut'];
  /** By which version of the scoring rules leads are qualified. */
  scoringModelVersion: number;
}

/** A question that cannot be answered as asked. `code` is stable; the message says what to do. */
export class KpiQuestionError extends Error {
  readonly code: KpiErrorCode;

  constructor(code: KpiErrorCode, message: string) {
    super(message);
    this.name = 'KpiQuestionError';
    this.code = code;
  }
}

export type KpiErrorCode =
  | 'UNKNOWN_KPI'
  | 'INVALID_WINDOW'
  | 'INVALID_AS_OF'
  | 'INVALID_FILTER'
  | 'DIMENSION_NOT_AVAILABLE'
  | 'BASIS_NOT_AVAILABLE'
  | 'WITHIN_DAYS_NOT_AVAILABLE'
  | 'INVALID_WITHIN_DAYS'
  | 'TOO_MANY_POINTS'
  | 'INVALID_FIRST';

/**
 * Asks for KPIs within one operation. Everything asked in the same tick that shares a scope becomes one statement, however many KPIs,
 * channels, owners or stages ask. One reader serves one operation (or one event of a subscription): it remembers its answers.
 * Every method throws KpiQuestionError for what cannot be answered.
 */
export interface KpiReader {
  /** Refuses what cannot be answered, and asks nothing. */
  frame(question: KpiQuestion, ofPrevious?: boolean): KpiFrame;
  value(question: KpiQuestion): Promise<KpiAnswer>;
  /** The same question about the window before. */
  previous(question: KpiQuestion): Promise<KpiAnswer>;
  series(question: KpiQuestion, grain: TimeUnit, ofPrevious?: boolean): Promise<Point[]>;
  /** By numerator (else sampleSize) descending, then key; at most `first`, the others in one slice with isRest. */
  breakdown(question: KpiQuestion, by: Dimension, first: number, ofPrevious?: boolean): Promise<Slice[]>;
  /** Every slice by its key (null: facts that do not bear the dimension), those of which nothing is known too. */
  slices(question: KpiQuestion, by: Dimension, ofPrevious?: boolean): Promise<KpiSlices>;
  /** The days of the question's window. */
  window(question: KpiQuestion): Window;
  conversion(funnel: FunnelInfo, scope: ScopeInput, options?: ConversionOptions): Promise<StageConversion[]>;
  channelRoi(funnel: FunnelInfo, scope: ScopeInput): Promise<ChannelRoi[]>;
}

export interface ConversionOptions {
  /** false: without the times between stages (null), which cost the most. */
  withTimes?: boolean;
  /** The same question about the window before. */
  ofPrevious?: boolean;
}

export interface KpiSlices {
  /** Of any key: one that nothing bears has a count of 0, and of everything else no data. */
  of(key: string | null): Evidence;
  /** The keys that something was found for. */
  keys: readonly (string | null)[];
}

export interface KpiQuestion {
  key: string;
  funnel: FunnelInfo;
  scope: ScopeInput;
  narrowing?: Narrowing | undefined;
}

/** A row of the dictionary, for those who only read about it. */
export interface KpiDefinition {
  key: string;
  category: StageCategory;
  name: { en: string; zh: string };
  description: { en: string; zh: string };
  formula: { en: string; zh: string };
  unit: Unit;
  /** Whether its values are said as percentages: a RATIO that is a share or a return, not one of unlike things (follow-ups per lead). */
  isPercentage: boolean;
  direction: Direction;
  /** What it can be broken down and filtered by. */
  dimensions: readonly Dimension[];
  /** One or two a category are shown where nothing was chosen. */
  headline: boolean;
}
