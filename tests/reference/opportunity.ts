import { cohort } from './conversions.ts';
import { DAY } from './days.ts';
import type { Activity, Opportunity } from './facts.ts';
import { meanOf, quantile } from './numbers.ts';
import {
  count,
  duration,
  type Item,
  MILLISECONDS,
  moneySum,
  type Parts,
  parts,
  ratio,
  total,
  valuesOf,
} from './parts.ts';
import type { Scene } from './scene.ts';

/** 机会管理 */
export const opportunity = {
  opportunities: ({ company, inWindow, opportunityItem }: Scene) =>
    count(company.opportunities.filter(({ openedAt }) => inWindow(openedAt)).map((one) => opportunityItem(one))),

  open_opportunities: ({ openOpportunities, opportunityItem }: Scene) =>
    count(openOpportunities.map((one) => opportunityItem(one))),

  pipeline_value(scene: Scene) {
    const { known, unknown } = scene.amounts(scene.openOpportunities);
    return moneySum(known, { leftOut: { WITHOUT_AMOUNT: unknown } });
  },

  quotes: ({ company, inWindow }: Scene) =>
    count(
      company.quotes
        .filter(({ sentAt }) => inWindow(sentAt))
        .map((quote) => ({ dims: company.dimsOfOpportunity(company.opportunity(quote.opportunity)) })),
    ),

  opportunity_conversion_rate(scene: Scene) {
    const { company, question, inWindow, opportunityItem } = scene;
    if (question.basis === 'PERIOD') {
      const { won, over } = decided(scene);
      return ratio(won, over);
    }
    const opened = company.opportunities.filter(({ openedAt }) => inWindow(openedAt));
    return cohort(
      scene,
      opened.map((one) => ({ item: opportunityItem(one), start: one.openedAt, end: one.wonAt })),
    );
  },

  sales_cycle: ({ won, opportunityItem }: Scene) => duration(won.map((one) => opportunityItem(one, cycleOf(one)))),

  quote_conversion_rate(scene: Scene) {
    const { company, inWindow, opportunityItem } = scene;
    const quoted = company.opportunities.flatMap((one) => {
      const sent = company.quotes.filter(({ opportunity }) => opportunity === one.id).map(({ sentAt }) => sentAt);
      const first = Math.min(...sent);
      return sent.length > 0 && inWindow(first) ? [{ one, first }] : [];
    });
    return cohort(
      scene,
      quoted.map(({ one, first }) => ({ item: opportunityItem(one), start: first, end: one.wonAt })),
    );
  },

  quote_acceptance_rate({ company, inWindow, byAsOf }: Scene) {
    const sent = company.quotes.filter(({ sentAt }) => inWindow(sentAt));
    const item = (quote: (typeof sent)[number]): Item => ({
      dims: company.dimsOfOpportunity(company.opportunity(quote.opportunity)),
    });
    return ratio(sent.filter(({ acceptedAt }) => byAsOf(acceptedAt)).map(item), sent.map(item));
  },

  follow_up_effectiveness(scene: Scene) {
    const { company, followUps, byAsOf } = scene;
    const days = company.funnel.followUpEffectDays * DAY;
    const item = (one: Activity): Item => ({ dims: company.dimsOfActivity(one) });
    const isRipe = ({ at }: Activity) => byAsOf(at + days);
    const ripe = followUps.filter(isRipe);
    const effective = ripe.filter((one) => {
      const ofLead = company.followUpsOf(one.lead);
      const next = ofLead[ofLead.indexOf(one) + 1]?.at ?? Number.POSITIVE_INFINITY;
      return advances(scene, one.lead).some((at) => at >= one.at && at <= one.at + days && at < next);
    });
    return ratio(effective.map(item), ripe.map(item), {
      leftOut: { IMMATURE: followUps.filter((one) => !isRipe(one)).map(item) },
    });
  },

  stage_conversion_rate(scene: Scene) {
    const { company, question, inWindow, byAsOf, last } = scene;
    const steps = company.leads.flatMap((lead) =>
      company.funnel.stages.slice(0, last).flatMap(({ key }, stage) => {
        const start = scene.reached(lead, stage);
        if (!byAsOf(start) || !inWindow(question.basis === 'PERIOD' ? start : lead.createdAt)) return [];
        const { dims } = scene.leadItem(lead);
        return [{ item: { dims: { ...dims, STAGE: key } }, start, end: scene.reached(lead, stage + 1) }];
      }),
    );
    return cohort(scene, steps);
  },

  time_in_stage({ company, question, inWindow, last, leadItem }: Scene) {
    const stays = company.leads.flatMap((lead) =>
      company
        .way(lead, question.asOf)
        .ended.filter(({ stage, left }) => stage < last && inWindow(left))
        .map(({ stage, entered, left }): Item => {
          const { dims } = leadItem(lead);
          return { dims: { ...dims, STAGE: company.funnel.stages[stage]!.key }, value: (left - entered) / 1000 };
        }),
    );
    return duration(stays);
  },

  stalled_opportunities(scene: Scene) {
    const { openOpportunities, opportunityItem, until } = scene;
    const limit = stallLimit(scene);
    const stalled = openOpportunities.filter(({ openedAt }) => limit !== null && (until - openedAt) / 1000 > limit);
    return parts({ of: stalled.map((one) => opportunityItem(one)) }, ({ of }) =>
      limit === null ? {} : { value: of.length, sampleSize: of.length },
    );
  },

  sales_velocity(scene: Scene) {
    const { known, unknown } = scene.amounts(scene.won);
    const { won, over } = decided(scene);
    return parts(
      {
        open: scene.openOpportunities.map((one) => scene.opportunityItem(one)),
        won,
        over,
        known,
        cycles: scene.won.map((one) => scene.opportunityItem(one, cycleOf(one))),
      },
      ({ open, won, over, known, cycles }) => {
        const sampleSize = open.length;
        if (over.length === 0 || known.length === 0 || cycles.length === 0) return { sampleSize };
        const cycle = meanOf(valuesOf(cycles), MILLISECONDS) / (DAY / 1000);
        if (cycle === 0) return { sampleSize };
        const size = total(known) / 1e6 / known.length;
        return { value: (open.length * (won.length / over.length) * size) / cycle, sampleSize };
      },
      { leftOut: { WITHOUT_AMOUNT: unknown } },
    );
  },
} satisfies Record<string, (scene: Scene) => Parts>;

