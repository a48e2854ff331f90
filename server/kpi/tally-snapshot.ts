import DataLoader from 'dataloader';
import type { Queryable } from '../database/database.ts';
import type { Reading } from './reading.ts';
import type { TallyGroups } from './tally-groups.ts';
import { findTallies, type TallyLoader } from './tally-loader.ts';
import { funnelText, requestKey, type TallyRequest } from './tally-request.ts';

/** Runs `work` on a snapshot of the database. */
export type InSnapshot = <Result>(work: (on: Queryable) => Promise<Result>) => Promise<Result>;

export interface SnapshotLoaderOptions {
  snapshot: InSnapshot;
  /** What the same operation asked before, when it found out that parts of it were of different states of the data. */
  before: readonly TallyRequest[];
  reading: Reading;
}

/**
 * Answers requests of a tick from one snapshot; with the first of them, all that was asked before, so that what the operation will ask for
 * later is there already. Nothing comes from memory or from other operations.
 */
export function createSnapshotLoader(
  workspaceId: string,
  { snapshot, before, reading }: SnapshotLoaderOptions,
): TallyLoader {
  let expected = before;
  const loader: TallyLoader = new DataLoader(
    async (asked) => {
      const more = alsoMeant(expected, asked);
      expected = [];
      const requests = [...asked, ...more];
      reading.asked(requests);
      const finding = snapshot((database) => findTallies(requests, { database, workspaceId, reading }));
      for (const request of more) {
        const groups = found(finding, request);
        // Whoever asks for it hears of its failure.
        groups.catch(() => {});
        loader.prime(request, groups);
      }
      const answers = await finding;
      return asked.map((request) => answers.get(request)!);
    },
    { cacheKeyFn: requestKey },
  );
  return loader;
}

/** Without those that are asked anyway, and those of a funnel that has been changed since. */
function alsoMeant(expected: readonly TallyRequest[], asked: readonly TallyRequest[]): TallyRequest[] {
  const texts = new Map(asked.map(({ funnel }) => [funnel.id, funnelText(funnel)]));
  const keys = new Set(asked.map(requestKey));
  return expected.filter((request) => {
    const { funnel } = request;
    const key = requestKey(request);
    if (keys.has(key) || (texts.get(funnel.id) ?? funnelText(funnel)) !== funnelText(funnel)) return false;
    keys.add(key);
    return true;
  });
}

async function found(
  finding: Promise<Map<TallyRequest, TallyGroups | Error>>,
  request: TallyRequest,
): Promise<TallyGroups> {
  const groups = (await finding).get(request)!;
  if (groups instanceof Error) throw groups;
  return groups;
}
