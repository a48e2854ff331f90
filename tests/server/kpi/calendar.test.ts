import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { bucketsOf, daysBefore, firstInstant, resolveWindow } from '../../../server/kpi/calendar.ts';
import type { ScopeInput } from '../../../server/kpi/types.ts';

const today = Temporal.PlainDate.from('2026-11-23'); // a Monday
const dates = (window: ScopeInput['window']) => {
  const { from, to, previous } = resolveWindow(window, () => today);
  const before = previous();
  return `${from} ${to} | ${before.from} ${before.to}`;
};

describe('a window', () => {
  test.each<[ScopeInput['window'], string]>([
    [{ between: { from: '2026-03-01', to: '2026-03-11' } }, '2026-03-01 2026-03-11 | 2026-02-19 2026-03-01'],
    [{ between: { from: '2026-03-01', to: '2026-03-01' } }, '2026-03-01 2026-03-01 | 2026-03-01 2026-03-01'],
    [{ period: '2026' }, '2026-01-01 2027-01-01 | 2025-01-01 2026-01-01'],
    [{ period: '2026-Q1' }, '2026-01-01 2026-04-01 | 2025-10-01 2026-01-01'],
    [{ period: '2026-03' }, '2026-03-01 2026-04-01 | 2026-02-01 2026-03-01'],
    [{ period: '2024-03' }, '2024-03-01 2024-04-01 | 2024-02-01 2024-03-01'],
    [{ period: '2026-W01' }, '2025-12-29 2026-01-05 | 2025-12-22 2025-12-29'],
    [{ period: '2026-W53' }, '2026-12-28 2027-01-04 | 2026-12-21 2026-12-28'],
    [{ last: { unit: 'DAY', count: 30 } }, '2026-10-25 2026-11-24 | 2026-09-25 2026-10-25'],
    [{ last: { unit: 'WEEK', count: 2 } }, '2026-11-16 2026-11-24 | 2026-11-08 2026-11-16'],
    [{ last: { unit: 'MONTH', count: 1 } }, '2026-11-01 2026-11-24 | 2026-10-09 2026-11-01'],
    [{ last: { unit: 'QUARTER', count: 2 } }, '2026-07-01 2026-11-24 | 2026-02-05 2026-07-01'],
    [{ last: { unit: 'YEAR', count: 1 } }, '2026-01-01 2026-11-24 | 2025-02-08 2026-01-01'],
  ])('%j is %s', (window, expected) => expect(dates(window)).toBe(expected));

  test.each<[ScopeInput['window'], RegExp]>([
    [{ between: { from: '2026-03-02', to: '2026-03-01' } }, /swap them/],
    [{ between: { from: '2026-02-30', to: '2026-03-01' } }, /no calendar date/],
    [{ between: { from: '1066-10-14', to: '2026-03-01' } }, /1900 to 2300/],
    [{ period: '2026-W54' }, /no week 54/],
    [{ period: '2025-W53' }, /no week 53/],
    [{ period: '2026-W00' }, /no week 0/],
    [{ period: '2026-13' }, /is no period/],
    [{ period: '2026-Q5' }, /is no period/],
    [{ last: { unit: 'DAY', count: 0 } }, /from 1 to/],
    [{ last: { unit: 'DAY', count: 1e9 } }, /from 1 to/],
    [{}, /window is empty/],
  ])('%j is refused as INVALID_WINDOW, saying why', (window, message) => {
    expect(() => dates(window)).toThrow(message);
    expect(() => dates(window)).toThrow(expect.objectContaining({ code: 'INVALID_WINDOW' }));
  });
});

describe('the first instant of a day', () => {
  test.each([
    ['2026-03-01', 'Asia/Shanghai', '2026-02-28T16:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'], // a day of 23 hours
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'], // began at 01:00
  ])('%s in %s is %s', (day, zone, instant) => {
    expect(firstInstant(Temporal.PlainDate.from(day), zone).toISOString()).toBe(instant);
  });
});

test('days before an instant keep the wall clock', () => {
  expect(daysBefore(new Date('2026-03-30T10:00:00Z'), 7, 'Europe/Berlin').toISOString()).toBe(
    '2026-03-23T11:00:00.000Z',
  );
});

describe('buckets', () => {
  const range = (from: string, to: string) => ({
    from: Temporal.PlainDate.from(from),
    to: Temporal.PlainDate.from(to),
  });
  const cut = (from: string, to: string, unit: 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR') =>
    bucketsOf(range(from, to), unit, 10).map((bucket) => `${bucket.from} ${bucket.to}`);

  test('start at unit starts and are clipped to the window', () => {
    expect(cut('2026-01-15', '2026-03-10', 'MONTH')).toEqual([
      '2026-01-15 2026-02-01',
      '2026-02-01 2026-03-01',
      '2026-03-01 2026-03-10',
    ]);
    expect(cut('2026-11-22', '2026-11-24', 'WEEK')).toEqual(['2026-11-22 2026-11-23', '2026-11-23 2026-11-24']);
    expect(cut('2026-05-02', '2026-05-02', 'DAY')).toEqual([]);
  });

  test('too many are refused, whatever the window', () => {
    expect(() => cut('1900-01-01', '2300-01-01', 'DAY')).toThrow(expect.objectContaining({ code: 'TOO_MANY_POINTS' }));
  });
});
