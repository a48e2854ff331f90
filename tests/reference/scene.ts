import type { Company } from './company.ts';
import { DAY, firstInstantOf } from './days.ts';
import type { Customer, Lead, Opportunity, Order } from './facts.ts';
import type { Item } from './parts.ts';
import type { Question } from './question.ts';

/** One question to one funnel: its moments, and what can be seen by them. */
export class Scene {
  readonly company: Company;
  readonly question: Question;
  /** The window's first instant, and the first after it. */
  readonly start: number;
  readonly end: number;
  /** The last instant that can be seen: 'just before E'. */
  readonly seen: number;
  /** E, the end of the question. */
  readonly after: number;
  /** Lengths and ages run to here. */
  readonly until: number;

  constructor(company: Company, question: Question) {
    this.company = company;
    this.question = question;
    this.start = firstInstantOf(question.from, company.zone);
    this.end = firstInstantOf(question.to, company.zone);
    this.seen = Math.min(this.end - 1, question.asOf);
    this.after = this.seen + 1;
    this.until = Math.min(this.end, question.asOf);
  }

  readonly inWindow = (at: number | null): at is number => at !== null && at >= this.start && at <= this.seen;
  readonly byAsOf = (at: number | null): at is number => at !== null && at <= this.question.asOf;
  readonly bySeen = (at: number | null): at is number => at !== null && at <= this.seen;
  /** In the 365 days before E. */
  readonly inYear = (at: number | null): at is number => at !== null && at >= this.after - 365 * DAY && at < this.after;

  get last(): number {
    return this.company.funnel.stages.length - 1;
  }

  /** As can be seen by asOf. */
  reached(lead: Lead, stage: number): number | null {
    return this.company.way(lead, this.question.asOf).reached[stage]!;
  }

  get created(): Lead[] {
    return this.company.leads.filter(({ createdAt }) => this.inWindow(createdAt));
  }

  get openLeads(): Lead[] {
    return this.company.leads.filter((lead) => this.company.isOpen(lead, this.seen));
  }

  get won(): Opportunity[] {
    return this.company.opportunities.filter(({ wonAt }) => this.inWindow(wonAt));
  }

  get openOpportunities(): Opportunity[] {
    return this.company.opportunities.filter(
      ({ openedAt, wonAt, lostAt }) => this.bySeen(openedAt) && !this.bySeen(wonAt) && !this.bySeen(lostAt),
    );
  }

  get followUps() {
    return this.company.activities.filter(({ direction, at }) => direction === 'OUTBOUND' && this.inWindow(at));
  }

  get newCustomers(): Customer[] {
    return this.company.customers.filter(({ becameAt }) => this.inWindow(becameAt));
  }

  readonly leadItem = (lead: Lead, value?: number): Item => ({
    dims: this.company.dimsOfLead(lead),
    subject: lead.id,
    value,
  });
  readonly opportunityItem = (opportunity: Opportunity, value?: number): Item => ({
    dims: this.company.dimsOfOpportunity(opportunity),
    subject: opportunity.id,
    value,
  });
  readonly customerItem = (customer: Customer, value?: number): Item => ({
    dims: this.company.dimsOfCustomer(customer),
    subject: customer.id,
    value,
  });
  readonly orderItem = (order: Order): Item => ({ dims: this.company.dimsOfOrder(order), value: order.amount });

  /** Opportunities with an amount, as sums of them take it; and those without. */
  amounts(opportunities: Opportunity[]): { known: Item[]; unknown: Item[] } {
    return {
      known: opportunities.filter(({ amount }) => amount !== null).map((one) => this.opportunityItem(one, one.amount!)),
      unknown: opportunities.filter(({ amount }) => amount === null).map((one) => this.opportunityItem(one)),
    };
  }
}
