import { firstInstantOf } from './days.ts';
import type { Dimension, History, Lead, Question } from './facts.ts';
import { wayOf } from './way.ts';

/**
 * The KPI dictionary in naive loops over facts in memory. It shares nothing with the engine: no types, no date helpers, no SQL.
 * Slow and plain on purpose: whoever doubts a number reads it here.
 */
export interface Answer {
  value: number | null;
  numerator: number | null;
  denominator: number | null;
  sampleSize: number;
  median: number | null;
  p90: number | null;
  leftOut: Record<string, number>;
}

/** One thing counted, with the dimensions it bears. */
interface Item {
  dims: Partial<Record<Dimension, string | null | string[]>>;
  /** Counted once by this, where given. */
  id?: string;
  value?: number;
}

/** What a KPI is made of, before any filter. */
type Parts =
  | { kind: 'count'; of: Item[]; leftOut?: Record<string, Item[]> }
  | { kind: 'sum'; of: Item[]; nullWithoutFacts?: boolean; leftOut?: Record<string, Item[]> }
  | { kind: 'mean'; of: Item[]; quantiles: boolean; leftOut?: Record<string, Item[]> }
  | { kind: 'ratio'; of: Item[]; over: Item[]; overAllChannels?: boolean; leftOut?: Record<string, Item[]> }
  | { kind: 'per'; money: Item[]; over: Item[] }
  | { kind: 'roi'; cost: Item[]; gain: Item[]; sample: Item[]; leftOut: Record<string, Item[]> };

const DAY = 86_400_000;

export function evaluate(key: string, history: History, stages: string[], zone: string, question: Question): Answer {
  return finish(partsOf(key, history, stages, zone, question), (items, overAllChannels) =>
    keep(items, question.filter, overAllChannels),
  );
}

/** By the value of a dimension; null for what does not bear it. */
export function slices(
  key: string,
  by: Dimension,
  history: History,
  stages: string[],
  zone: string,
  question: Question,
): Map<string | null, Answer> {
  const parts = partsOf(key, history, stages, zone, question);
  const values = new Set<string | null>();
  for (const item of allItems(parts))
    for (const value of valuesOf(item, by)) if (keep([item], question.filter, false).length > 0) values.add(value);
  const result = new Map<string | null, Answer>();
  for (const value of values)
    result.set(
      value,
      finish(parts, (items, overAllChannels) => {
        const kept = keep(items, question.filter, overAllChannels);
        return overAllChannels && by === 'CHANNEL' ? kept : kept.filter((item) => valuesOf(item, by).includes(value));
      }),
    );
  return result;
}

