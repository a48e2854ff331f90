import { leadConversion } from './conversions.ts';
import { DAY } from './days.ts';
import type { Lead } from './facts.ts';
import { duration, type Item, mean, type Parts, parts, ratio, ratioOf } from './parts.ts';
import type { Dimension } from './question.ts';
import type { Scene } from './scene.ts';

const weights: Record<string, number> = {
  MEETING: 5,
  VISIT: 5,
  CALL: 3,
  FORM: 3,
  EMAIL: 2,
  WECHAT: 2,
  SMS: 2,
  EVENT: 2,
  CONTENT: 1,
  OTHER: 1,
};
const written = ['EMAIL', 'SMS', 'WECHAT', 'EVENT', 'CONTENT'];

/** 线索培育 */
export const nurturing = {
  intent_conversion_rate: (scene: Scene) => leadConversion(scene, 0, 1),

  lead_activity_score: (scene: Scene) =>
    mean(scene.openLeads.map((lead) => scene.leadItem(lead, activityOf(scene, lead)))),

  active_lead_share(scene: Scene, by?: Dimension) {
    const leads = scene.openLeads.map((lead) => ({ lead, level: levelOf(activityOf(scene, lead)) }));
    const items = leads.map(({ lead, level }): Item => {
      const { dims } = scene.leadItem(lead);
      return { dims: { ...dims, ACTIVITY_LEVEL: level } };
    });
    // Cut by level it is the distribution: each level's share of all.
    const isOfInterest = ({ dims }: Item) => by === 'ACTIVITY_LEVEL' || dims.ACTIVITY_LEVEL === 'HIGH';
    return ratio(items.filter(isOfInterest), items, { blind: { measure: 'over', to: 'ACTIVITY_LEVEL' } });
  },

  follow_up_frequency(scene: Scene) {
    const { company, followUps, leadItem, start, until } = scene;
    const isOwned = ({ dims }: Item) => dims.OWNER !== null;
    const items = followUps.map((activity): Item => ({ dims: company.dimsOfActivity(activity) }));
    const minded = company.leads.filter((lead) => lead.owner !== null && isOpenDuring(scene, lead));
    const weeks = (until - start) / DAY / 7;
    return parts(
      { of: items.filter(isOwned), leads: minded.map((lead) => leadItem(lead)) },
      ({ of, leads }) => {
        const owners = new Set(leads.map(({ dims }) => dims.OWNER)).size;
        return {
          value: owners === 0 || weeks <= 0 ? null : of.length / (owners * weeks),
          numerator: of.length,
          denominator: owners === 0 ? 0 : owners * weeks,
          sampleSize: owners,
        };
      },
      { leftOut: { WITHOUT_OWNER: items.filter((item) => !isOwned(item)) } },
    );
  },

  follow_ups_per_lead({ company, followUps }: Scene) {
    const items = followUps.map(
      (activity): Item => ({ dims: company.dimsOfActivity(activity), subject: activity.lead }),
    );
    return parts({ of: items }, ({ of }) => ratioOf(of.length, new Set(of.map(({ subject }) => subject)).size, false));
  },

  follow_up_interval({ company, inWindow }: Scene) {
    const gaps = company.leads.flatMap(({ id }) => {
      const followUps = company.followUpsOf(id);
      return followUps.flatMap((later, place): Item[] => {
        const earlier = followUps[place - 1];
        if (!earlier || !inWindow(later.at)) return [];
        return [{ dims: company.dimsOfActivity(later), value: (later.at - earlier.at) / 1000 }];
      });
    });
    return duration(gaps);
  },

  first_response_time({ company, created, byAsOf, leadItem }: Scene) {
    const of: Item[] = [];
    const unanswered: Item[] = [];
    for (const lead of created) {
      const first = company.followUpsOf(lead.id).find(({ at }) => at >= lead.createdAt && byAsOf(at));
      if (first) of.push(leadItem(lead, (first.at - lead.createdAt) / 1000));
      else unanswered.push(leadItem(lead));
    }
    return duration(of, { UNANSWERED: unanswered });
  },

  response_time({ company, inWindow, byAsOf }: Scene) {
    const of: Item[] = [];
    const unanswered: Item[] = [];
    for (const lead of company.leads) {
      let wait: { dims: Item['dims']; since: number } | null = null;
      for (const activity of company.activitiesOf(lead.id)) {
        if (!byAsOf(activity.at)) continue;
        if (activity.direction === 'INBOUND') wait ??= { dims: company.dimsOfActivity(activity), since: activity.at };
        else if (wait) {
          if (inWindow(wait.since)) of.push({ dims: wait.dims, value: (activity.at - wait.since) / 1000 });
          wait = null;
        }
      }
      if (wait && inWindow(wait.since)) unanswered.push({ dims: wait.dims });
    }
    return duration(of, { UNANSWERED: unanswered });
  },

  content_interaction_rate({ company, followUps, byAsOf }: Scene) {
    const sent = followUps.filter(({ kind }) => written.includes(kind));
    return ratio(
      sent.filter(({ respondedAt }) => byAsOf(respondedAt)).map((one) => ({ dims: company.dimsOfActivity(one) })),
      sent.map((one) => ({ dims: company.dimsOfActivity(one) })),
    );
  },

  reply_rate({ company, followUps, byAsOf }: Scene) {
    const items = followUps.map(
      (one): Item => ({ dims: company.dimsOfActivity(one), subject: one.lead, value: one.at }),
    );
    return parts({ of: items }, ({ of }) => {
      const leads = [...new Set(of.map(({ subject }) => subject!))];
      const replied = leads.filter((lead) => {
        const first = Math.min(...of.filter(({ subject }) => subject === lead).map(({ value }) => value!));
        return company.interactionsOf(lead).some(({ at }) => at >= first && byAsOf(at));
      });
      return ratioOf(replied.length, leads.length, true);
    });
  },

  lead_churn_rate({ company, openLeads, until, bySeen, leadItem }: Scene) {
    const days = company.funnel.leadChurnDays * DAY;
    const old = openLeads.filter(({ createdAt }) => until - createdAt > days);
    const silent = old.filter(
      ({ id }) => !company.interactionsOf(id).some(({ at }) => bySeen(at) && until - at <= days),
    );
    return ratio(
      silent.map((lead) => leadItem(lead)),
      old.map((lead) => leadItem(lead)),
    );
  },
} satisfies Record<string, (scene: Scene, by?: Dimension) => Parts>;

function activityOf({ company, bySeen, until }: Scene, lead: Lead): number {
  const weighed = { ...weights, ...company.funnel.activityWeights };
  let score = 0;
  for (const { at, kind } of company.interactionsOf(lead.id))
    if (bySeen(at)) score += weighed[kind]! * 2 ** (-(until - at) / (14 * DAY));
  return score;
}

function levelOf(score: number): string {
  if (score >= 5) return 'HIGH';
  return score >= 1 ? 'MEDIUM' : 'LOW';
}

/** Whether it was open at some moment of the window: as it began, or right after anything that happened to it in it. */
function isOpenDuring({ company, start, seen }: Scene, lead: Lead): boolean {
  const moments = [start, lead.createdAt];
  for (const { lead: of, at } of company.facts.transitions) if (of === lead.id) moments.push(at);
  for (const { lead: of, openedAt, wonAt, lostAt } of company.facts.opportunities)
    if (of === lead.id) moments.push(openedAt, wonAt ?? start, lostAt ?? start);
  return moments.some((at) => at >= start && at <= seen && company.isOpen(lead, at));
}
