import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ingest } from '../../../server/facts/ingest.ts';
import { engines } from '../../support/database.ts';
import { factsWorld } from './facts-world.ts';
import { dataVersion, makeWorkspace, rows } from './workspace.ts';

interface Version {
  id: string;
  createdAt?: string | null;
  name?: string | null;
  tags?: string[] | null;
  attributes?: Record<string, number | null> | null;
  updatedAt?: string | null;
  deleted?: true;
}
interface Counts {
  accepted: number;
  unchanged: number;
  rejected: number;
}
interface State {
  createdAt: string;
  name: string | null;
  tags: string[];
  attributes: Record<string, number> | null;
  updatedAt: string | null;
}

const instant = fc.integer({ min: 1, max: 9 }).map((day) => `2026-03-0${day}T00:00:00.000Z`);
const version: fc.Arbitrary<Version> = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    createdAt: fc.option(instant, { freq: 9 }),
    name: fc.option(fc.constantFrom('x', 'y', '漢', '"\\,{}')),
    tags: fc.option(fc.subarray(['p', 'q', 'NULL', ''])),
    attributes: fc.option(
      fc.dictionary(fc.constantFrom('k', 'l', '__proto__'), fc.option(fc.integer({ min: 0, max: 2 }))),
    ),
    updatedAt: fc.option(instant, { freq: 9 }),
  },
  { requiredKeys: ['id'] },
);
const deletion: fc.Arbitrary<Version> = fc.record(
  { id: fc.constantFrom('a', 'b', 'c', 'd'), deleted: fc.constant(true as const), updatedAt: instant },
  { requiredKeys: ['id', 'deleted'] },
);
const change = fc.oneof({ weight: 5, arbitrary: version }, { weight: 1, arbitrary: deletion });

/** The rules of the contract, one version at a time, in the plainest words. */
function naive(versions: readonly Version[]): { states: Map<string, State>; counts: Counts } {
  const states = new Map<string, State>();
  const counts = { accepted: 0, unchanged: 0, rejected: 0 };
  for (const sent of versions) {
    const before = states.get(sent.id);
    if (!sent.deleted && sent.createdAt === null) counts.rejected++;
    else if (before?.updatedAt && sent.updatedAt && sent.updatedAt < before.updatedAt) counts.unchanged++;
    else if (sent.deleted) states.delete(sent.id) ? counts.accepted++ : counts.unchanged++;
    else if (!before && !sent.createdAt) counts.rejected++;
    else {
      const after: State = before
        ? { ...before }
        : { createdAt: '', name: null, tags: [], attributes: null, updatedAt: null };
      if (sent.createdAt) after.createdAt = sent.createdAt;
      if (sent.name !== undefined) after.name = sent.name;
      if (sent.tags !== undefined) after.tags = (sent.tags ?? []).filter((tag) => tag !== '');
      if (sent.updatedAt !== undefined) after.updatedAt = sent.updatedAt;
      if (sent.attributes === null) after.attributes = null;
      else if (sent.attributes) {
        const merged = new Map(Object.entries(after.attributes ?? {}));
        for (const [name, value] of Object.entries(sent.attributes))
          value === null ? merged.delete(name) : merged.set(name, value);
        after.attributes = merged.size ? Object.fromEntries(merged) : null;
      }
      const isSame = before && JSON.stringify(sorted(before)) === JSON.stringify(sorted(after));
      isSame ? counts.unchanged++ : counts.accepted++;
      states.set(sent.id, after);
    }
  }
  return { states, counts };
}

function sorted(state: State): unknown {
  return { ...state, attributes: state.attributes && Object.entries(state.attributes).sort() };
}

describe.each(engines)('any upserts in any chunks, on %s', (engine) => {
  const world = factsWorld(engine);

  test('leave the state, and give the counts, of folding them one by one in memory', async () => {
    const requests = fc.array(fc.array(change, { maxLength: 12 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(requests, async (requests) => {
        const workspace = await makeWorkspace(world.database);
        const total = { accepted: 0, unchanged: 0, rejected: 0 };
        for (const request of requests) {
          async function* lines() {
            yield request.map((content, index) => ({ line: index + 1, size: 1, content }));
          }
          const report = await ingest(world.database, workspace, 'leads', lines(), {
            onError: 'continue',
            references: 'reject',
          });
          for (const name of ['accepted', 'unchanged', 'rejected'] as const) total[name] += report[name];
        }
        const { states, counts } = naive(requests.flat());
        expect(total).toEqual(counts);
        const stored = await rows(world.database, workspace, 'leads');
        expect(
          Object.fromEntries(
            stored.map((row) => [
              row.external_id,
              {
                createdAt: (row.created_at as Date).toISOString(),
                name: row.name,
                tags: row.tags,
                attributes: row.attributes,
                updatedAt: (row.updated_at as Date | null)?.toISOString() ?? null,
              },
            ]),
          ),
        ).toEqual(Object.fromEntries(states));
        if (counts.accepted === 0) expect(await dataVersion(world.database, workspace)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
