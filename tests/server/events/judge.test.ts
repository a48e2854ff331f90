import { describe, expect, test } from 'vitest';
import { compared, guardHolds, judge, type Sighting } from '../../../server/events/judge.ts';
import { isSilenced } from '../../../server/events/mute.ts';
import type { Condition, Guard, RuleDefinition } from '../../../server/events/rule/rule.ts';
import { above, definitionWith } from './definition.ts';

const below: Condition = { ...above, direction: 'BELOW', fireAt: 10, clearAt: 12 };
const rule = (change: Partial<RuleDefinition> = {}) => definitionWith({ condition: below, ...change });
const seen = (value: number | null, change: Partial<Sighting> = {}): Sighting => ({
  kpiValue: value,
  otherValue: null,
  value,
  interval: null,
  sampleSize: 100,
  status: value === null ? 'NO_DATA' : 'OK',
  guard: null,
  ...change,
});

describe('judging a value', () => {
  test.each([
    [9.99, 'BREACH'],
    [10, 'BETWEEN'],
    [11.99, 'BETWEEN'],
    [12, 'CLEAR'],
  ] as const)('below 10, over at 12: %d is %s', (value, judgement) => {
    expect(judge(rule(), seen(value))).toBe(judgement);
  });

  test.each([
    [10.01, 'BREACH'],
    [10, 'BETWEEN'],
    [8.01, 'BETWEEN'],
    [8, 'CLEAR'],
  ] as const)('above 10, over at 8: %d is %s', (value, judgement) => {
    const condition: Condition = { ...below, direction: 'ABOVE', clearAt: 8 };
    expect(judge(rule({ condition }), seen(value))).toBe(judgement);
  });

  test('with one threshold there is nothing between', () => {
    const condition = { ...below, clearAt: 10 };
    expect(judge(rule({ condition }), seen(10))).toBe('CLEAR');
  });

  test('to be certain the whole interval lies beyond', () => {
    const definition = rule({ condition: { ...below, certain: true } });
    expect(judge(definition, seen(8, { interval: { low: 6, high: 10.5 } }))).toBe('BETWEEN');
    expect(judge(definition, seen(8, { interval: { low: 6, high: 9.9 } }))).toBe('BREACH');
    expect(judge(definition, seen(8))).toBe('BETWEEN');
    expect(judge(definition, seen(12, { interval: { low: 6, high: 18 } }))).toBe('CLEAR');
  });

  test.each([
    ['KEEP', 'UNKNOWN'],
    ['NOTIFY', 'UNKNOWN'],
    ['CLEAR', 'CLEAR'],
    ['BREACH', 'BREACH'],
  ] as const)('no data under %s is %s', (noData, judgement) => {
    expect(judge(rule({ policies: { noData, smallSample: 'KEEP', immature: 'KEEP' } }), seen(null))).toBe(judgement);
  });

  test('small samples and immature cohorts have policies of their own', () => {
    const policies = { noData: 'BREACH', smallSample: 'CLEAR', immature: 'CLEAR' } as const;
    expect(judge(rule({ minimumSample: 5 }), seen(1, { sampleSize: 4 }))).toBe('UNKNOWN');
    expect(judge(rule({ minimumSample: 5 }), seen(1, { sampleSize: 5 }))).toBe('BREACH');
    expect(judge(rule({ minimumSample: 5, policies }), seen(1, { sampleSize: 4 }))).toBe('CLEAR');
    expect(judge(rule({ policies }), seen(null, { status: 'IMMATURE' }))).toBe('CLEAR');
    expect(judge(rule(), seen(null, { status: 'IMMATURE' }))).toBe('UNKNOWN');
  });

  test('a breach counts only while the second condition holds', () => {
    expect(judge(rule(), seen(1, { guard: true }))).toBe('BREACH');
    expect(judge(rule(), seen(1, { guard: false }))).toBe('CLEAR');
  });
});

test('changes are absolute or relative, and missing where they cannot be told', () => {
  const change = { compare: 'CHANGE', against: 'PREVIOUS' } as const;
  const relative = { compare: 'RELATIVE_CHANGE', against: 'PREVIOUS' } as const;
  expect(compared(change, 0.06, 0.02)).toBeCloseTo(0.04);
  expect(compared(relative, -3, -2)).toBe(-0.5);
  expect(compared(relative, 5, 0)).toBeNull();
  expect(compared(relative, null, 1)).toBeNull();
  expect(compared({ compare: 'VALUE', against: null }, 5, null)).toBe(5);
});

test('a second condition without a value does not hold', () => {
  const guard: Guard = { kpi: 'new_leads', compare: 'VALUE', against: null, direction: 'BELOW', threshold: 5 };
  expect(guardHolds(guard, null)).toBe(false);
  expect(guardHolds(guard, 4)).toBe(true);
  expect(guardHolds(guard, 5)).toBe(false);
});

describe('silences', () => {
  const of = { ruleId: 'r', instance: 'CHANNEL=web' };
  const silence = {
    id: 's',
    ruleId: null,
    instance: null,
    startsAt: new Date('2026-01-05T00:00Z'),
    endsAt: new Date('2026-01-06T00:00Z'),
    reason: 'x',
    createdAt: new Date(0),
  };
  const inside = new Date('2026-01-05T12:00Z');

  test('end just before their end, and may be of one rule or instance', () => {
    expect(isSilenced(inside, of, [silence], [], 'UTC')).toBe(true);
    expect(isSilenced(silence.endsAt, of, [silence], [], 'UTC')).toBe(false);
    expect(isSilenced(inside, of, [{ ...silence, ruleId: 'other' }], [], 'UTC')).toBe(false);
    expect(isSilenced(inside, of, [{ ...silence, instance: 'CHANNEL=web' }], [], 'UTC')).toBe(true);
    expect(isSilenced(inside, of, [{ ...silence, instance: 'CHANNEL' }], [], 'UTC')).toBe(false);
  });

  test.each([
    // 2026-01-05 is a Monday; Shanghai is 8 hours ahead.
    ['2026-01-05T14:00Z', true],
    ['2026-01-05T13:59Z', false],
    ['2026-01-05T23:29Z', true],
    ['2026-01-05T23:30Z', false],
    ['2026-01-06T14:30Z', false],
  ])('mute windows go by the wall clock, over midnight: %s %s', (instant, muted) => {
    const nights = [{ days: [1], from: '22:00', to: '07:30' }];
    expect(isSilenced(new Date(instant), of, [], nights, 'Asia/Shanghai')).toBe(muted);
  });
});
