import { describe, expect, test } from 'vitest';
import {
  dateOf,
  dayOf,
  daysFromLunarNewYear,
  isWorkingDay,
  startOfDay,
  weekdayOf,
  workingTime,
  yearsBefore,
} from '../../../server/demo/calendar.ts';

const day = (date: string) => Date.parse(date) / 86_400_000;
const instant = (text: string) => Date.parse(text);
const inShanghai = (milliseconds: number) =>
  `${new Date(milliseconds + 8 * 3_600_000).toISOString().slice(0, 16)}+08:00`;

describe('days of Shanghai', () => {
  test('begin at 16:00 UTC of the day before', () => {
    expect(dateOf(dayOf(instant('2026-03-09T15:59:59Z')))).toBe('2026-03-09');
    expect(dateOf(dayOf(instant('2026-03-09T16:00:00Z')))).toBe('2026-03-10');
    expect(startOfDay(day('2026-03-10'))).toBe(instant('2026-03-09T16:00:00Z'));
  });

  test('know their weekday', () => {
    expect(weekdayOf(day('2026-03-09'))).toBe(0);
    expect(weekdayOf(day('2026-03-15'))).toBe(6);
  });

  test('go back whole years, from 29 February to 1 March', () => {
    expect(dateOf(yearsBefore(day('2026-03-10'), 2))).toBe('2024-03-10');
    expect(dateOf(yearsBefore(day('2028-02-29'), 1))).toBe('2027-03-01');
  });
});

test.each(['2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26'])(
  'the lunar new year of %s is found, and the days around it counted from there',
  (date) => {
    expect(daysFromLunarNewYear(day(date))).toBe(0);
    expect(daysFromLunarNewYear(day(date) - 5)).toBe(-5);
    expect(daysFromLunarNewYear(day(date) + 15)).toBe(15);
    expect(daysFromLunarNewYear(day(date) + 60)).toBe(Number.POSITIVE_INFINITY);
  },
);

test.each([
  ['2026-03-10', true, 'a Tuesday'],
  ['2026-03-14', false, 'a Saturday'],
  ['2026-02-16', false, 'the eve of the lunar new year'],
  ['2026-02-23', false, 'the seventh day of the new year'],
  ['2026-02-24', true, 'the day after'],
  ['2026-10-07', false, 'National Day week'],
  ['2026-10-08', true, 'the day after it'],
])('%s is a working day: %s (%s)', (date, expected) => {
  expect(isWorkingDay(day(date))).toBe(expected);
});

test.each([
  ['2026-03-10T10:30:00+08:00', '2026-03-10T10:30+08:00', 'stays in working hours'],
  ['2026-03-10T07:00:00+08:00', '2026-03-10T10:15+08:00', 'waits for the same morning'],
  ['2026-03-10T19:00:00+08:00', '2026-03-11T10:15+08:00', 'waits for the next morning'],
  ['2026-03-13T19:00:00+08:00', '2026-03-16T10:15+08:00', 'waits over a weekend'],
  ['2026-09-30T19:00:00+08:00', '2026-10-08T10:15+08:00', 'waits over the holidays'],
])('working time of %s with half of the morning backlog is %s: it %s', (from, expected) => {
  expect(inShanghai(workingTime(instant(from), 0.5))).toBe(expected);
});
