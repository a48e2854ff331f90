import { type Interaction, runningScores } from './activity-score.ts';

/** An activity, as far as its place among the lead's others goes. Instants are milliseconds since 1970. */
export interface ActivityFact {
  at: number;
  /** OUTBOUND: a follow-up. */
  direction: 'OUTBOUND' | 'INBOUND';
  kind: string;
  respondedAt: number | null;
  /** Number of first receipt: tells follow-ups of one instant apart. */
  arrival: number;
}

/** What came before and after an activity. Nothing here looks back from the future: whoever asks as of a moment hides what is later. */
export interface ActivityJourney {
  /** When the lead turned to us by it: INBOUND when it happened, OUTBOUND when it was responded to. */
  interactionAt: number | null;
  /** Of an interaction: the lead's activity score with it, and the instant of the next one, until which that decays. */
  activityScore: number | null;
  nextScoreAt: number | null;
  /** Of a follow-up: the one before it. */
  previousFollowUpAt: number | null;
  /** Of a follow-up: the first interaction at or after it. */
  nextInteractionAt: number | null;
  /** Of a follow-up: when the lead reached a further stage, at or after it and before the next follow-up. */
  advancedAt: number | null;
  /** Of an INBOUND: nobody waited before. Further ones before the answer belong to the same wait. */
  startsWait: boolean;
  /** Of an INBOUND that starts a wait: the follow-up that ends it. */
  answeredAt: number | null;
}

/**
 * The journeys of one lead's activities, in the order given.
 * @param advances when the lead reached a further stage, ascending
 * @param weights of interactions by kind, of the kinds whose weight was set
 */
export function activityJourneys(
  activities: readonly ActivityFact[],
  advances: readonly number[],
  weights: Readonly<Record<string, number>> | null,
): ActivityJourney[] {
  const journeys = activities.map(
    (activity): ActivityJourney => ({
      interactionAt: interactionAt(activity),
      activityScore: null,
      nextScoreAt: null,
      previousFollowUpAt: null,
      nextInteractionAt: null,
      advancedAt: null,
      startsWait: false,
      answeredAt: null,
    }),
  );
  const interactions = score(activities, journeys, weights);
  let previousFollowUpAt: number | null = null;
  let waiting: ActivityJourney | null = null;
  /** The follow-up before, whose effect ends where the next one begins. */
  let acting: ActivityJourney | null = null;
  const all = activities.map((activity, index) => ({ activity, at: activity.at, journey: journeys[index]! }));
  for (const { activity, at, journey } of all.sort(inOrder)) {
    const { direction } = activity;
    if (direction === 'INBOUND') {
      if (waiting) continue;
      journey.startsWait = true;
      waiting = journey;
      continue;
    }
    if (waiting) waiting.answeredAt = at;
    waiting = null;
    if (acting && acting.advancedAt !== null && acting.advancedAt >= at) acting.advancedAt = null;
    journey.previousFollowUpAt = previousFollowUpAt;
    journey.nextInteractionAt = firstFrom(interactions, at);
    journey.advancedAt = firstFrom(advances, at);
    previousFollowUpAt = at;
    acting = journey;
  }
  return journeys;
}

/** Fills in the scores; returns the instants of all interactions, ascending. */
function score(
  activities: readonly ActivityFact[],
  journeys: readonly ActivityJourney[],
  weights: Readonly<Record<string, number>> | null,
): number[] {
  const interactions = activities
    .flatMap((activity, index): (Interaction & Dated)[] => {
      const journey = journeys[index]!;
      const at = journey.interactionAt;
      return at === null ? [] : [{ at, kind: activity.kind, activity, journey }];
    })
    .sort(inOrder);
  const scores = runningScores(interactions, weights);
  for (const [index, { journey }] of interactions.entries()) {
    journey.activityScore = scores[index]!;
    journey.nextScoreAt = interactions[index + 1]?.at ?? null;
  }
  return interactions.map(({ at }) => at);
}

/** An interaction is an INBOUND activity, or an OUTBOUND one that was responded to, dated by the response. */
export function interactionAt({ direction, at, respondedAt }: ActivityFact): number | null {
  return direction === 'INBOUND' ? at : respondedAt;
}

/** What an activity did at an instant: it happened, or the lead responded to it. */
interface Dated {
  at: number;
  activity: ActivityFact;
  journey: ActivityJourney;
}

/** At one instant: inbound before outbound, else by arrival. So the order in which rows are read changes nothing. */
function inOrder(a: Dated, b: Dated): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.activity.direction !== b.activity.direction) return a.activity.direction === 'INBOUND' ? -1 : 1;
  return a.activity.arrival - b.activity.arrival;
}

/** The first of the ascending instants at or after `from`. */
function firstFrom(instants: readonly number[], from: number): number | null {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instants[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return instants[low] ?? null;
}
