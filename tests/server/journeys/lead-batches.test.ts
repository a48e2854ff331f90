import { describe, expect, test } from 'vitest';
import { leadBatches } from '../../../server/journeys/lead-batches.ts';
import type { ActivityRow } from '../../../server/journeys/read-lead-facts.ts';
import { nothingTouched } from '../../../server/journeys/touched.ts';

const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `lead-${from + index}`);
const activity = (lead_id: string): ActivityRow => ({
  id: `of ${lead_id}`,
  lead_id,
  kind: 'CALL',
  direction: 'OUTBOUND',
  at: new Date(0),
  owner_id: null,
  responded_at: null,
  arrival: 1,
});

describe('leads that a change reaches', () => {
  test('are none where it reaches none', () => {
    expect(leadBatches(nothingTouched(), nothingTouched())).toEqual([]);
  });

  test('come in batches that have none in common, each lead once, with its new facts', () => {
    const touched = {
      ...nothingTouched(),
      leads: new Set(ids(0, 700)),
      ways: new Set(ids(500, 1_800)),
      contacts: new Set(ids(600, 3_100)),
      newActivities: new Map(ids(600, 3_100).map((id) => [`of ${id}`, activity(id)])),
    };
    const batches = leadBatches(touched, touched);
    const of = batches.map(({ whole, ways, contacts }) => new Set([...whole, ...ways, ...contacts]));
    expect(of.map(({ size }) => size)).toEqual([1_000, 1_000, 1_000, 100]);
    expect(new Set(of.flatMap((each) => [...each])).size).toBe(3_100);
    expect(batches.flatMap(({ whole }) => whole)).toEqual(ids(0, 700));
    // Those whose own facts changed are rewritten whole.
    expect(new Set(batches.flatMap(({ ways }) => ways))).toEqual(new Set(ids(700, 1_800)));
    expect(new Set(batches.flatMap(({ contacts }) => contacts))).toEqual(new Set(ids(700, 3_100)));
    for (const [index, { newActivities }] of batches.entries())
      for (const { lead_id } of newActivities.values()) expect(of[index]!.has(lead_id)).toBe(true);
    expect(batches.reduce((sum, { newActivities }) => sum + newActivities.size, 0)).toBe(2_500);
  });
});
