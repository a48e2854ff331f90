import { describe, expect, test } from 'vitest';
import { beginningAfter, beginningBefore, nameOf } from '../../reference/calendar.ts';
import { dateAt, daysBefore, firstInstantOf, HOUR } from '../../reference/days.ts';
import { halfEven, quantile, student, wilson } from '../../reference/numbers.ts';

// Against published tables, so that the reference and the engine cannot be wrong together.
describe('the reference itself', () => {
  test.each([
    [1, 12.7062],
    [2, 4.30265],
    [3, 3.18245],
    [4, 2.77645],
    [5, 2.57058],
    [10, 2.22814],
    [29, 2.04523],
    [30, 2.04227],
    [120, 1.97993],
  ])('t(0.975; %i) is %f, as tables have it', (freedom, point) => expect(student(freedom)).toBeCloseTo(point, 4));

  test('Wilson’s interval, as Newcombe (1998) has it', () => {
    const rounded = (hits: number, of: number) => {
      const { low, high } = wilson(hits, of)!;
      return [low.toFixed(4), high.toFixed(4)];
    };
    expect(rounded(81, 263)).toEqual(['0.2553', '0.3662']);
    expect(rounded(15, 148)).toEqual(['0.0624', '0.1605']);
    expect(rounded(0, 20)).toEqual(['0.0000', '0.1611']);
    expect(rounded(1, 29)).toEqual(['0.0061', '0.1718']);
    expect(rounded(29, 29)).toEqual(['0.8830', '1.0000']);
  });

  test('quantiles are of type 7', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBeCloseTo(9.1, 12);
    expect(quantile([7], 0.9)).toBe(7);
  });

  test('halves go to the even one', () => {
    expect([halfEven(5, 2), halfEven(7, 2), halfEven(8, 3), halfEven(-5, 2), halfEven(-7, 2)]).toEqual([
      2, 4, 3, -2, -4,
    ]);
  });

  test('days begin when their clocks say so', () => {
    const hours = (date: string, next: string, zone: string) =>
      (firstInstantOf(next, zone) - firstInstantOf(date, zone)) / HOUR;
    expect(hours('2026-03-29', '2026-03-30', 'Europe/Berlin')).toBe(23);
    expect(hours('2018-02-17', '2018-02-18', 'America/Sao_Paulo')).toBe(25);
    expect(hours('2018-11-04', '2018-11-05', 'America/Sao_Paulo')).toBe(23);
    expect(hours('2026-04-05', '2026-04-06', 'Australia/Lord_Howe')).toBe(24.5);
    // There was no midnight on 4 November.
    expect(new Date(firstInstantOf('2018-11-04', 'America/Sao_Paulo')).toISOString()).toBe('2018-11-04T03:00:00.000Z');
    expect(dateAt(Date.parse('2024-02-29T16:00:00Z'), 'Asia/Shanghai')).toBe('2024-03-01');
  });

  test('the same clock so many days earlier', () => {
    const earlier = (instant: string, days: number, zone: string) =>
      new Date(daysBefore(Date.parse(instant), days, zone)).toISOString();
    expect(earlier('2026-03-30T10:00:00.001Z', 1, 'Europe/Berlin')).toBe('2026-03-29T10:00:00.001Z');
    expect(earlier('2026-03-30T10:00:00.000Z', 2, 'Europe/Berlin')).toBe('2026-03-28T11:00:00.000Z');
    // 02:30 was not; by the offset before it would have been 03:30.
    expect(earlier('2026-03-30T00:30:00.000Z', 1, 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    // 02:30 was twice.
    expect(earlier('2026-10-26T01:30:00.000Z', 1, 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  });

  test('units of the calendar', () => {
    expect(beginningAfter('MONTH', '2024-02-29')).toBe('2024-03-01');
    expect(beginningBefore('QUARTER', '2026-01-15')).toBe('2025-10-01');
    expect(beginningBefore('YEAR', '2026-07-01')).toBe('2025-01-01');
    expect(['2026-12-31', '2027-01-03', '2027-01-04', '2024-12-30'].map((date) => nameOf('WEEK', date))).toEqual([
      '2026-W53',
      '2026-W53',
      '2027-W01',
      '2025-W01',
    ]);
  });
});
