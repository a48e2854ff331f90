import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rebuildJourneys } from '../../../server/cells/rebuild.ts';
import type { KindName } from '../../../server/facts/kind.ts';
import { engines, freshDatabase } from '../../support/database.ts';
import { makeWorkspace, post } from '../facts/workspace.ts';
import { journeyRows } from './journey-rows.ts';
import { orphanedRows } from './orphans.ts';

interface Batch {
  kind: KindName;
  facts: object[];
}

/** Few keys and few days, so that facts meet: moves to another lead, corrections, one instant for many, deletions. */
const lead = fc.constantFrom('a', 'b', 'c');
const at = fc.integer({ min: 1, max: 9 }).map((day) => `2026-03-0${day}T00:00:00Z`);
const id = fc.constantFrom('1', '2', '3', '4', '5', '6');
const deleted = fc.record({ id, deleted: fc.constant(true) });

const batches: fc.Arbitrary<Batch> = fc.oneof(
  batch('leads', fc.record({ id: lead, createdAt: at, owner: fc.constantFrom('o', 'p') })),
  batch('leads', fc.record({ id: lead, deleted: fc.constant(true) }), 1),
  batch('transitions', fc.record({ id, lead, at, to: fc.constantFrom('nurturing', 'opportunity', 'won', 'lost') })),
  batch('transitions', deleted),
  batch(
    'activities',
    fc.record(
      {
        id,
        lead,
        at,
        kind: fc.constantFrom('CALL', 'MEETING'),
        direction: fc.constantFrom('OUTBOUND', 'INBOUND'),
        respondedAt: fc.option(at),
      },
      { requiredKeys: ['id', 'lead', 'at', 'kind', 'direction'] },
    ),
  ),
  batch('activities', deleted),
  batch(
    'opportunities',
    fc.record({ id, lead: fc.option(lead), openedAt: at, wonAt: fc.option(at), lostAt: fc.option(at) }),
  ),
  batch('opportunities', deleted),
  batch('quotes', fc.record({ id, opportunity: id, sentAt: at })),
  batch('customers', fc.record({ id, lead: fc.option(lead), becameAt: at })),
);

function batch(kind: KindName, fact: fc.Arbitrary<object>, most = 6): fc.Arbitrary<Batch> {
  return fc.array(fact, { minLength: 1, maxLength: most }).map((facts) => ({ kind, facts }));
}

describe.each(engines)('journeys that follow their facts on %s', (engine) => {
  test('are those that would be computed anew, whatever came in whatever order', { timeout: 120_000 }, async () => {
    const database = await freshDatabase(engine);

    try {
      await fc.assert(
        fc.asyncProperty(fc.array(batches, { minLength: 3, maxLength: 14 }), async (posts) => {
          const workspace = await makeWorkspace(database);
          for (const { kind, facts } of posts) await post(database, workspace, kind, facts, { references: 'defer' });
          const followed = await journeyRows(database, workspace.id);
          await rebuildJourneys(database, workspace);
          expect(followed).toEqual(await journeyRows(database, workspace.id));
        }),
        { numRuns: 40 },
      );
      expect(await orphanedRows(database)).toEqual({});
    } finally {
      await database.close();
    }
  });
});
