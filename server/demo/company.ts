import { type Account, openAccounts } from './accounts.ts';
import { arrivals } from './arrivals.ts';
import { fates } from './chances.ts';
import { channels } from './channels.ts';
import { activityFacts } from './conversation.ts';
import { type Deal, dealsOf } from './deals.ts';
import type { ActivityFact, DemoFacts, LeadFact, TransitionFact } from './facts.ts';
import { planPath } from './path.ts';
import { leadFact, meetProspect } from './prospect.ts';
import { rateFacts } from './rates.ts';
import { referrerOf } from './referrals.ts';
import { spanBefore } from './span.ts';
import { spendFacts } from './spend.ts';
import { owners } from './team.ts';
import { transitionFacts } from './transitions.ts';

export interface CompanyOptions {
  /** The facts are those of the two years before this day in Shanghai. */
  now: Date;
  seed: string;
  /** 1: `LEADS` leads; the budget shrinks with them. */
  scale: number;
}

/** Enough for every channel's rates to show, few enough to be posted while somebody waits. */
export const LEADS = 12_000;

/**
 * Two years of an invented company that sells software to companies in China. Pure: the same seed, scale and day give the same facts.
 * Prospects are met in order of arrival, because a referral needs a customer who was won before it.
 */
export function companyFacts({ now, seed, scale }: CompanyOptions): DemoFacts {
  const span = spanBefore(now);
  const total = LEADS * scale;
  const fate = fates(seed);
  const openAccount = openAccounts(seed);
  const accounts: Account[] = [];
  const deals: Deal[] = [];
  const leads: LeadFact[] = [];
  const transitions: TransitionFact[] = [];
  const activities: ActivityFact[] = [];

  for (const [position, arrival] of arrivals(seed, span, total).entries()) {
    const prospect = meetProspect(seed, position + 1, arrival, span);
    const path = planPath(seed, prospect, fate(prospect));
    const referredBy = referrerOf(seed, prospect, accounts);
    leads.push(leadFact(seed, prospect, referredBy));
    transitions.push(...transitionFacts(seed, prospect, path, span));
    activities.push(...activityFacts(seed, prospect, path, span));
    deals.push(...dealsOf(seed, prospect, path, span));
    const account = path.wonAt === undefined ? undefined : openAccount(prospect, path.wonAt, referredBy, span);
    if (account) accounts.push(account);
  }

  return {
    channels: channels.map(({ key, name, kind }) => ({ key, name, kind })),
    owners: owners.map(({ key, name, team, weeklyCapacity }) => ({ key, name, team, weeklyCapacity })),
    rates: rateFacts(seed, span),
    leads,
    transitions,
    activities,
    customers: accounts.map(({ customer }) => customer),
    opportunities: [...deals.map(({ opportunity }) => opportunity), ...accounts.flatMap(({ renewals }) => renewals)],
    quotes: [...deals.flatMap(({ quotes }) => quotes), ...accounts.flatMap(({ renewalQuotes }) => renewalQuotes)],
    orders: accounts.flatMap(({ orders }) => orders),
    surveys: accounts.flatMap(({ surveys }) => surveys),
    spend: spendFacts(seed, span, total),
  };
}
