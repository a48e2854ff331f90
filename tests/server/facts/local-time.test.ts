import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { isCanonicalInstant, LocalTime } from '../../../server/facts/local-time.ts';

const read = (text: string, zone: string) => {
  const instant = new LocalTime(zone).readInstant(text);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

describe('reading dates and times', () => {
  test.each([
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01t10:00:00z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00.1239Z', '2026-03-01T10:00:00.123Z'],
    ['2026-03-01T10:00:00+08:00', '2026-03-01T02:00:00.000Z'],
    ['2026-03-01T00:30:00-05:30', '2026-03-01T06:00:00.000Z'],
    ['2026-03-01 10:00:00+0800', '2026-03-01T02:00:00.000Z'],
    ['2026-06-30T23:59:60Z', '2026-06-30T23:59:59.000Z'],
    ['2024-02-29', '2024-02-28T16:00:00.000Z'],
    ['2026-03-01T10:00', '2026-03-01T02:00:00.000Z'],
    ['2026-03-01 10:00:05', '2026-03-01T02:00:05.000Z'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'],
  ])('%s, in Shanghai, is %s', (text, expected) => {
    expect(read(text, 'Asia/Shanghai')).toBe(expected);
  });

  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-3-1',
    '2026-03-01T24:00',
    '2026-03-01T10',
    '2026-03-01T10:60',
    '1899-12-31',
    '2201-01-01',
    '20260301',
    '2026-03-01T10:00:00 CET',
    '1772323200000',
    'now',
    '',
  ])('%j cannot be read', (text) => {
    expect(read(text, 'Asia/Shanghai')).toBeUndefined();
  });

  // Berlin: 2026-03-29 02:00 → 03:00 (gap), 2026-10-25 03:00 → 02:00 (twice).
  test.each([
    ['2026-03-29T01:59:59', '2026-03-29T00:59:59.000Z'],
    ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
    ['2026-07-01', '2026-06-30T22:00:00.000Z'],
    ['2026-01-01', '2025-12-31T23:00:00.000Z'],
  ])('in Berlin %s is %s: of two equal clocks the earlier, in a gap the offset before it', (text, expected) => {
    expect(read(text, 'Europe/Berlin')).toBe(expected);
  });

  test.each(['2026-03-01T10:00:00.000Z', '2024-02-29T23:59:59.999Z', '1900-01-01T00:00:00.000Z'])(
    '%s is kept as it is',
    (text) => {
      expect(isCanonicalInstant(text)).toBe(true);
      expect(read(text, 'Asia/Shanghai')).toBe(text);
    },
  );

  test.each([
    '2026-03-01T10:00:00Z',
    '2026-03-01t10:00:00.000z',
    '2026-03-01 10:00:00.000Z',
    '2026-03-01T10:00:00,000Z',
    '2026-03-01T10:00:60.000Z',
    '2026-03-01T24:00:00.000Z',
    '2026-03-01T10:60:00.000Z',
    '2026-02-29T10:00:00.000Z',
    '2026-13-01T10:00:00.000Z',
    '2026-00-01T10:00:00.000Z',
    '2026-01-00T10:00:00.000Z',
    '1899-12-31T23:59:59.999Z',
    '2201-01-01T00:00:00.000Z',
    '2026-03-01T10:0x:00.000Z',
    '٢٠٢٦-03-01T10:00:00.000Z',
  ])('%s is read', (text) => {
    expect(isCanonicalInstant(text)).toBe(false);
  });

  test('a day that begins at 01:00 begins there; one that was skipped, at its end', () => {
    // Cairo went forward at midnight of 2026-04-24; Samoa skipped 2011-12-30.
    expect(new Date(new LocalTime('Africa/Cairo').startOfDay('2026-04-24')).toISOString()).toBe(
      '2026-04-23T22:00:00.000Z',
    );
    expect(new LocalTime('Africa/Cairo').dayOf(Date.parse('2026-04-23T22:00:00Z'))).toBe('2026-04-24');
    expect(new Date(new LocalTime('Pacific/Apia').startOfDay('2011-12-30')).toISOString()).toBe(
      '2011-12-30T10:00:00.000Z',
    );
  });

  test('agrees with Temporal through three years of clock changes, hour by hour', () => {
    for (const timeZone of ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC']) {
      const time = new LocalTime(timeZone);
      let wall = Temporal.PlainDateTime.from('2024-10-01T00:15');
      for (let hour = 0; hour < 2 * 8_766; hour += 1, wall = wall.add({ hours: 1 })) {
        if (hour % 7 && !/-(03|04|10|11)-/.test(wall.toString())) continue;
        const expected = wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' });
        const instant = time.readInstant(wall.toString());
        if (instant !== expected.epochMilliseconds)
          expect([timeZone, wall.toString(), instant]).toEqual(expected.epochMilliseconds);
        if (time.dayOf(instant!) !== expected.toPlainDate().toString())
          expect([timeZone, wall.toString()]).toBe('its day');
      }
    }
  });
});