function partsOf(
  key: string,
  history: History,
  stages: string[],
  zone: string,
  { from, to, asOf, basis, withinDays }: Question,
): Parts {
  const start = firstInstantOf(from, zone);
  const end = firstInstantOf(to, zone);
  const inWindow = (at: number | null): at is number => at !== null && at >= start && at < end && at <= asOf;
  const seen = (at: number | null): at is number => at !== null && at <= asOf;
  const isMature = (at: number) => withinDays === null || at + withinDays * DAY <= asOf;
  const inTime = (at: number, done: number | null) =>
    seen(done) && (withinDays === null || done <= at + withinDays * DAY);

  const leadById = new Map(history.leads.map((lead) => [lead.id, lead]));
  const ways = new Map(history.leads.map((lead) => [lead.id, wayOf(lead, history, stages, asOf)]));
  const leadItem = (lead: Lead, value?: number): Item => ({ dims: dimsOfLead(lead), value });
  const created = history.leads.filter((lead) => inWindow(lead.createdAt));
  const last = stages.length - 1;

  const opportunityItem = (opportunity: History['opportunities'][number], value?: number): Item => {
    const lead = opportunity.lead === null ? undefined : leadById.get(opportunity.lead);
    const dims = dimsOfLead(lead);
    return {
      dims: {
        ...dims,
        CHANNEL: opportunity.channel ?? dims.CHANNEL ?? null,
        OWNER: opportunity.owner ?? dims.OWNER ?? null,
        PRODUCT: opportunity.product ?? dims.PRODUCT ?? null,
      },
      value,
    };
  };
  const ordersOf = (customer: string) => {
    const indexed = history.orders
      .map((order, arrival) => ({ ...order, arrival }))
      .filter((order) => order.customer === customer);
    return indexed.sort((a, b) => a.at - b.at || a.arrival - b.arrival);
  };
  const customerItem = (customer: History['customers'][number], value?: number): Item => ({
    dims: {
      ...dimsOfLead(customer.lead === null ? undefined : leadById.get(customer.lead)),
      PRODUCT: ordersOf(customer.id)[0]?.product ?? null,
    },
    id: customer.id,
    value,
  });
  const spend = history.spend
    .filter(({ date }) => inWindow(firstInstantOf(date, zone)))
    .map(({ channel, amount }): Item => ({ dims: { CHANNEL: channel }, value: amount / 100 }));

  const conversion = (toStage: number): Parts => {
    const over: Item[] = [];
    const of: Item[] = [];
    const immature: Item[] = [];
    if (basis === 'PERIOD') {
      for (const lead of history.leads) {
        if (inWindow(lead.createdAt)) over.push(leadItem(lead));
        if (inWindow(ways.get(lead.id)!.reached[toStage]!)) of.push(leadItem(lead));
      }
      return { kind: 'ratio', of, over };
    }
    for (const lead of created) {
      if (!isMature(lead.createdAt)) immature.push(leadItem(lead));
      else {
        over.push(leadItem(lead));
        if (inTime(lead.createdAt, ways.get(lead.id)!.reached[toStage]!)) of.push(leadItem(lead));
      }
    }
    return { kind: 'ratio', of, over, leftOut: { IMMATURE: immature } };
  };

  const scored = created.map((lead) => ({ lead, score: scoreOf(lead) }));
  const unscored = scored.filter(({ score }) => score === null).map(({ lead }) => leadItem(lead));
  const qualified = scored.filter(({ score }) => score !== null && score >= 60).map(({ lead }) => leadItem(lead));
  const won = history.opportunities.filter(({ wonAt }) => inWindow(wonAt));

  switch (key) {
    case 'new_leads':
      return { kind: 'count', of: created.map((lead) => leadItem(lead)) };
    case 'lead_quality_score': {
      const of = scored.flatMap(({ lead, score }) => (score === null ? [] : [leadItem(lead, score)]));
      return { kind: 'mean', of, quantiles: false, leftOut: { UNSCORED: unscored } };
    }
    case 'qualified_leads':
      return { kind: 'count', of: qualified, leftOut: { UNSCORED: unscored } };
    case 'qualified_lead_rate':
      return {
        kind: 'ratio',
        of: qualified,
        over: created.map((lead) => leadItem(lead)),
        leftOut: { UNSCORED: unscored },
      };
    case 'channel_share': {
      const items = created.map((lead) => leadItem(lead));
      return { kind: 'ratio', of: items, over: items, overAllChannels: true };
    }
    case 'channel_conversion_rate':
    case 'lead_to_won_rate':
      return conversion(last);
    case 'intent_conversion_rate':
      return conversion(1);
    case 'channel_spend':
      return { kind: 'sum', of: spend, nullWithoutFacts: true };
    case 'cost_per_lead':
      return { kind: 'per', money: spend, over: created.map((lead) => leadItem(lead)) };
    case 'cost_per_acquisition': {
      const customers = history.customers.filter(({ lead, becameAt }) =>
        basis === 'PERIOD'
          ? inWindow(becameAt)
          : lead !== null && inWindow(leadById.get(lead)!.createdAt) && seen(becameAt),
      );
      return { kind: 'per', money: spend, over: customers.map((customer) => customerItem(customer)) };
    }
    case 'channel_roi': {
      const firstTouch = (opportunity: History['opportunities'][number]): Item => ({
        dims: { CHANNEL: opportunity.lead === null ? opportunity.channel : leadById.get(opportunity.lead)!.channel },
        value: opportunity.amount === null ? undefined : opportunity.amount / 100,
      });
      const counted =
        basis === 'PERIOD'
          ? won
          : history.opportunities.filter(
              ({ lead, wonAt }) => lead !== null && inWindow(leadById.get(lead)!.createdAt) && seen(wonAt),
            );
      const leftOut: Record<string, Item[]> = {
        WITHOUT_AMOUNT: counted.filter(({ amount }) => amount === null).map(firstTouch),
      };
      if (basis === 'COHORT') leftOut.WITHOUT_LEAD = won.filter(({ lead }) => lead === null).map(firstTouch);
      return {
        kind: 'roi',
        cost: spend,
        gain: counted.filter(({ amount }) => amount !== null).map(firstTouch),
        sample: created.map((lead) => leadItem(lead)),
        leftOut,
      };
    }
    case 'first_response_time': {
      const of: Item[] = [];
      const unanswered: Item[] = [];
      for (const lead of created) {
        let first: number | null = null;
        for (const activity of history.activities)
          if (
            activity.lead === lead.id &&
            activity.direction === 'OUTBOUND' &&
            activity.at >= lead.createdAt &&
            seen(activity.at)
          )
            if (first === null || activity.at < first) first = activity.at;
        if (first === null) unanswered.push(leadItem(lead));
        else of.push(leadItem(lead, (first - lead.createdAt) / 1000));
      }
      return { kind: 'mean', of, quantiles: true, leftOut: { UNANSWERED: unanswered } };
    }
    case 'opportunities':
      return {
        kind: 'count',
        of: history.opportunities.filter(({ openedAt }) => inWindow(openedAt)).map((one) => opportunityItem(one)),
      };
    case 'opportunity_conversion_rate': {
      if (basis === 'PERIOD') {
        const lost = history.opportunities.filter(({ wonAt, lostAt }) => inWindow(lostAt) && !seen(wonAt));
        return {
          kind: 'ratio',
          of: won.map((one) => opportunityItem(one)),
          over: [...won, ...lost].map((one) => opportunityItem(one)),
        };
      }
      const opened = history.opportunities.filter(({ openedAt }) => inWindow(openedAt));
      const mature = opened.filter(({ openedAt }) => isMature(openedAt));
      return {
        kind: 'ratio',
        of: mature.filter(({ openedAt, wonAt }) => inTime(openedAt, wonAt)).map((one) => opportunityItem(one)),
        over: mature.map((one) => opportunityItem(one)),
        leftOut: { IMMATURE: opened.filter(({ openedAt }) => !isMature(openedAt)).map((one) => opportunityItem(one)) },
      };
    }
    case 'sales_cycle':
      return {
        kind: 'mean',
        of: won.map((one) => opportunityItem(one, (one.wonAt! - one.openedAt) / 1000)),
        quantiles: true,
        leftOut: { NEGATIVE: won.filter((one) => one.wonAt! < one.openedAt).map((one) => opportunityItem(one)) },
      };
    case 'stage_conversion_rate': {
      const of: Item[] = [];
      const over: Item[] = [];
      const immature: Item[] = [];
      for (const lead of history.leads)
        for (let stage = 0; stage < last; stage++) {
          const reached = ways.get(lead.id)!.reached[stage]!;
          if (!seen(reached) || !inWindow(basis === 'PERIOD' ? reached : lead.createdAt)) continue;
          if (!isMature(reached)) immature.push(leadItem(lead));
          else {
            over.push(leadItem(lead));
            if (inTime(reached, ways.get(lead.id)!.reached[stage + 1]!)) of.push(leadItem(lead));
          }
        }
      return { kind: 'ratio', of, over, leftOut: { IMMATURE: immature } };
    }
    case 'time_in_stage': {
      const of: Item[] = [];
      for (const lead of history.leads)
        for (const { stage, entered, left } of ways.get(lead.id)!.ended)
          if (stage < last && inWindow(left)) of.push(leadItem(lead, (left - entered) / 1000));
      return { kind: 'mean', of, quantiles: true };
    }
    case 'won_customers':
      return {
        kind: 'count',
        of: history.customers.filter(({ becameAt }) => inWindow(becameAt)).map((customer) => customerItem(customer)),
      };
    case 'won_amount':
      return {
        kind: 'sum',
        of: won.filter(({ amount }) => amount !== null).map((one) => opportunityItem(one, one.amount! / 100)),
        leftOut: { WITHOUT_AMOUNT: won.filter(({ amount }) => amount === null).map((one) => opportunityItem(one)) },
      };
    case 'revenue': {
      const of = history.orders
        .filter(({ at }) => inWindow(at))
        .map((order): Item => {
          const customer = history.customers.find(({ id }) => id === order.customer)!;
          return { dims: { ...customerItem(customer).dims, PRODUCT: order.product }, value: order.amount / 100 };
        });
      return { kind: 'sum', of };
    }
    case 'repurchase_rate': {
      const of: Item[] = [];
      const over: Item[] = [];
      const immature: Item[] = [];
      for (const customer of history.customers) {
        const orders = ordersOf(customer.id);
        if (basis === 'PERIOD') {
          const here = orders.filter(({ at }) => inWindow(at));
          if (here.length === 0) continue;
          over.push(customerItem(customer));
          if (here.some((order) => orders.indexOf(order) > 0)) of.push(customerItem(customer));
        } else {
          const [first, second] = orders;
          if (!first || !inWindow(first.at)) continue;
          if (!isMature(first.at)) immature.push(customerItem(customer));
          else {
            over.push(customerItem(customer));
            if (inTime(first.at, second?.at ?? null)) of.push(customerItem(customer));
          }
        }
      }
      return { kind: 'ratio', of, over, leftOut: { IMMATURE: immature } };
    }
    default:
      throw new Error(`the reference does not know ${key}`);
  }
}