function cycleOf({ openedAt, wonAt }: Opportunity): number {
  return (wonAt! - openedAt) / 1000;
}

/** Won in the window; won or lost in it. With both, it is won. */
function decided({ company, won, inWindow, byAsOf, opportunityItem }: Scene): { won: Item[]; over: Item[] } {
  const lost = company.opportunities.filter(({ wonAt, lostAt }) => inWindow(lostAt) && !byAsOf(wonAt));
  return {
    won: won.map((one) => opportunityItem(one)),
    over: [...won, ...lost].map((one) => opportunityItem(one)),
  };
}

/** Seconds; null where nothing says. */
function stallLimit({ company, inYear }: Scene): number | null {
  const { stalledAfterDays } = company.funnel;
  if (stalledAfterDays !== null) return (stalledAfterDays * DAY) / 1000;
  const cycles = company.opportunities.filter(({ wonAt }) => inYear(wonAt)).map(cycleOf);
  return cycles.length === 0 ? null : quantile(cycles, 0.9);
}

/** When the lead entered a stage further than any before. Being created is no advance. */
function advances({ company, question }: Scene, leadId: string): number[] {
  const instants: number[] = [];
  let furthest = 0;
  for (const { at, stage } of company.way(company.lead(leadId)!, question.asOf).entries)
    if (stage > furthest) {
      furthest = stage;
      instants.push(at);
    }
  return instants;
}
