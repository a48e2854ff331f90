/** What a reminder speaks of. Each kind has one sort of subject. */
export const reminderKinds = {
  FOLLOW_UP_DUE: 'lead',
  UNANSWERED: 'lead',
  COOLING: 'lead',
  STALLED: 'opportunity',
  REPURCHASE_DUE: 'customer',
} as const;

export type ReminderKind = keyof typeof reminderKinds;

export const allKinds = Object.keys(reminderKinds) as readonly ReminderKind[];

/** Why a reminder of its kind falls due when it does; for the sentence that says so. */
export type ReminderBasis =
  /** FOLLOW_UP_DUE: never followed up since it came, since it was reopened, or since the last follow-up. COOLING likewise. */
  | 'NEW'
  | 'REOPENED'
  | 'LAST'
  /** STALLED, REPURCHASE_DUE: after the days that were set. */
  | 'SET'
  /** STALLED: the 90th percentile of recent sales cycles. REPURCHASE_DUE: the median of the workspace. */
  | 'USUAL'
  /** REPURCHASE_DUE: the customer's own mean gap. */
  | 'OWN';

/** A reminder as it is derived, with what somebody did about it. */
export interface ReminderRow {
  /** KIND:subject:cause. The same for as long as the cause is the same. */
  id: string;
  kind: ReminderKind;
  /** Internal id of the lead, opportunity or customer that it speaks of. */
  subjectId: string;
  leadId: string | null;
  opportunityId: string | null;
  customerId: string | null;
  ownerId: string | null;
  funnelId: string;
  basis: ReminderBasis;
  /** What it counts from. */
  since: Date;
  /** When it falls due by the rule. */
  ruleDueAt: Date;
  /** The same, put off by whoever snoozed it. */
  dueAt: Date;
  state: 'OPEN' | 'SNOOZED' | 'DONE';
  /** Of SNOOZED. */
  until: Date | null;
  markedBy: string | null;
  markedAt: Date | null;
  /** COOLING: the funnel's leadChurnDays. */
  churnDays: number;
}
