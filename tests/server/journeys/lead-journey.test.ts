import { describe, expect, test } from 'vitest';
import { type FunnelShape, type LeadFacts, leadJourney } from '../../../server/journeys/lead-journey.ts';

const funnel: FunnelShape = { stageCount: 4, opportunityPosition: 3, skipPolicy: 'FILL' };
const strict: FunnelShape = { ...funnel, skipPolicy: 'STRICT' };

/** Days instead of milliseconds: a lead created on day 10. */
const lead = (facts: Partial<LeadFacts> = {}): LeadFacts => ({
  createdAt: 10,
  transitions: [],
  opportunities: [],
  ...facts,
});
const move = (at: number, to: number | 'lost') => ({ at, to });
const opportunity = (openedAt: number, wonAt: number | null = null, lostAt: number | null = null) => ({
  openedAt,
  wonAt,
  lostAt,
});

describe('reached', () => {
  test('the first stage is reached at creation, always', () => {
    expect(leadJourney(lead(), funnel).reachedAt).toEqual([10, null, null, null]);
    expect(leadJourney(lead({ transitions: [move(20, 1)] }), funnel).reachedAt).toEqual([10, null, null, null]);
  });

  test('a skipped stage counts as passed when a later one is entered, but not as entered', () => {
    const { reachedAt, entered } = leadJourney(lead({ transitions: [move(12, 3)] }), funnel);
    expect(reachedAt).toEqual([10, 12, 12, null]);
    expect(entered).toEqual([true, false, true, false]);
  });

  test('under STRICT only real entries count', () => {
    expect(leadJourney(lead({ transitions: [move(12, 3)] }), strict).reachedAt).toEqual([10, null, 12, null]);
  });

  test('moving back undoes nothing, and a later own entry does not move the time', () => {
    const { reachedAt, entered } = leadJourney(lead({ transitions: [move(12, 3), move(14, 2)] }), funnel);
    expect(reachedAt).toEqual([10, 12, 12, null]);
    expect(entered).toEqual([true, false, true, false]);
  });

  test('entries before creation count as at creation', () => {
    expect(
      leadJourney(lead({ transitions: [move(5, 2)], opportunities: [opportunity(7, 8)] }), funnel).reachedAt,
    ).toEqual([10, 10, 10, 10]);
  });

  test('opportunities imply entries: the earliest opening the opportunity stage, the earliest win the last stage', () => {
    const opportunities = [opportunity(14, 30), opportunity(12, 31)];
    expect(leadJourney(lead({ opportunities }), funnel).reachedAt).toEqual([10, 12, 12, 30]);
  });

  test('a funnel without an opportunity stage takes only the win', () => {
    const { reachedAt } = leadJourney(lead({ opportunities: [opportunity(12, 30)] }), {
      ...funnel,
      opportunityPosition: null,
    });
    expect(reachedAt).toEqual([10, 30, 30, 30]);
  });
});

describe('lost', () => {
  const toggles = (facts: Partial<LeadFacts>) => leadJourney(lead(facts), funnel).lostToggles;

  test('a loss after the last entry is a loss; an entry after it reopens; a loss before creation is at creation', () => {
    expect(toggles({ transitions: [move(12, 'lost')] })).toEqual([12]);
    expect(toggles({ transitions: [move(12, 'lost'), move(15, 2)] })).toEqual([12, 15]);
    expect(toggles({ transitions: [move(12, 'lost'), move(15, 2), move(20, 'lost')] })).toEqual([12, 15, 20]);
    expect(toggles({ transitions: [move(3, 'lost')] })).toEqual([10]);
  });

  test('at one instant lost comes after the stages', () => {
    expect(toggles({ transitions: [move(12, 'lost'), move(12, 2)] })).toEqual([12]);
  });

  test('losing all opportunities opened by then implies a loss; one still open prevents it', () => {
    expect(toggles({ opportunities: [opportunity(12, null, 20)] })).toEqual([20]);
    expect(toggles({ opportunities: [opportunity(12, null, 20), opportunity(13)] })).toEqual([]);
    expect(toggles({ opportunities: [opportunity(12, null, 20), opportunity(13, null, 25)] })).toEqual([25]);
  });

  test('a win by then prevents it, whatever lostAt says', () => {
    expect(toggles({ opportunities: [opportunity(12, 20, 20)] })).toEqual([]);
  });

  test('the last loss counts as of each time: a later loss beside an open opportunity takes the implied loss back', () => {
    const opportunities = [opportunity(11, null, 12), opportunity(20, null, 30), opportunity(25)];
    expect(toggles({ opportunities })).toEqual([12, 30]);
  });
});

describe('stays', () => {
  const stays = (facts: Partial<LeadFacts>) =>
    leadJourney(lead(facts), funnel).stays.map(({ position, enteredAt, leftAt }) => [position, enteredAt, leftAt]);

  test('a stay ends with the next stage or a loss; a re-entry is a stay of its own', () => {
    expect(stays({ transitions: [move(12, 2), move(15, 3), move(16, 2), move(18, 'lost'), move(19, 2)] })).toEqual([
      [1, 10, 12],
      [2, 12, 15],
      [3, 15, 16],
      [2, 16, 18],
      [2, 19, null],
    ]);
  });

  test('entering the stage it is in does not end the stay; a skip makes none', () => {
    expect(stays({ transitions: [move(12, 3), move(14, 3)] })).toEqual([
      [1, 10, 12],
      [3, 12, null],
    ]);
  });

  test('ties are walked by position, then lost', () => {
    expect(stays({ transitions: [move(12, 'lost'), move(12, 3), move(12, 2)] })).toEqual([
      [1, 10, 12],
      [2, 12, 12],
      [3, 12, 12],
    ]);
  });

  test('a stay that ended with an implied loss is taken back when the opportunity is won after all', () => {
    const { stays } = leadJourney(lead({ opportunities: [opportunity(12, 30, 20)] }), funnel);
    expect(stays).toEqual([
      { position: 1, enteredAt: 10, leftAt: 12, seenFrom: 12, seenUntil: null },
      { position: 3, enteredAt: 12, leftAt: 20, seenFrom: 20, seenUntil: 30 },
      { position: 3, enteredAt: 12, leftAt: 30, seenFrom: 30, seenUntil: null },
      { position: 4, enteredAt: 30, leftAt: null, seenFrom: 30, seenUntil: null },
    ]);
  });
});
