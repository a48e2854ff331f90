/**
 * What is known in the end, as the reference sees it. Instants are milliseconds since 1970, dates 'YYYY-MM-DD', money whole millionths of
 * the workspace's currency; null is absent. `arrival` is the order of first receipt.
 */
export interface Lead {
  id: string;
  arrival: number;
  createdAt: number;
  funnel: string;
  channel: string | null;
  owner: string | null;
  product: string | null;
  industry: string | null;
  region: string | null;
  companySize: number | null;
  needMatch: number | null;
  email: string | null;
  tags: string[];
  referredBy: string | null;
}
export interface Transition {
  lead: string;
  at: number;
  /** A stage's key, which the funnel may not have any more, or `lost`. */
  to: string;
}
export interface Activity {
  arrival: number;
  lead: string;
  kind: string;
  direction: 'OUTBOUND' | 'INBOUND';
  at: number;
  owner: string | null;
  respondedAt: number | null;
}
export interface Opportunity {
  id: string;
  lead: string | null;
  customer: string | null;
  openedAt: number;
  amount: number | null;
  wonAt: number | null;
  lostAt: number | null;
  channel: string | null;
  owner: string | null;
  product: string | null;
}
export interface Quote {
  opportunity: string;
  sentAt: number;
  acceptedAt: number | null;
}
export interface Customer {
  id: string;
  lead: string | null;
  becameAt: number;
  referredBy: string | null;
}
export interface Order {
  arrival: number;
  customer: string;
  at: number;
  amount: number;
  product: string | null;
}
export interface Survey {
  customer: string;
  at: number;
  score: number;
}
export interface Spend {
  channel: string;
  date: string;
  amount: number;
  funnel: string;
}

export interface Funnel {
  key: string;
  stages: { key: string; category: string }[];
  qualifiedThreshold: number;
  skipPolicy: 'FILL' | 'STRICT';
  leadChurnDays: number;
  followUpEffectDays: number;
  /** null: the window's own length. */
  customerChurnDays: number | null;
  /** null: from the cycles of the year before. */
  stalledAfterDays: number | null;
  activityWeights: Record<string, number>;
}

export interface Facts {
  leads: Lead[];
  transitions: Transition[];
  activities: Activity[];
  opportunities: Opportunity[];
  quotes: Quote[];
  customers: Customer[];
  orders: Order[];
  surveys: Survey[];
  spend: Spend[];
  /** Owner to team. */
  teams: Map<string, string | null>;
  funnels: Map<string, Funnel>;
}
