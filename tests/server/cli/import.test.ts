import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../support/client.ts';
import { clean, mangled } from './olist-shaped.ts';
import { funnel, type Server, startServer, writeFiles } from './world.ts';

let server: Server;
let files: Awaited<ReturnType<typeof writeFiles>>;
beforeAll(async () => {
  const named = (prefix: string, from: Record<string, string>) =>
    Object.entries(from).map(([name, text]) => [`${prefix}-${name}`, text]);
  files = await writeFiles({
    ...Object.fromEntries([...named('clean', clean), ...named('mangled', mangled)]),
    'other.csv': 'name,age\nAnn,30\n',
    'broken.csv': clean['leads.csv'].replace('aa02,2018-01-05', 'aa02,soon').replace('aa04', ''),
    'mapping.json': JSON.stringify({
      sources: [{ name: 'x', columns: ['a'], facts: [{ kind: 'leads', fields: { naem: 'a' } }] }],
    }),
  });
  server = await startServer();
});
afterAll(async () => {
  await server?.stop();
  await files?.remove();
});

const file = (name: string) => join(files.directory, name);
const run = (...given: string[]) =>
  funnel(['import', '--mapping', 'olist', '--json', ...given], { FUNNEL_KEY: server.key, FUNNEL_URL: server.url });
const report = async (...given: string[]) => {
  const { code, output, errors } = await run(...given);
  if (!output) throw new Error(errors);
  return { code, ...JSON.parse(output) };
};
const leads = async () => {
  const data = await ask<{ workspace: { funnel: { kpi: { value: number; numerator: number } } } }>(
    server,
    `{ workspace { funnel(key: "sales") { kpi(key: "lead_to_won_rate", scope: { window: { period: "2018" } }) { denominator numerator
       breakdown(by: CHANNEL) { key denominator numerator } } } } }`,
  );
  return data.workspace.funnel.kpi;
};

describe('funnel import', () => {
  test('--dry-run checks everything and sends nothing', async () => {
    const dry = await report('--dry-run', file('clean-leads.csv'), file('clean-deals.csv'));
    expect(dry).toMatchObject({ code: 0, accepted: 10, rejected: 0, warningCount: 0 });
    expect(await leads()).toMatchObject({ denominator: 0 });
  });

  test('a mapping that ships brings in files of its shape, in whatever order they are named', async () => {
    const first = await report(file('clean-deals.csv'), file('clean-leads.csv'));
    expect(first).toMatchObject({
      code: 0,
      kinds: { leads: { accepted: 6 }, customers: { accepted: 2 }, opportunities: { accepted: 2 } },
      rejected: 0,
      warnings: [],
    });
    expect(await leads()).toEqual({
      denominator: 4,
      numerator: 2,
      breakdown: expect.arrayContaining([
        { key: 'paid_search', denominator: 1, numerator: 1 },
        { key: 'organic_search', denominator: 1, numerator: 0 },
        { key: 'unknown', denominator: 1, numerator: 0 },
        { key: null, denominator: 1, numerator: 1 },
      ]),
    });
  });

  test('importing the same files again changes nothing', async () => {
    expect(await report(file('clean-leads.csv'), file('clean-deals.csv'))).toMatchObject({
      accepted: 0,
      unchanged: 10,
      rejected: 0,
    });
  });

  test('a mangled copy gives the same ids and wins, and a warning for each value that cannot be read', async () => {
    const second = await report(file('mangled-leads.csv'), file('mangled-deals.csv'));
    expect(second).toMatchObject({
      code: 0,
      rejected: 0,
      warningCount: 1,
      warnings: [
        { file: file('mangled-deals.csv'), line: 2, field: 'attributes.average_stock', code: 'UNREADABLE_VALUE' },
      ],
    });
    expect(second.warnings[0].message).toContain('20.máj');
    expect(await leads()).toMatchObject({ denominator: 4, numerator: 2 });
  });

  test('rejected lines are named by file and line, and make the exit code 1', async () => {
    const broken = await report(file('broken.csv'));
    expect(broken).toMatchObject({
      code: 1,
      rejected: 1,
      errors: [{ file: file('broken.csv'), line: 5, field: 'id', code: 'REQUIRED' }],
    });
    // A value that cannot be read is left out; the lead is known, so the rest of it goes in.
    expect(broken.warnings).toMatchObject([{ line: 3, field: 'createdAt', code: 'UNREADABLE_VALUE' }]);
  });

  test('the report for people has the same totals', async () => {
    const { code, output, errors } = await funnel(['import', '--mapping', 'olist', file('clean-leads.csv')], {
      FUNNEL_KEY: server.key,
      FUNNEL_URL: server.url,
    });
    expect(code).toBe(0);
    // Beside it, since the output is no terminal here, the report for programs.
    expect(errors).toMatch(/^total +accepted \d+, unchanged \d+, rejected 0, deferred 0, warnings 0$/m);
    expect(errors).toContain('leads …');
    expect(JSON.parse(output)).toMatchObject({ rejected: 0, errors: [], warnings: [] });
  });

  test.each([
    [
      ['--mapping', 'nothing', 'x.csv'],
      /No mapping nothing ships; there are bpic2012, campaign-spend, olist, x-education\./,
    ],
    [['--mapping', 'none.json', 'x.csv'], /mapping none.json cannot be read/],
    [['x.csv'], /Which mapping/],
    [['--mapping', 'olist'], /Which files/],
    [['--mapping', 'olist', '--on-error', 'maybe', 'x.csv'], /continue or abort/],
    [['--mapping', 'olist', '--colour', 'x.csv'], /--colour/],
    [['--mapping', 'olist', '--dry-run', 'missing.csv'], /missing.csv/],
    [['--mapping', 'olist', '--dry-run', 'server'], /server is a folder; name the files in it/],
  ])('%j cannot be carried out, and says why', async (given, message) => {
    const { code, errors } = await funnel(['import', ...given], { FUNNEL_KEY: 'k' });
    expect(errors).toMatch(message);
    expect(errors).not.toMatch(/^ {4}at /m);
    expect(code).toBe(2);
  });

  test('a wrong mapping is explained, a file that fits no source too', async () => {
    const mapping = await funnel(['import', '--dry-run', '--mapping', file('mapping.json'), file('other.csv')]);
    expect(mapping.errors).toMatch(/sources\.0\.facts\.0\.fields\.naem: is no field of leads/);
    const other = await funnel(['import', '--dry-run', '--mapping', 'olist', file('other.csv')]);
    expect(other.errors).toMatch(/has not the columns of any source.*It has name, age/s);
    expect([mapping.code, other.code]).toEqual([2, 2]);
  });

  test('a key that is refused, or a server that is not there, is said', async () => {
    const wrongKey = await funnel([
      'import',
      '--mapping',
      'olist',
      file('clean-leads.csv'),
      '--key',
      'wrong',
      '--url',
      server.url,
    ]);
    expect([wrongKey.code, wrongKey.errors]).toEqual([2, expect.stringMatching(/refused \(401\)/)]);
    const noServer = await funnel([
      'import',
      '--mapping',
      'olist',
      file('clean-leads.csv'),
      '--key',
      'k',
      '--url',
      'http://127.0.0.1:1',
    ]);
    expect([noServer.code, noServer.errors]).toEqual([2, expect.stringMatching(/No answer from.*npm start/s)]);
  });

  test('--help explains, without a server', async () => {
    const { code, output } = await funnel(['import', '--help']);
    expect([code, output]).toEqual([0, expect.stringContaining('--dry-run')]);
  });
});
