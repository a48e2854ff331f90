import type { ModelInScoring } from './score-batch.ts';

/** Which models are this node's to work on. */
export interface ScoringShare {
  ours(models: readonly ModelInScoring[], now: number): ModelInScoring[];
  /** A batch was done: where it came to; undefined for the end. */
  did(model: ModelInScoring, last: string | undefined): void;
}

/**
 * Batches are safe on any number of nodes, since each goes on in its transaction where the model stands, but one node is enough: who finds
 * that somebody else moved a model on leaves it to them, until it has stood still for `patienceMs`. The one who moved it last finds it
 * where it was left, so there is always one.
 */
export function createShare(patienceMs: number): ScoringShare {
  const ours = new Map<string, string>();
  const others = new Map<string, { at: string | null; since: number }>();

  function isOurs(model: ModelInScoring, now: number): boolean {
    const key = keyOf(model);
    const at = model.scoredThrough;
    const left = others.get(key);
    if (left?.at === at) {
      if (now - left.since < patienceMs) return false;
      others.delete(key);
    } else if (left || (ours.has(key) && ours.get(key) !== at)) {
      ours.delete(key);
      others.set(key, { at, since: now });
      return false;
    }
    return true;
  }

  return {
    ours(models, now) {
      const keys = new Set(models.map(keyOf));
      for (const known of [ours, others]) for (const key of known.keys()) if (!keys.has(key)) known.delete(key);
      return models.filter((model) => isOurs(model, now));
    },
    did(model, last) {
      if (last !== undefined) ours.set(keyOf(model), last);
    },
  };
}

function keyOf({ workspaceId, version }: ModelInScoring): string {
  return `${workspaceId} ${version}`;
}
