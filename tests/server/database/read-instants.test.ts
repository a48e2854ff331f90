import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { readInstant, readInstants } from '../../../server/database/read-instants.ts';

const drivers = (text: string) => pg.types.getTypeParser(1184)(text) as Date;

describe('instants as PostgreSQL writes them', () => {
  test.each([
    '2026-03-01 10:00:00+00',
    '2026-12-31 23:59:59.999+00',
    '2026-03-01 10:00:00.1+00',
    '2026-03-01 10:00:00.05+00',
    '2026-03-01 10:00:00.123456+00',
    '1900-02-28 00:00:00.001+00',
    '9999-12-31 00:00:00+00',
  ])('%s is what the driver makes of it', (text) => {
    expect(readInstant(text)).toEqual(drivers(text));
  });

  test.each(['infinity', '0044-03-15 00:00:00+00 BC', '0099-01-01 00:00:00+00', '10000-01-01 00:00:00+00', ''])(
    '%j is left to the driver',
    (text) => {
      expect(readInstant(text)).toBeUndefined();
    },
  );

  test('in arrays, with nulls; what is none is left to the driver', () => {
    const text = '2026-03-01 10:00:00.5+00';
    expect(readInstants(`{"${text}",NULL,"${text}"}`)).toEqual([drivers(text), null, drivers(text)]);
    expect(readInstants('{NULL}')).toEqual([null]);
    expect(readInstants('{}')).toEqual([]);
    expect(readInstants(`{{"${text}"},{NULL}}`)).toBeUndefined();
    expect(readInstants(`{infinity,"${text}"}`)).toBeUndefined();
    expect(readInstants(`[0:0]={"${text}"}`)).toBeUndefined();
  });
});
