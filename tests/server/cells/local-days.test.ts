import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDays } from '../../../server/cells/local-days.ts';
import type { Database } from '../../../server/database/database.ts';
import { dateOf } from '../../../server/kpi/day-number.ts';
import { engines, freshDatabase } from '../../support/database.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

/** An hour apart around midnights on which something is unusual, and the last and first millisecond of each. */
const around = (text: string) =>
  Array.from({ length: 60 }, (_, index) => at(text) + (index - 30) * HOUR).flatMap((hour) => [
    hour - 1,
    hour,
    hour + 1,
  ]);

const unusual: [zone: string, around: string][] = [
  ['Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  // The clocks go from midnight back to eleven: a day is left, and comes again.
  ['America/Havana', '2025-11-02T05:00:00Z'],
  // From midnight forward to one: the day begins at one.
  ['America/Santiago', '2025-09-07T04:00:00Z'],
  // A whole day that never was.
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Asia/Kathmandu', '2026-01-01T00:00:00Z'],
  // Before zones: local mean time, to the second.
  ['Europe/Amsterdam', '1900-01-01T00:00:00Z'],
  ['Asia/Shanghai', '1901-01-01T00:00:00Z'],
  ['UTC', '2200-12-31T00:00:00Z'],
];

describe.each(engines)('days of a zone on %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  afterAll(() => database.close());

  test.each(unusual)('in %s around %s are those that the database cuts', async (zone, moment) => {
    const instants = around(moment);
    const dayOf = await localDays(database, zone, instants);
    const rows = await database.query<{ day: string }>(sql`
      select (instant at time zone ${zone})::date as day
      from unnest(${instants.map((instant) => new Date(instant))}::timestamptz[]) with ordinality as asked(instant, n) order by n`);
    expect(instants.map((instant) => dateOf(dayOf(instant)))).toEqual(rows.map(({ day }) => day));
  });

  test('are asked for once', async () => {
    const asked: unknown[] = [];
    const counted = {
      query: <Row>(...query: Parameters<Database['query']>) => {
        asked.push(query);
        return database.query<Row>(...query);
      },
    };
    const instants = [at('1985-06-01T10:00:00Z'), at('1985-06-02T10:00:00Z')];
    // Nobody has asked for this zone before, in this process.
    const zone = engine === 'postgres' ? 'Asia/Tokyo' : 'Asia/Seoul';
    await localDays(counted, zone, instants);
    await localDays(counted, zone, instants);
    expect(asked).toHaveLength(1);
  });
});