function finish(parts: Parts, keepOnly: (items: Item[], overAllChannels: boolean) => Item[]): Answer {
  const kept = (items: Item[]) => keepOnly(items, false);
  const leftOut: Record<string, number> = {};
  for (const [reason, items] of Object.entries(('leftOut' in parts && parts.leftOut) || {})) {
    const { length } = kept(items);
    if (length > 0) leftOut[reason] = length;
  }
  const nothing: Answer = {
    value: null,
    numerator: null,
    denominator: null,
    sampleSize: 0,
    median: null,
    p90: null,
    leftOut,
  };
  const total = (items: Item[]) => Math.round(items.reduce((sum, { value }) => sum + (value ?? 0) * 100, 0)) / 100;
  switch (parts.kind) {
    case 'count': {
      const { length } = kept(parts.of);
      return { ...nothing, value: length, sampleSize: length };
    }
    case 'sum': {
      const items = kept(parts.of);
      if (items.length === 0 && parts.nullWithoutFacts) return nothing;
      return { ...nothing, value: total(items), sampleSize: items.length };
    }
    case 'mean': {
      const values = kept(parts.of).map(({ value }) => value!);
      if (values.length === 0) return nothing;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const found = { ...nothing, value: mean, sampleSize: values.length };
      return parts.quantiles ? { ...found, median: quantile(values, 0.5), p90: quantile(values, 0.9) } : found;
    }
    case 'ratio': {
      const numerator = kept(parts.of).length;
      const denominator = keepOnly(parts.over, parts.overAllChannels ?? false).length;
      return {
        ...nothing,
        value: denominator === 0 ? null : numerator / denominator,
        numerator,
        denominator,
        sampleSize: denominator,
      };
    }
    case 'per': {
      const money = kept(parts.money);
      const denominator = kept(parts.over).length;
      const numerator = money.length === 0 ? null : total(money);
      return {
        ...nothing,
        value: numerator === null || denominator === 0 ? null : numerator / denominator,
        numerator,
        denominator,
        sampleSize: denominator,
      };
    }
    case 'roi': {
      const cost = kept(parts.cost);
      const sampleSize = kept(parts.sample).length;
      if (cost.length === 0) return { ...nothing, sampleSize };
      const spent = total(cost);
      const numerator = Math.round((total(kept(parts.gain)) - spent) * 100) / 100;
      return { ...nothing, value: spent === 0 ? null : numerator / spent, numerator, denominator: spent, sampleSize };
    }
  }
}

