import { Company } from './company.ts';
import { DAY, HOUR } from './days.ts';
import type { Activity, Facts, Lead } from './facts.ts';
import { quantile } from './numbers.ts';
import { DEFAULT_FUNNEL } from './script.ts';

/** A reminder as the rules have it, read aloud in loops: nothing of it is shared with the server. */
export interface Expected {
  kind: string;
  /** External id. */
  subject: string;
  owner: string | null;
  funnel: string;
  since: number;
  dueAt: number;
}

/** All reminders of a workspace, due or not, that hold at `now`, by default settings. */
export function expectedReminders(facts: Facts, zone: string, now: number): Expected[] {
  return [...facts.funnels.keys()].flatMap((funnel) => {
    const company = new Company(facts, funnel, DEFAULT_FUNNEL, zone);
    return [
      ...company.leads.flatMap((lead) => ofLead(company, lead, now)),
      ...stalled(company, now),
      ...repurchase(company, now),
    ].map((each) => ({ ...each, funnel }));
  });
}

type Found = Omit<Expected, 'funnel'>;

function ofLead(company: Company, lead: Lead, now: number): Found[] {
  if (lead.createdAt > now) return [];
  const mine = { subject: lead.id, owner: lead.owner };
  const seen = company.activitiesOf(lead.id).filter(({ at }) => at <= now);
  const followUps = seen.filter(({ direction }) => direction === 'OUTBOUND').map(({ at }) => at);
  const lastFollowUp = followUps.length > 0 ? Math.max(...followUps) : null;
  const churn = company.funnel.leadChurnDays * DAY;
  if (!company.isOpen(lead, now)) {
    const waiting = seen.filter(
      ({ direction, at }) =>
        direction === 'INBOUND' &&
        at > now - churn &&
        !followUps.some((each) => each >= at) &&
        !moments(company, lead, now)
          .filter((each) => each >= at)
          .concat(at)
          .some((each) => company.isOpen(lead, each)),
    );
    return unanswered(waiting, mine);
  }
  const opened = openSince(company, lead, now);
  const isFollowedUp = lastFollowUp !== null && lastFollowUp >= opened;
  const interactions = company
    .interactionsOf(lead.id)
    .map(({ at }) => at)
    .filter((at) => at <= now);
  const warmest = Math.max(opened, ...interactions);
  const waiting = seen.filter(
    ({ direction, at }) =>
      direction === 'INBOUND' &&
      (lastFollowUp === null || at > lastFollowUp) &&
      (opened === lead.createdAt || at >= opened),
  );
  return [
    {
      ...mine,
      kind: 'FOLLOW_UP_DUE',
      since: isFollowedUp ? lastFollowUp : opened,
      dueAt: isFollowedUp ? lastFollowUp + 7 * DAY : opened + 24 * HOUR,
    },
    ...unanswered(waiting, mine),
    { ...mine, kind: 'COOLING', since: warmest, dueAt: warmest + Math.max(churn - 7 * DAY, churn / 2) },
  ];
}

function unanswered(waiting: readonly Activity[], mine: Pick<Found, 'subject' | 'owner'>): Found[] {
  if (waiting.length === 0) return [];
  const since = Math.min(...waiting.map(({ at }) => at));
  return [{ ...mine, kind: 'UNANSWERED', since, dueAt: since + 4 * HOUR }];
}

/** When anything may have opened or closed the lead. */
function moments({ facts }: Company, lead: Lead, now: number): number[] {
  const instants = [
    lead.createdAt,
    ...facts.transitions.filter((each) => each.lead === lead.id).map(({ at }) => at),
    ...facts.opportunities
      .filter((each) => each.lead === lead.id)
      .flatMap(({ openedAt, wonAt, lostAt }) => [openedAt, wonAt, lostAt]),
  ];
  return instants.filter((at) => at !== null && at <= now).map((at) => Math.max(at!, lead.createdAt));
}

/** It is open now: since when, without a break. */
function openSince(company: Company, lead: Lead, now: number): number {
  let since = now;
  for (const at of moments(company, lead, now).sort((a, b) => b - a)) {
    if (!company.isOpen(lead, at)) break;
    since = at;
  }
  return since;
}

function stalled(company: Company, now: number): Found[] {
  const { stalledAfterDays } = company.funnel;
  const cycles = company.opportunities.flatMap(({ openedAt, wonAt }) =>
    wonAt !== null && wonAt <= now && wonAt > now - 365 * DAY ? [wonAt - openedAt] : [],
  );
  if (stalledAfterDays === null && cycles.length === 0) return [];
  const limit = stalledAfterDays === null ? quantile(cycles, 0.9) : stalledAfterDays * DAY;
  return company.opportunities
    .filter(({ openedAt, wonAt, lostAt }) => openedAt <= now && Math.min(wonAt ?? Infinity, lostAt ?? Infinity) > now)
    .map((one) => ({
      kind: 'STALLED',
      subject: one.id,
      owner: (company.dimsOfOpportunity(one).OWNER ?? null) as string | null,
      since: one.openedAt,
      dueAt: one.openedAt + limit,
    }));
}

function repurchase(company: Company, now: number): Found[] {
  const ordersBy = (customer: string) =>
    company
      .ordersOf(customer)
      .map(({ at }) => at)
      .filter((at) => at <= now);
  // Of the whole workspace. The second order is the second of all, seen or not.
  const gaps = company.facts.customers.flatMap(({ id }) => {
    const [first, second] = company.ordersOf(id).map(({ at }) => at);
    return second !== undefined && second <= now && second - first! >= DAY ? [second - first!] : [];
  });
  return company.customers.flatMap((customer) => {
    const orders = ordersBy(customer.id);
    if (orders.length === 0) return [];
    const last = orders.at(-1)!;
    const mean = (last - orders[0]!) / (orders.length - 1);
    if (!(mean >= DAY) && gaps.length === 0) return [];
    return [
      {
        kind: 'REPURCHASE_DUE',
        subject: customer.id,
        owner: (company.dimsOfCustomer(customer).OWNER ?? null) as string | null,
        since: last,
        dueAt: last + (mean >= DAY ? mean : quantile(gaps, 0.5)),
      },
    ];
  });
}
