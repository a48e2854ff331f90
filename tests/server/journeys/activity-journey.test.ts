import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActivityFact, activityJourneys } from '../../../server/journeys/activity-journey.ts';

const hour = 3_600_000;
const out = (at: number, more: Partial<ActivityFact> = {}): ActivityFact => ({
  at: at * hour,
  direction: 'OUTBOUND',
  kind: 'CALL',
  respondedAt: null,
  arrival: 0,
  ...more,
});
const inbound = (at: number, more: Partial<ActivityFact> = {}) => out(at, { direction: 'INBOUND', ...more });
const of = (activities: ActivityFact[], advances: number[] = []) =>
  activityJourneys(
    activities,
    advances.map((at) => at * hour),
    null,
  ).map((journey) =>
    Object.fromEntries(
      Object.entries(journey)
        .filter(([, value]) => value !== null && value !== false)
        .map(([name, value]) => [name, typeof value === 'number' && name !== 'activityScore' ? value / hour : value]),
    ),
  );

describe('follow-ups', () => {
  test('know the one before, by time and then by arrival, whatever the order of the facts', () => {
    expect(of([out(3, { arrival: 2 }), out(1), out(3, { arrival: 1 })])).toEqual([
      { previousFollowUpAt: 3 },
      {},
      { previousFollowUpAt: 1 },
    ]);
  });

  test('know the first interaction at or after them, responses included', () => {
    expect(of([out(1, { respondedAt: 5 * hour }), inbound(4), out(4), out(6)])).toMatchObject([
      { nextInteractionAt: 4 },
      {},
      { nextInteractionAt: 4 },
      {},
    ]);
  });

  test('have as effect the first advance at or after them and before the next one', () => {
    expect(of([out(1), out(3), out(5)], [3, 4]).map(({ advancedAt }) => advancedAt)).toEqual([undefined, 3, undefined]);
  });

  test('of one instant: the last to arrive has the effect', () => {
    const both = [out(1, { arrival: 1 }), out(1, { arrival: 2 })];
    expect(of(both, [1]).map(({ advancedAt }) => advancedAt)).toEqual([undefined, 1]);
  });
});

describe('waits', () => {
  test('begin with the first inbound and end with the next follow-up; at one instant inbound comes first', () => {
    const journeys = of([inbound(1), inbound(2), out(3), inbound(4), out(4), inbound(5)]);
    expect(journeys.map(({ startsWait, answeredAt }) => [startsWait, answeredAt])).toEqual([
      [true, 3],
      [undefined, undefined],
      [undefined, undefined],
      [true, 4],
      [undefined, undefined],
      [true, undefined],
    ]);
  });
});

describe('scores', () => {
  test('halve in 14 days and add up; each holds until the next interaction', () => {
    const days14 = 14 * 24;
    expect(of([inbound(0, { kind: 'MEETING' }), inbound(days14, { kind: 'EMAIL' })])).toMatchObject([
      { activityScore: 5, nextScoreAt: days14 },
      { activityScore: 4.5 },
    ]);
  });

  test('do not drown in numbers too small to keep', () => {
    const [, late] = activityJourneys([inbound(0), inbound(24 * 365 * 300, { kind: 'SMS' })], [], null);
    expect(late!.activityScore).toBe(2);
  });

  test('take the weights that are set', () => {
    const [journey] = activityJourneys([inbound(0, { kind: 'SMS' })], [], { SMS: 7 });
    expect(journey!.activityScore).toBe(7);
  });
});

describe('whatever the order in which rows are read', () => {
  // As it happened: a call in, and the response to a call out, at the same instant.
  test('interactions of one instant are scored inbound first, then by arrival', () => {
    const first = inbound(2, { kind: 'SMS', arrival: 7 });
    const second = out(1, { kind: 'CALL', arrival: 3, respondedAt: 2 * hour });
    const third = out(1, { kind: 'VISIT', arrival: 9, respondedAt: 2 * hour });
    const [a, b, c] = of([third, first, second]);
    expect([a!.activityScore, b!.activityScore, c!.activityScore]).toEqual([2 + 3 + 5, 2, 2 + 3]);
    expect([a!.nextScoreAt, b!.nextScoreAt, c!.nextScoreAt]).toEqual([undefined, 2, 2]);
  });

  test('each activity has the same journey', () => {
    const instant = fc.integer({ min: 0, max: 4 });
    const activity = fc.record({
      at: instant,
      direction: fc.constantFrom('INBOUND' as const, 'OUTBOUND' as const),
      kind: fc.constantFrom('CALL', 'SMS', 'VISIT', 'OTHER'),
      respondedAt: fc.option(instant),
    });
    const shuffled = fc
      .array(activity, { maxLength: 8 })
      .map((all) => all.map((one, arrival) => ({ ...one, arrival })))
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
      );
    fc.assert(
      fc.property(shuffled, fc.array(instant), ([all, mixed], advances) => {
        const inTime = advances.toSorted((a, b) => a - b);
        const journeys = activityJourneys(mixed, inTime, { CALL: 0.1, SMS: 0.7 });
        const byArrival = all.map(({ arrival }) => journeys[mixed.findIndex((one) => one.arrival === arrival)]);
        expect(byArrival).toEqual(activityJourneys(all, inTime, { CALL: 0.1, SMS: 0.7 }));
      }),
    );
  });
});
