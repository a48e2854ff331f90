import type { Severity } from '../rule/rule.ts';

export const kpiEventKinds = ['BREACHED', 'RECOVERED', 'NO_DATA', 'WINDOW_TURNED', 'REVISED'] as const;
export type KpiEventKind = (typeof kpiEventKinds)[number];

/**
 * Why an event was taken back. FACTS_CHANGED: with late or corrected facts it would not have come. BREACH_TAKEN_BACK: it ended a breach that
 * never was. RULE_CHANGED, RULE_REMOVED: what it said is no longer looked at.
 */
export type RevisionReason = 'FACTS_CHANGED' | 'BREACH_TAKEN_BACK' | 'RULE_CHANGED' | 'RULE_REMOVED';

/** A line of the log, as it is kept. Lines are never changed but for `revised`. */
export interface KpiEvent {
  id: string;
  workspaceId: string;
  /** 1, 2, 3 … without gaps in a workspace. */
  sequence: number;
  kind: KpiEventKind;
  ruleId: string;
  ruleVersion: number;
  /** Key of the KPI. */
  kpi: string;
  severity: Severity;
  /** Text of the instance: instance.ts. */
  instance: string;
  /** What was held against the threshold: the KPI's value, its change or its relative change; null: there was none. */
  value: number | null;
  /** The KPI's value itself. */
  kpiValue: number | null;
  threshold: number;
  /** Calendar dates, `windowTo` not included. */
  windowFrom: string;
  windowTo: string;
  timeZone: string;
  sampleSize: number;
  /** The moment that was looked at. */
  occurredAt: Date;
  silenced: boolean;
  /** Of REVISED: the event that it takes back, and why. */
  revises: string | null;
  reason: RevisionReason | null;
  /** It was taken back. */
  revised: boolean;
}
