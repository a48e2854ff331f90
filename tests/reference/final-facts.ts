import type { Activity, Facts } from './facts.ts';
import type { Row, Store } from './fold.ts';
import type { Kind, Line } from './script.ts';

/** What a script leaves, in the shape that the evaluator reads. */
export function finalFacts(store: Store): Facts {
  const all = <Fact>(kind: Kind, read: (line: Line, row: Row) => Fact): Fact[] =>
    [...store.rows[kind].values()].sort((a, b) => a.arrival - b.arrival).map((row) => read(row.line, row));
  const money = (kind: Kind, line: Line) =>
    line.amount === undefined || line.amount === null
      ? null
      : // Cents times ten-thousandths are millionths: exact.
        Math.round(Number(line.amount) * 100) * store.perUnit(kind, line)!;
  return {
    leads: all('leads', (line, { arrival }) => ({
      id: text(line.id)!,
      arrival,
      createdAt: instant(line.createdAt)!,
      funnel: text(line.funnel)!,
      channel: text(line.channel),
      owner: text(line.owner),
      product: text(line.product),
      industry: text(line.industry),
      region: text(line.region),
      companySize: (line.companySize as number | undefined) ?? null,
      needMatch: (line.needMatch as number | undefined) ?? null,
      email: text(line.email),
      tags: (line.tags as string[] | undefined) ?? [],
      referredBy: text(line.referredBy),
    })),
    transitions: all('transitions', (line) => ({
      lead: text(line.lead)!,
      at: instant(line.at)!,
      to: text(line.to)!,
    })),
    activities: all('activities', (line, { arrival }) => ({
      arrival,
      lead: text(line.lead)!,
      kind: text(line.kind)!,
      direction: text(line.direction) as Activity['direction'],
      at: instant(line.at)!,
      owner: text(line.owner),
      respondedAt: instant(line.respondedAt),
    })),
    opportunities: all('opportunities', (line) => ({
      id: text(line.id)!,
      lead: text(line.lead),
      customer: text(line.customer),
      openedAt: instant(line.openedAt)!,
      amount: money('opportunities', line),
      wonAt: instant(line.wonAt),
      lostAt: instant(line.lostAt),
      channel: text(line.channel),
      owner: text(line.owner),
      product: text(line.product),
    })),
    quotes: all('quotes', (line) => ({
      opportunity: text(line.opportunity)!,
      sentAt: instant(line.sentAt)!,
      acceptedAt: instant(line.acceptedAt),
    })),
    customers: all('customers', (line) => ({
      id: text(line.id)!,
      lead: text(line.lead),
      becameAt: instant(line.becameAt)!,
      referredBy: text(line.referredBy),
    })),
    orders: all('orders', (line, { arrival }) => ({
      arrival,
      customer: text(line.customer)!,
      at: instant(line.at)!,
      amount: money('orders', line)!,
      product: text(line.product),
    })),
    surveys: all('surveys', (line) => ({
      customer: text(line.customer)!,
      at: instant(line.at)!,
      score: line.score as number,
    })),
    spend: all('spend', (line) => ({
      channel: text(line.channel)!,
      date: text(line.date)!,
      amount: money('spend', line)!,
      funnel: text(line.funnel)!,
    })),
    teams: new Map(all('owners', (line) => [text(line.key)!, text(line.team)] as const)),
    funnels: store.funnels,
  };
}

function text(value: Line[string]): string | null {
  return typeof value === 'string' ? value : null;
}

function instant(value: Line[string]): number | null {
  return typeof value === 'string' ? Date.parse(value) : null;
}
