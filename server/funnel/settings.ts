/** What may be set of a funnel beside its stages. */
export interface FunnelSettings {
  /** A lead with at least this quality score is qualified. */
  qualifiedThreshold: number;
  /** FILL: a skipped stage counts as passed; STRICT: only real entries count. */
  skipPolicy: 'FILL' | 'STRICT';
  /** lead_churn_rate: N */
  leadChurnDays: number;
  /** customer_churn_rate: N in calendar days; null: the window's length. */
  customerChurnDays: number | null;
  /** follow_up_effectiveness: D */
  followUpEffectDays: number;
  /** stalled_opportunities; null: the 90th percentile of recent sales cycles. */
  stalledAfterDays: number | null;
  /** lead_activity_score: weights by kind of activity, of the kinds whose weight was set; null: of none. */
  activityWeights: Readonly<Record<string, number>> | null;
}

/** Absent: as before. null: back to the default. */
export type SettingsChange = { [Name in keyof FunnelSettings]?: FunnelSettings[Name] | null | undefined };

export const defaultSettings: FunnelSettings = {
  qualifiedThreshold: 60,
  skipPolicy: 'FILL',
  leadChurnDays: 30,
  customerChurnDays: null,
  followUpEffectDays: 7,
  stalledAfterDays: null,
  activityWeights: null,
};

/** The settings after a change; of a new funnel, without `before`. */
export function changeSettings(change: SettingsChange, before: FunnelSettings = defaultSettings): FunnelSettings {
  const after = <Name extends keyof FunnelSettings>(name: Name): FunnelSettings[Name] => {
    const asked = change[name];
    return asked === undefined ? before[name] : ((asked ?? defaultSettings[name]) as FunnelSettings[Name]);
  };
  return {
    qualifiedThreshold: after('qualifiedThreshold'),
    skipPolicy: after('skipPolicy'),
    leadChurnDays: after('leadChurnDays'),
    customerChurnDays: after('customerChurnDays'),
    followUpEffectDays: after('followUpEffectDays'),
    stalledAfterDays: after('stalledAfterDays'),
    activityWeights: after('activityWeights'),
  };
}
