import type { Basis, Dimension, FilterInput, TimeUnit } from '../../kpi/types.ts';

/** What a rule looks at, what it waits for, and how it takes numbers that say little. Kept as JSON with the rule. */
export interface RuleDefinition {
  window: RuleWindow;
  filter: FilterInput | null;
  basis: Basis | null;
  withinDays: number | null;
  /** Each of these is an instance with a state of its own; null: the whole funnel is the one instance. */
  each: { dimension: InstanceDimension /** null: all there are. */; keys: (string | null)[] | null } | null;
  condition: Condition;
  /** A second condition that must hold too for a breach: effort up, and outcome flat. */
  guard: Guard | null;
  /** How long a breach must last before it fires, and how long it must be over before it is recovered; in seconds. */
  fireAfterSeconds: number;
  recoverAfterSeconds: number;
  /** Below so many facts a value says too little. */
  minimumSample: number;
  policies: Policies;
  muteWindows: MuteWindow[];
}

/**
 * rolling: the current unit up to now and the count − 1 before it, which moves day by day. calendar: the whole current unit, of which
 * only the past is known; when the next one begins, the window turns.
 */
export type RuleWindow = { rolling: { unit: TimeUnit; count: number } } | { calendar: TimeUnit };

export const instanceDimensions = ['CHANNEL', 'OWNER', 'TEAM', 'STAGE'] as const satisfies readonly Dimension[];
export type InstanceDimension = (typeof instanceDimensions)[number];

/** Which number is held against the threshold. `against` is null for VALUE alone. */
export interface Measured {
  compare: 'VALUE' | 'CHANGE' | 'RELATIVE_CHANGE';
  against: 'PREVIOUS' | 'YEAR_AGO' | null;
}

export interface Condition extends Measured {
  direction: 'ABOVE' | 'BELOW';
  /** Fires beyond this, in the unit of the number compared. */
  fireAt: number;
  /** Is over at this or on the good side of it. Between the two nothing changes. */
  clearAt: number;
  /** Fires only when the whole 95 % interval lies beyond fireAt. Of VALUE alone. */
  certain: boolean;
}

export interface Guard extends Measured {
  kpi: string;
  direction: 'ABOVE' | 'BELOW';
  threshold: number;
}

/**
 * KEEP: the state stays as it is. CLEAR: as if all were well. BREACH: as if the threshold were crossed. NOTIFY: the state stays, and an
 * event NO_DATA says so once.
 */
export interface Policies {
  noData: 'KEEP' | 'NOTIFY' | 'CLEAR' | 'BREACH';
  /** Fewer facts than minimumSample. */
  smallSample: 'KEEP' | 'CLEAR';
  /** The time of its members has not run out. */
  immature: 'KEEP' | 'CLEAR';
}

/** A span of wall clock on some days of the week in the workspace's zone; `to` at or before `from` is on the next day. */
export interface MuteWindow {
  /** ISO: 1 is Monday. The day on which it begins. */
  days: number[];
  /** '22:00' */
  from: string;
  to: string;
}

export const severities = ['INFO', 'WARNING', 'CRITICAL'] as const;
export type Severity = (typeof severities)[number];

export interface AlertRule {
  id: string;
  funnelId: string;
  name: string;
  /** Key of the KPI. */
  kpi: string;
  severity: Severity;
  /** Grows with each change of the definition; states begin anew with it. */
  version: number;
  definition: RuleDefinition;
  template: string | null;
  enabled: boolean;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  /** When the clock makes it worth looking again. */
  dueAt: Date;
  fault: { code: string; message: string } | null;
}
