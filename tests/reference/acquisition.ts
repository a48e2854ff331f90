import { leadConversion } from './conversions.ts';
import { firstInstantOf } from './days.ts';
import type { Lead, Opportunity } from './facts.ts';
import { count, type Item, mean, moneyQuotient, moneySum, type Parts, parts, ratio, total } from './parts.ts';
import type { Scene } from './scene.ts';

/** 线索获取 */
export const acquisition = {
  new_leads: ({ created, leadItem }: Scene) => count(created.map((lead) => leadItem(lead))),

  lead_quality_score: (scene: Scene) => mean(scored(scene), { leftOut: { UNSCORED: unscored(scene) } }),

  qualified_leads: (scene: Scene) => count(qualified(scene), { leftOut: { UNSCORED: unscored(scene) } }),

  qualified_lead_rate: (scene: Scene) =>
    ratio(
      qualified(scene),
      scene.created.map((lead) => scene.leadItem(lead)),
      { leftOut: { UNSCORED: unscored(scene) } },
    ),

  contactable_rate({ company, created, byAsOf, leadItem }: Scene) {
    const followedUp = created.filter(({ id }) => company.followUpsOf(id).some(({ at }) => byAsOf(at)));
    const reachable = followedUp.filter(({ id }) => company.interactionsOf(id).some(({ at }) => byAsOf(at)));
    return ratio(
      reachable.map((lead) => leadItem(lead)),
      followedUp.map((lead) => leadItem(lead)),
    );
  },

  channel_share({ created, leadItem }: Scene) {
    const items = created.map((lead) => leadItem(lead));
    return ratio(items, items, { blind: { measure: 'over', to: 'CHANNEL' } });
  },

  channel_conversion_rate: (scene: Scene) => leadConversion(scene, 0, scene.last),

  channel_spend: (scene: Scene) => moneySum(spend(scene), { isNullWithoutFacts: true }),

  cost_per_lead: (scene: Scene) =>
    cost(
      spend(scene),
      scene.created.map((lead) => scene.leadItem(lead)),
    ),

  cost_per_acquisition(scene: Scene) {
    const { company, question, inWindow, byAsOf, customerItem } = scene;
    const customers = company.customers.filter(({ lead, becameAt }) =>
      question.basis === 'PERIOD'
        ? inWindow(becameAt)
        : inWindow(company.lead(lead)?.createdAt ?? null) && byAsOf(becameAt),
    );
    return cost(
      spend(scene),
      customers.map((customer) => customerItem(customer)),
    );
  },

  channel_roi(scene: Scene) {
    const { company, question, inWindow, byAsOf, created, won, leadItem } = scene;
    const isCohort = question.basis === 'COHORT';
    const counted = isCohort
      ? company.opportunities.filter(
          ({ lead, wonAt }) => inWindow(company.lead(lead)?.createdAt ?? null) && byAsOf(wonAt),
        )
      : won;
    const item = ({ lead, channel, amount }: Opportunity): Item => ({
      dims: { CHANNEL: lead === null ? channel : company.lead(lead)!.channel },
      value: amount ?? undefined,
    });
    return parts(
      {
        cost: spend(scene),
        gain: counted.filter(({ amount }) => amount !== null).map(item),
        sample: created.map((lead) => leadItem(lead)),
      },
      ({ cost, gain, sample }) => {
        const sampleSize = sample.length;
        if (cost.length === 0) return { sampleSize };
        const spent = total(cost);
        const surplus = total(gain) - spent;
        return {
          value: spent === 0 ? null : surplus / spent,
          numerator: surplus / 1e6,
          denominator: spent / 1e6,
          sampleSize,
        };
      },
      {
        leftOut: {
          WITHOUT_AMOUNT: counted.filter(({ amount }) => amount === null).map(item),
          WITHOUT_LEAD: isCohort ? won.filter(({ lead }) => lead === null).map(item) : [],
        },
      },
    );
  },
} satisfies Record<string, (scene: Scene) => Parts>;

function spend({ company, inWindow }: Scene): Item[] {
  return company.spend
    .filter(({ date }) => inWindow(firstInstantOf(date, company.zone)))
    .map(({ channel, amount }) => ({ dims: { CHANNEL: channel }, value: amount }));
}

function cost(cost: Item[], over: Item[]): Parts {
  return parts({ cost, over }, ({ cost, over }) => moneyQuotient(cost.length === 0 ? null : total(cost), over.length));
}

function scored({ created, leadItem }: Scene): Item[] {
  return created.flatMap((lead) => {
    const score = scoreOf(lead);
    return score === null ? [] : [leadItem(lead, score)];
  });
}

function unscored({ created, leadItem }: Scene): Item[] {
  return created.filter((lead) => scoreOf(lead) === null).map((lead) => leadItem(lead));
}

function qualified(scene: Scene): Item[] {
  return scored(scene).filter(({ value }) => value! >= scene.company.funnel.qualifiedThreshold);
}

/** base 20; needMatch × 40; 200 people 20, 50 people 10; industry 10; e-mail 10. */
export function scoreOf({ needMatch, companySize, industry, email }: Lead): number | null {
  if (needMatch === null && companySize === null && industry === null && email === null) return null;
  let score = 20;
  if (needMatch !== null) score += needMatch * 40;
  if (companySize !== null && companySize >= 200) score += 20;
  else if (companySize !== null && companySize >= 50) score += 10;
  if (industry !== null) score += 10;
  if (email !== null) score += 10;
  return Math.min(100, Math.max(0, score));
}
