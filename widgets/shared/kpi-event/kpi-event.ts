import type { Measure, Window } from '../kpi-types.ts';

/** The API's names (schema.graphql), as far as the feed uses them. */
export const KINDS = ['BREACHED', 'RECOVERED', 'NO_DATA', 'WINDOW_TURNED', 'REVISED'] as const;
export type KpiEventKind = (typeof KINDS)[number];

/** The least first. */
export const SEVERITIES = ['INFO', 'WARNING', 'CRITICAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type RevisionReason = 'FACTS_CHANGED' | 'BREACH_TAKEN_BACK' | 'RULE_CHANGED' | 'RULE_REMOVED';

/** In both languages, so that all feeds of a page, and all readers of a server, are told the same. */
export interface Names<Name> {
  en: Name;
  zh: Name;
}

/** What was held against what. */
export interface Measured {
  kind: KpiEventKind;
  /** The KPI's value, or its change where the rule compares windows; null: there was none. */
  value: number | null;
  kpiValue: number | null;
  threshold: number;
}

export interface KpiEvent extends Measured {
  id: string;
  cursor: string;
  sequence: number;
  severity: Severity;
  sampleSize: number;
  occurredAt: string;
  silenced: boolean;
  reason: RevisionReason | null;
  isRevised: boolean;
  revisedBy: { reason: RevisionReason | null } | null;
  revises: (Measured & { id: string }) | null;
  ruleVersion: number;
  rule: {
    name: string;
    version: number;
    condition: {
      compare: 'VALUE' | 'CHANGE' | 'RELATIVE_CHANGE';
      against: 'PREVIOUS' | 'YEAR_AGO' | null;
      direction: 'ABOVE' | 'BELOW';
    };
  };
  kpi: { key: string } & Measure & Names<string>;
  /** One part at most. */
  scope: ({ dimension: string; key: string | null } & Names<string | null>)[];
  window: Omit<Window, 'asOf'>;
}
