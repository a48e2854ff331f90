/** 线索活跃度: each interaction of a lead counts by its kind, and half as much every 14 days. */

/** Weights of interactions by kind, unless the funnel sets others. */
export const defaultActivityWeights: Readonly<Record<string, number>> = {
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

export const HALF_LIFE_SECONDS = 14 * 86_400;

export interface Interaction {
  /** Milliseconds since 1970. */
  at: number;
  kind: string;
}

/**
 * The lead's score at each interaction, that one included; in the order given, which must be ascending. Between two interactions it only
 * decays, so the score at any moment is that of the interaction before, times 2^(−time since / 14 days).
 */
export function runningScores(
  interactions: readonly Interaction[],
  weights: Readonly<Record<string, number>> | null,
): number[] {
  let score = 0;
  let before = interactions[0]?.at ?? 0;
  return interactions.map(({ at, kind }) => {
    score *= 2 ** (-(at - before) / 1000 / HALF_LIFE_SECONDS);
    // What has decayed below any meaning is nothing: the database keeps no denormal numbers.
    if (score < 1e-200) score = 0;
    score += weights?.[kind] ?? defaultActivityWeights[kind] ?? 0;
    before = at;
    return score;
  });
}
