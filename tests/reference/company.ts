import type { Activity, Customer, Facts, Funnel, Lead, Opportunity, Order, Survey } from './facts.ts';
import type { Dimension } from './question.ts';
import { isOpen, type Way, wayOf } from './way.ts';

export type Dims = Partial<Record<Dimension, string | null | string[]>>;

/** Rules 6 and 7: the facts of one funnel, and the dimensions that each bears. */
export class Company {
  readonly zone: string;
  readonly facts: Facts;
  readonly funnel: Funnel;
  readonly leads: Facts['leads'];
  readonly activities: Facts['activities'];
  readonly opportunities: Facts['opportunities'];
  readonly quotes: Facts['quotes'];
  readonly customers: Facts['customers'];
  readonly orders: Facts['orders'];
  readonly surveys: Facts['surveys'];
  readonly spend: Facts['spend'];
  private readonly ways = new Map<string, Way>();

  constructor(facts: Facts, funnelKey: string, defaultFunnel: string, zone: string) {
    this.zone = zone;
    this.facts = facts;
    this.funnel = facts.funnels.get(funnelKey)!;
    const ofLead = (id: string | null) => this.lead(id)?.funnel;
    const ofCustomer = (id: string | null) => ofLead(this.customer(id)?.lead ?? null);
    const ofOpportunity = ({ lead, customer }: Opportunity) => ofLead(lead) ?? ofCustomer(customer) ?? defaultFunnel;
    const isHere = (funnel: string | undefined) => (funnel ?? defaultFunnel) === funnelKey;
    this.leads = facts.leads.filter(({ funnel }) => isHere(funnel));
    this.activities = facts.activities.filter(({ lead }) => isHere(ofLead(lead)));
    this.opportunities = facts.opportunities.filter((one) => isHere(ofOpportunity(one)));
    this.quotes = facts.quotes.filter(({ opportunity }) => isHere(ofOpportunity(this.opportunity(opportunity))));
    this.customers = facts.customers.filter(({ lead }) => isHere(ofLead(lead)));
    this.orders = facts.orders.filter(({ customer }) => isHere(ofCustomer(customer)));
    this.surveys = facts.surveys.filter(({ customer }) => isHere(ofCustomer(customer)));
    this.spend = facts.spend.filter(({ funnel }) => isHere(funnel));
  }

  lead(id: string | null): Lead | undefined {
    return this.facts.leads.find((lead) => lead.id === id);
  }

  customer(id: string | null): Customer | undefined {
    return this.facts.customers.find((customer) => customer.id === id);
  }

  opportunity(id: string): Opportunity {
    return this.facts.opportunities.find((opportunity) => opportunity.id === id)!;
  }

  /** By (at, arrival). */
  ordersOf(customer: string): Order[] {
    return this.facts.orders
      .filter((order) => order.customer === customer)
      .sort((a, b) => a.at - b.at || a.arrival - b.arrival);
  }

  /** By instant, inbound before outbound, then arrival. */
  activitiesOf(lead: string): Activity[] {
    return this.facts.activities
      .filter((activity) => activity.lead === lead)
      .sort((a, b) => a.at - b.at || a.direction.localeCompare(b.direction) || a.arrival - b.arrival);
  }

  followUpsOf(lead: string): Activity[] {
    return this.activitiesOf(lead).filter(({ direction }) => direction === 'OUTBOUND');
  }

  interactionsOf(lead: string): { at: number; kind: string }[] {
    return this.activitiesOf(lead).flatMap(({ direction, at, respondedAt, kind }) => {
      if (direction === 'INBOUND') return [{ at, kind }];
      return respondedAt === null ? [] : [{ at: respondedAt, kind }];
    });
  }

  way(lead: Lead, by: number): Way {
    const key = `${lead.id} ${by}`;
    const way = this.ways.get(key) ?? wayOf(lead, this.facts, this.funnel, by);
    this.ways.set(key, way);
    return way;
  }

  isOpen(lead: Lead, at: number): boolean {
    return isOpen(lead, this.way(lead, at), at);
  }

  /** A customer's own word, else their lead's. */
  referrerOf(customer: Customer): string | null {
    return customer.referredBy ?? this.lead(customer.lead)?.referredBy ?? null;
  }

  dimsOfLead(lead: Lead | undefined): Dims {
    return {
      CHANNEL: lead?.channel ?? null,
      ...this.dimsOfOwner(lead?.owner ?? null),
      PRODUCT: lead?.product ?? null,
      INDUSTRY: lead?.industry ?? null,
      REGION: lead?.region ?? null,
      COMPANY_SIZE: lead?.companySize === null || lead === undefined ? null : String(lead.companySize),
      TAG: lead?.tags ?? [],
    };
  }

  dimsOfActivity({ lead, owner, kind }: Activity): Dims {
    const found = this.lead(lead);
    return {
      ...this.dimsOfLead(found),
      ...this.dimsOfOwner(owner ?? found?.owner ?? null),
      ACTIVITY_KIND: kind,
    };
  }

  dimsOfOpportunity({ lead, channel, owner, product }: Opportunity): Dims {
    const found = this.lead(lead);
    return {
      ...this.dimsOfLead(found),
      ...this.dimsOfOwner(owner ?? found?.owner ?? null),
      CHANNEL: channel ?? found?.channel ?? null,
      PRODUCT: product ?? found?.product ?? null,
    };
  }

  dimsOfCustomer({ id, lead }: Customer): Dims {
    return { ...this.dimsOfLead(this.lead(lead)), PRODUCT: this.ordersOf(id)[0]?.product ?? null };
  }

  dimsOfOrder({ customer, product }: Order): Dims {
    return { ...this.dimsOfCustomer(this.customer(customer)!), PRODUCT: product };
  }

  dimsOfSurvey({ customer }: Survey): Dims {
    return this.dimsOfCustomer(this.customer(customer)!);
  }

  private dimsOfOwner(owner: string | null): Dims {
    return { OWNER: owner, TEAM: owner === null ? null : (this.facts.teams.get(owner) ?? null) };
  }
}
