/** Facts as they are posted, kind by kind. Absent fields are unknown; instants are RFC 3339, dates local. */

export interface ChannelFact {
  key: string;
  name: string;
  kind: 'PAID' | 'ORGANIC' | 'REFERRAL' | 'DIRECT' | 'PARTNER' | 'OTHER';
}

export interface OwnerFact {
  key: string;
  name: string;
  team: string;
  weeklyCapacity: number;
}

export interface LeadFact {
  id: string;
  createdAt: string;
  funnel: string;
  channel: string;
  owner?: string | undefined;
  name: string;
  email?: string | undefined;
  company?: string | undefined;
  industry?: string | undefined;
  companySize?: number | undefined;
  region: string;
  product: string;
  needMatch?: number | undefined;
  tags: string[];
  referredBy?: string | undefined;
  attributes?: Record<string, string | number | boolean> | undefined;
}

export interface TransitionFact {
  lead: string;
  at: string;
  to: string;
  reason?: string | undefined;
  by?: string | undefined;
}

export type ActivityKind =
  | 'CALL'
  | 'EMAIL'
  | 'SMS'
  | 'WECHAT'
  | 'MEETING'
  | 'VISIT'
  | 'EVENT'
  | 'CONTENT'
  | 'FORM'
  | 'OTHER';

export interface ActivityFact {
  id: string;
  lead: string;
  kind: ActivityKind;
  direction: 'OUTBOUND' | 'INBOUND';
  at: string;
  owner?: string | undefined;
  respondedAt?: string | undefined;
  content?: string | undefined;
}

export interface OpportunityFact {
  id: string;
  openedAt: string;
  amount?: number | undefined;
  currency?: string | undefined;
  lead?: string | undefined;
  customer?: string | undefined;
  owner?: string | undefined;
  channel?: string | undefined;
  product: string;
  wonAt?: string | undefined;
  lostAt?: string | undefined;
  lostReason?: string | undefined;
}

export interface QuoteFact {
  id: string;
  opportunity: string;
  sentAt: string;
  amount?: number | undefined;
  currency?: string | undefined;
  acceptedAt?: string | undefined;
  rejectedAt?: string | undefined;
}

export interface CustomerFact {
  id: string;
  becameAt: string;
  lead: string;
  referredBy?: string | undefined;
  name: string;
}

export interface OrderFact {
  id: string;
  customer: string;
  at: string;
  amount: number;
  currency?: string | undefined;
  product: string;
}

export interface SurveyFact {
  id: string;
  customer: string;
  at: string;
  score: number;
}

export interface SpendFact {
  channel: string;
  date: string;
  amount: number;
  campaign: string;
  funnel: string;
}

export interface RateFact {
  currency: string;
  date: string;
  perUnit: number;
}

/** In the order of posting: whatever a fact refers to stands before it, rates before foreign money. */
export interface DemoFacts {
  channels: ChannelFact[];
  owners: OwnerFact[];
  rates: RateFact[];
  leads: LeadFact[];
  transitions: TransitionFact[];
  activities: ActivityFact[];
  customers: CustomerFact[];
  opportunities: OpportunityFact[];
  quotes: QuoteFact[];
  orders: OrderFact[];
  surveys: SurveyFact[];
  spend: SpendFact[];
}