/** Type 7: linear interpolation between the two nearest values. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return lower + (upper - lower) * (place - below);
}

function keep(items: Item[], filter: Question['filter'], overAllChannels: boolean): Item[] {
  return items.filter((item) =>
    (Object.entries(filter) as [Dimension, (string | null)[]][]).every(
      ([dimension, wanted]) =>
        (overAllChannels && dimension === 'CHANNEL') ||
        valuesOf(item, dimension).some((value) => wanted.includes(value)),
    ),
  );
}

function valuesOf(item: Item, dimension: Dimension): (string | null)[] {
  const value = item.dims[dimension];
  if (Array.isArray(value)) return value.length === 0 ? [null] : [...new Set(value)];
  return [value ?? null];
}

function allItems(parts: Parts): Item[] {
  return Object.values(parts).flatMap((part): Item[] => {
    if (Array.isArray(part)) return part;
    return part !== null && typeof part === 'object' ? Object.values(part as Record<string, Item[]>).flat() : [];
  });
}

function dimsOfLead(lead: Lead | undefined): Item['dims'] {
  return {
    CHANNEL: lead?.channel ?? null,
    OWNER: lead?.owner ?? null,
    PRODUCT: lead?.product ?? null,
    INDUSTRY: lead?.industry ?? null,
    REGION: lead?.region ?? null,
    COMPANY_SIZE: lead?.companySize === null || lead === undefined ? null : String(lead.companySize),
    TAG: lead?.tags ?? [],
  };
}

/** base 20; needMatch × 40; 200 people 20, 50 people 10; industry 10; e-mail 10. */
function scoreOf({ needMatch, companySize, industry, email }: Lead): number | null {
  if (needMatch === null && companySize === null && industry === null && email === null) return null;
  let score = 20;
  if (needMatch !== null) score += needMatch * 40;
  if (companySize !== null && companySize >= 200) score += 20;
  else if (companySize !== null && companySize >= 50) score += 10;
  if (industry !== null) score += 10;
  if (email !== null) score += 10;
  return Math.min(100, Math.max(0, score));
}
