import type { Interval } from '../shared/kpi-types.ts';

/** What is compared with the window before. */
export interface StageCounted {
  reached: number;
  rate: number | null;
  cumulativeRate: number | null;
}

/** The API's StageConversion. */
export interface StageRow extends StageCounted {
  stage: { key: string; name: string };
  advanced: number | null;
  lost: number | null;
  open: number | null;
  interval: Interval | null;
  /** seconds */
  medianTime: number | null;
  /** seconds */
  meanTime?: number | null;
  previous?: StageCounted | null;
}

export type StageFigure = 'reached' | 'cumulativeRate' | 'advanced' | 'open' | 'lost' | 'rate' | 'medianTime';

/** Most of the stage's leads are on their way yet: its rate will rise. Of a period's events nobody waits for more. */
export function isImmature({ reached, open }: StageRow, basis: string): boolean {
  return basis === 'COHORT' && open !== null && open * 2 > reached;
}
