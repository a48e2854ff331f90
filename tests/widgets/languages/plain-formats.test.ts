import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { formats as en } from '../../../widgets/languages/en/en.ts';
import { formats as zh } from '../../../widgets/languages/zh-CN/zh-CN.ts';

const languages = [
  ['en', en],
  ['zh-CN', zh],
] as const;

describe('numbers are those that Intl writes', () => {
  const decimals = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
  // What KPIs are: fractions of whole numbers, sums, and any double there is.
  const values = fc.oneof(
    fc
      .tuple(fc.integer({ min: -5_000, max: 5_000 }), fc.integer({ min: 1, max: 5_000 }))
      .map(([one, all]) => one / all),
    fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }),
    fc.integer({ min: -200_000, max: 200_000 }).map((halves) => halves / 2_000),
    fc.double({ noNaN: true }),
  );

  test.each(languages)('%s: any number of decimals, with and without sign, as percent', (locale, formats) => {
    fc.assert(
      fc.property(values, decimals, fc.boolean(), fc.boolean(), (value, [least, more], sign, isPercent) => {
        const most = least + more;
        const written = formats.number(value, least, most, sign, isPercent ? 2 : 0);
        if (written === undefined) return;
        const intl = new Intl.NumberFormat(locale, {
          minimumFractionDigits: least,
          maximumFractionDigits: most,
          signDisplay: sign ? 'exceptZero' : ('negative' as const),
          ...(isPercent && { style: 'percent' }),
        });
        expect(written + (isPercent ? '%' : '')).toBe(intl.format(value));
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    [1.005, 2, '1.01'],
    [0.5, 0, '1'],
    [-0.4, 0, '0'],
    [999_999.5, 0, '1,000,000'],
  ])('%d with %d decimals is %s', (value, most, text) => {
    expect(en.number(value, 0, most)).toBe(text);
  });

  test('very large, very small, and none are left to Intl', () => {
    for (const value of [1e15, 1e-7, Number.NaN, Number.POSITIVE_INFINITY])
      expect(en.number(value, 0, 2)).toBeUndefined();
  });
});

test.each(languages)('%s: units are those that Intl writes', (locale, formats) => {
  for (const unit of ['second', 'minute', 'hour', 'day'] as const) {
    const intl = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' });
    for (const value of [1.5, 2, 80, -3])
      expect(formats.duration(formats.number(value, 0, 1)!, unit)).toBe(intl.format(value));
  }
});

describe('dates', () => {
  const day = (text: string): number => Date.parse(text);
  test.each([
    ['2026-07-01', '2026-07-01', 'Jul 1, 2026', '2026年7月1日'],
    ['2026-07-01', '2026-07-31', 'Jul 1 – 31, 2026', '2026年7月1日至31日'],
    ['2026-07-01', '2026-09-30', 'Jul 1 – Sep 30, 2026', '2026年7月1日至9月30日'],
    ['2025-12-01', '2026-12-31', 'Dec 1, 2025 – Dec 31, 2026', '2025年12月1日至2026年12月31日'],
  ])('%s to %s', (from, to, english, chinese) => {
    expect(en.dates(day(from), day(to))).toBe(english);
    expect(zh.dates(day(from), day(to))).toBe(chinese);
    const intl = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });
    expect(english).toBe(intl.formatRange(day(from), day(to)).replace(/\s/g, ' '));
  });

  test('no day is left to Intl, which says what is wrong', () => {
    expect(en.dates(Number.NaN, Number.NaN)).toBeUndefined();
  });
});

describe('an instant', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test.each(languages)('%s: where the browser has Temporal, as Intl writes it', (locale, formats) => {
    vi.stubGlobal('Temporal', Temporal);
    const spaces = (text: string): string => text.replace(/\s/g, ' ');
    for (const timeZone of ['Asia/Shanghai', 'America/New_York', 'UTC'])
      for (const text of ['2026-07-01T00:00:00Z', '2026-11-01T05:59:59Z', '2026-12-31T16:00:01Z']) {
        const at = Date.parse(text);
        const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(at);
        const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone }).format(at);
        expect(spaces(formats.instant(at, timeZone, at)!)).toBe(spaces(time));
        expect(spaces(formats.instant(at, timeZone, 0)!)).toBe(spaces(`${day} ${time}`));
      }
  });

  test('without Temporal it is left to Intl', () => {
    vi.stubGlobal('Temporal', undefined);
    expect(en.instant(0, 'UTC', 0)).toBeUndefined();
  });
});
