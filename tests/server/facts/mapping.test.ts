import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LocalTime } from '../../../server/facts/local-time.ts';
import { readDate } from '../../../server/facts/mapping/date-format.ts';
import { MappedFacts, matchFiles } from '../../../server/facts/mapping/map-files.ts';
import { parseMapping } from '../../../server/facts/mapping/mapping.ts';
import { readMappingText, shippedMappings } from '../../../server/facts/mappings/shipped.ts';
import { writeFiles } from '../cli/world.ts';

let files: Awaited<ReturnType<typeof writeFiles>>;
beforeAll(async () => {
  files = await writeFiles({});
});
afterAll(() => files.remove());

/** The facts that a one-source mapping makes of a CSV, and what it says. */
async function map(fields: object, csv: string, more: { kind?: string; when?: string[]; timeZone?: string } = {}) {
  const { kind = 'leads', timeZone, when } = more;
  const columns = [csv.split(/[,;\n]/)[0]!];
  const mapping = parseMapping(
    JSON.stringify({ timeZone, sources: [{ name: 's', columns, facts: [{ kind, when, fields }] }] }),
  );
  const file = join(files.directory, 'x.csv');
  await writeFile(file, csv);
  const said: unknown[] = [];
  const mapped = new MappedFacts(mapping, await matchFiles(mapping, [file]), new LocalTime(timeZone ?? 'UTC'), {
    onBytes() {},
    onUnreadable: ({ line }, field, { value }) => said.push([line, field, value]),
    onBrokenLine: ({ line }, { code }) => said.push([line, code]),
  });
  await mapped.fillLookups();
  const facts: object[] = [];
  for (const name of mapped.kinds) for await (const { fact } of mapped.facts(name)) facts.push(fact);
  return { facts, said };
}

