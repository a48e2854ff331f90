import { catalogueRow } from './catalogue.ts';
import { type CatalogueRow, hasBasis } from './catalogue-row.ts';
import { type Formula, measuresOf } from './formula.ts';
import { type MeasureName, measure } from './measures.ts';
import type { SourceName } from './sources.ts';

/**
 * What must change for a KPI to come to another value: facts of a kind, or `dimensions`, what other facts bear of a lead, a deal or a
 * customer that changed or went. Names that many share (rates, owners' teams) may move any KPI.
 */
export type FactKindName =
  | 'leads'
  | 'transitions'
  | 'activities'
  | 'opportunities'
  | 'quotes'
  | 'customers'
  | 'orders'
  | 'surveys'
  | 'spend'
  | 'dimensions';

/** Deals imply entries and losses of their leads: rule 5. */
const ways = ['leads', 'transitions', 'opportunities'] as const;
const deals = ['dimensions', 'opportunities'] as const;
const contacts = ['dimensions', 'activities'] as const;
/** A customer's product is that of its first order. */
const buyers = ['dimensions', 'customers', 'orders'] as const;

/** What the rows of a source follow from, with their dimensions. */
const ofSource: Record<SourceName, readonly FactKindName[]> = {
  leadsCreated: ['leads'],
  leadsReachingSecondStage: ways,
  leadsReachingStageBeforeLast: ways,
  leadsWon: ways,
  openLeads: [...ways, 'activities'],
  openLeadsByLevel: [...ways, 'activities'],
  leadsOpenInWindow: ways,
  stagesOfNewLeads: ways,
  stagesReached: ways,
  staysEnded: ways,
  followUps: contacts,
  contentSent: contacts,
  waits: contacts,
  opportunitiesOpened: deals,
  opportunitiesWon: deals,
  opportunitiesLost: deals,
  opportunitiesFirstQuoted: [...deals, 'quotes'],
  openOpportunities: deals,
  openOpportunitiesByAge: deals,
  stallLimits: deals,
  opportunitiesOfNewLeads: deals,
  opportunitiesWonFirstTouch: deals,
  quotesSent: [...deals, 'quotes'],
  customersWon: buyers,
  customersOfNewLeads: buyers,
  customersFirstOrdering: buyers,
  customersExisting: buyers,
  customersWonByEnd: buyers,
  orders: buyers,
  ordersOfCustomers: buyers,
  ordersOfYear: buyers,
  ordersBefore: buyers,
  surveys: [...buyers, 'surveys'],
  spend: ['spend'],
};

const advances: readonly FactKindName[] = ['transitions', 'opportunities'];
/** What a measure looks at beyond the rows of its source. */
const ofMeasure: Partial<Record<MeasureName, readonly FactKindName[]>> = {
  firstResponseTimes: ['activities'],
  unansweredLeads: ['activities'],
  followedUpNewLeads: ['activities'],
  contactableLeads: ['activities'],
  maturedLeadsWon: advances,
  maturedLeadsAtSecondStage: advances,
  effectiveFollowUps: advances,
};

/** @throws KpiQuestionError UNKNOWN_KPI */
export function factKindsOf(key: string): ReadonlySet<FactKindName> {
  const { row } = catalogueRow(key);
  const names = formulasOf(row).flatMap(measuresOf);
  return new Set(names.flatMap((name) => [...ofSource[measure(name).source], ...(ofMeasure[name] ?? [])]));
}

function formulasOf(row: CatalogueRow): Formula[] {
  const computed = hasBasis(row) ? Object.values(row.computes) : [row.computes as Formula];
  return [...computed, ...Object.values(row.distribution ?? {})];
}
