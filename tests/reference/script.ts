/** A history as it came: what was posted, taken away, erased and changed, in order. Lines are what an integrator sends. */
export interface Script {
  zone: string;
  /** The clock of whoever asks: no event lies beyond it. */
  now: string;
  steps: Step[];
}

export type Step =
  | { post: Kind; lines: Line[] /** Keeps what names an unknown parent until that comes. */; defer?: boolean }
  /** Everything of a lead, by its id. */
  | { erase: string }
  | { funnel: FunnelChange };

export type Kind =
  | 'owners'
  | 'leads'
  | 'transitions'
  | 'activities'
  | 'opportunities'
  | 'quotes'
  | 'customers'
  | 'orders'
  | 'surveys'
  | 'spend'
  | 'rates';

export type Line = Record<string, string | number | boolean | string[] | null | undefined>;

/** What is absent stays as it was; null is the default again. */
export interface FunnelChange {
  key: string;
  stages: { key: string; category: 'ACQUISITION' | 'NURTURING' | 'OPPORTUNITY' | 'RETENTION' }[];
  qualifiedThreshold?: number | null | undefined;
  skipPolicy?: 'FILL' | 'STRICT' | null | undefined;
  leadChurnDays?: number | null | undefined;
  customerChurnDays?: number | null | undefined;
  followUpEffectDays?: number | null | undefined;
  stalledAfterDays?: number | null | undefined;
  /** By kind of activity; kinds left out weigh as by default. */
  activityWeights?: Record<string, number> | null | undefined;
}

export const CURRENCY = 'CNY';
export const DEFAULT_FUNNEL = 'sales';

/** What a new workspace begins with. */
export const firstStages: FunnelChange['stages'] = [
  { key: 'lead', category: 'ACQUISITION' },
  { key: 'nurturing', category: 'NURTURING' },
  { key: 'opportunity', category: 'OPPORTUNITY' },
  { key: 'won', category: 'RETENTION' },
];
