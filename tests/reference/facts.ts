/** Facts as they are posted, for the reference evaluator. Instants are milliseconds since 1970; null where absent. */

export interface Lead {
  id: string;
  createdAt: number;
  channel: string | null;
  owner: string | null;
  product: string | null;
  industry: string | null;
  region: string | null;
  companySize: number | null;
  needMatch: number | null;
  email: string | null;
  tags: string[];
}
export interface Transition {
  lead: string;
  at: number;
  to: string;
}
export interface Activity {
  id: string;
  lead: string;
  at: number;
  direction: 'OUTBOUND' | 'INBOUND';
}
export interface Opportunity {
  id: string;
  lead: string | null;
  openedAt: number;
  /** Whole cents. */
  amount: number | null;
  wonAt: number | null;
  lostAt: number | null;
  channel: string | null;
  owner: string | null;
  product: string | null;
}
export interface Customer {
  id: string;
  lead: string | null;
  becameAt: number;
}
export interface Order {
  id: string;
  customer: string;
  at: number;
  /** Whole cents. */
  amount: number;
  product: string | null;
}
export interface Spend {
  channel: string;
  /** Calendar date. */
  date: string;
  /** Whole cents. */
  amount: number;
}

/** In order of arrival. */
export interface History {
  leads: Lead[];
  transitions: Transition[];
  activities: Activity[];
  opportunities: Opportunity[];
  customers: Customer[];
  orders: Order[];
  spend: Spend[];
}

export interface Question {
  /** Calendar dates, half-open. */
  from: string;
  to: string;
  asOf: number;
  basis: 'COHORT' | 'PERIOD';
  withinDays: number | null;
  filter: Partial<Record<Dimension, (string | null)[]>>;
}

export type Dimension = 'CHANNEL' | 'OWNER' | 'PRODUCT' | 'INDUSTRY' | 'REGION' | 'COMPANY_SIZE' | 'TAG';