describe('a mapping', () => {
  test('takes columns (whatever their case and blanks), templates, constants and defaults', async () => {
    const { facts } = await map(
      {
        id: { template: 'crm-{Lead No}' },
        name: 'full_name',
        channel: { constant: 'fair' },
        region: { column: 'Region', default: 'unknown' },
        'attributes.no': 'lead-no',
      },
      'Lead No,Full Name,region\n 7 , Ann ,\n8,Bob,East\n',
    );
    expect(facts).toEqual([
      { id: 'crm-7', name: 'Ann', channel: 'fair', region: 'unknown', attributes: { no: '7' } },
      { id: 'crm-8', name: 'Bob', channel: 'fair', region: 'East', attributes: { no: '8' } },
    ]);
  });

  test('changes case, replaces and drops values, reads numbers, booleans and dates', async () => {
    const { facts, said } = await map(
      {
        id: 'id',
        channel: { column: 'source', case: 'snake', values: { google_ads: 'search', select: null } },
        companySize: { column: 'size', number: { decimal: ',', thousands: '.' } },
        createdAt: { column: 'created', date: ['D/M/YYYY h:mm A', 'DD.MM.YYYY'] },
        'attributes.vip': { column: 'vip', case: 'lower', boolean: { true: ['yes'], false: ['no'] } },
      },
      'id;source;size;created;vip\n1;Google Ads;1.200;1/3/2026 12:05 AM;Yes\n2;Select;many;31.12.2025;no\n3;E-Mail;12,0;2026-01-01;maybe\n',
    );
    expect(facts).toEqual([
      { id: '1', channel: 'search', companySize: '1200', createdAt: '2026-03-01T00:05:00', attributes: { vip: true } },
      { id: '2', createdAt: '2025-12-31', attributes: { vip: false } },
      { id: '3', channel: 'e_mail', companySize: '12.0' },
    ]);
    expect(said).toEqual([
      [3, 'companySize', 'many'],
      [4, 'createdAt', '2026-01-01'],
      [4, 'attributes.vip', 'maybe'],
    ]);
  });

  test('reads local dates in its own zone where it names one', async () => {
    const { facts } = await map({ id: 'id', createdAt: 'at' }, 'id,at\n1,2026-07-01\n2,2026-07-01T00:00:00Z\n', {
      timeZone: 'Europe/Berlin',
    });
    expect(facts).toEqual([
      { id: '1', createdAt: '2026-06-30T22:00:00.000Z' },
      { id: '2', createdAt: '2026-07-01T00:00:00.000Z' },
    ]);
  });

  test('leaves out what its field could not take, with a warning', async () => {
    const { facts, said } = await map({ id: 'id', needMatch: 'match' }, 'id,match\n1,0.5\n2,high\n3,7\n');
    expect(facts).toEqual([{ id: '1', needMatch: '0.5' }, { id: '2' }, { id: '3' }]);
    expect(said).toEqual([
      [3, 'needMatch', 'high'],
      [4, 'needMatch', '7'],
    ]);
  });

  test('gives a fact only where the columns of its when have values; broken lines are told once', async () => {
    const { facts, said } = await map(
      { id: 'id', createdAt: 'at' },
      'id,at\n1,\n2,2026-01-01\n3,"a" b\n4,2026-01-02,x\n',
      { when: ['at'] },
    );
    expect(facts).toEqual([{ id: '2', createdAt: '2026-01-01' }]);
    expect(said).toEqual([
      [4, 'UNCLOSED_QUOTE'],
      [5, 'TOO_MANY_CELLS'],
    ]);
  });

  test.each([
    ['{', /no JSON/],
    ['{"sources":[]}', /sources/],
    [{ timeZone: 'Mars/Base' }, /timeZone: is no time zone/],
    [{ facts: [{ kind: 'deals', fields: {} }] }, /kind: is no kind of fact; there are channels/],
    [{ facts: [{ kind: 'owners', fields: { 'attributes.x': 'a' } }] }, /is no field of owners/],
    [{ facts: [{ kind: 'leads', fields: { id: { colunm: 'a' } } }] }, /fields\.id: is a column name, or an object/],
    [
      { facts: [{ kind: 'leads', fields: { createdAt: { column: 'a', date: 'MM/DD' } } }] },
      /fields\.createdAt\.date: is no date format; write for example/,
    ],
    [{ facts: [{ kind: 'leads', fields: { createdAt: { column: 'a', date: 'YYYY-MM-DDZ' } } }] }, /is no date format/],
    [
      { facts: [{ kind: 'leads', filter: [], fields: {} }] },
      /facts\.0: has filter; it can have kind, when, repeat, fields/,
    ],
    [
      { facts: [{ kind: 'leads', fields: { id: { lookup: { source: 'y', on: 'a', column: 'b' } } } }] },
      /is no source of this mapping; it has x/,
    ],
  ])('%j is refused with the reason', (given, reason) => {
    const text =
      typeof given === 'string'
        ? given
        : JSON.stringify({
            ...('timeZone' in given ? given : {}),
            sources: [
              {
                name: 'x',
                columns: ['a'],
                facts: 'facts' in given ? given.facts : [{ kind: 'leads', fields: { id: 'a' } }],
              },
            ],
          });
    expect(() => parseMapping(text)).toThrow(reason);
  });

  test('every mapping that ships can be used', async () => {
    for (const name of await shippedMappings())
      expect(parseMapping(await readMappingText(name)).sources.length).toBeGreaterThan(0);
  });
});

describe('a date format', () => {
  test.each([
    ['2018.02.26 9:58', ['YYYY.MM.DD H:mm'], '2018-02-26T09:58:00'],
    ['2/3/2018', ['M/D/YYYY'], '2018-02-03'],
    ['12:30 PM 1.2.2018', ['h:mm A D.M.YYYY'], '2018-02-01T12:30:00'],
    ['1519675080', ['epochSeconds'], '2018-02-26T19:58:00.000Z'],
    ['1519675080000', ['YYYY-MM-DD', 'epochMilliseconds'], '2018-02-26T19:58:00.000Z'],
    ['2018-02-26', ['DD.MM.YYYY'], undefined],
    ['2018-02-26T09:58:01.25+02:00', ['YYYY-MM-DDTHH:mm:ss.SSSZ'], '2018-02-26T09:58:01.25+02:00'],
    ['26.02.2018 9:58 Z', ['DD.MM.YYYY H:mm Z'], '2018-02-26T09:58:00Z'],
    ['26.02.2018 9:58 CET', ['DD.MM.YYYY H:mm Z'], undefined],
    ['2018年2月6日', ['YYYY年M月D日'], '2018-02-06'],
  ])('%s as %j is %s', (text, formats, expected) => {
    expect(readDate(text, formats)).toBe(expected);
  });
});
