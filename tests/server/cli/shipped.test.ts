import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../support/client.ts';
import { campaigns, events, scored } from '../facts/shipped-shaped.ts';
import { funnel, type Server, startServer, writeFiles } from './world.ts';

let server: Server;
let files: Awaited<ReturnType<typeof writeFiles>>;
beforeAll(async () => {
  const packed = gzipSync(events);
  files = await writeFiles({
    'events.csv.gz': packed,
    'cut.csv.gz': packed.subarray(0, packed.length - 20),
    'campaigns.csv': campaigns,
    'scored.csv': scored,
    'slip.csv': campaigns.replace('90,4,3,', '90,4e9,3,'),
  });
  server = await startServer();
});
afterAll(async () => {
  await server?.stop();
  await files?.remove();
});

const run = (mapping: string, file: string, ...more: string[]) =>
  funnel(['import', '--mapping', mapping, join(files.directory, file), '--json', ...more], {
    FUNNEL_KEY: server.key,
    FUNNEL_URL: server.url,
  });
const report = async (...given: Parameters<typeof run>) => {
  const { code, output, errors } = await run(...given);
  if (!output) throw new Error(errors);
  return { code, ...JSON.parse(output) };
};
const kpis = async (funnelKey: string, period: string, fields: string) => {
  const data = await ask<{ workspace: { funnel: Record<string, unknown> } }>(
    server,
    `{ workspace { funnel(key: "${funnelKey}") { conversion(scope: { window: { period: "${period}" } }) { reached }
       kpis(scope: { window: { period: "${period}" } }) { ${fields} } } } }`,
  );
  return data.workspace.funnel;
};

describe('bpic2012', () => {
  test('without its funnel says which is missing', async () => {
    const refused = await report('bpic2012', 'events.csv.gz');
    expect(refused).toMatchObject({ code: 1, kinds: { leads: { rejected: 3 } } });
    expect(refused.errors[0]).toMatchObject({ line: 2, kind: 'leads', field: 'funnel', code: 'UNKNOWN_FUNNEL' });
  });

  test('reads the packed event log into the funnel', async () => {
    const stage = (key: string, category: string) => `{ key: "${key}", name: { en: "${key}" }, category: ${category} }`;
    const stages = ['submitted', 'preaccepted', 'accepted', 'finalized'].map((key) => stage(key, 'OPPORTUNITY'));
    await ask(
      server,
      `mutation { defineFunnel(input: { key: "loans", name: { en: "Loans" }, stages: [${stages.join()}, ${stage('approved', 'RETENTION')}] }) {
         __typename } }`,
    );
    const imported = await report('bpic2012', 'events.csv.gz');
    expect(imported).toMatchObject({ code: 0, rejected: 0, warnings: [] });
    expect(
      await kpis(
        'loans',
        '2011',
        'wonAmount { money { amount } } salesCycle { sampleSize } firstResponseTime { sampleSize median } quoteAcceptanceRate { numerator denominator }',
      ),
    ).toEqual({
      conversion: [3, 2, 1, 1, 1].map((reached) => ({ reached })),
      kpis: {
        wonAmount: { money: { amount: '20000.00' } },
        salesCycle: { sampleSize: 1 },
        firstResponseTime: { sampleSize: 2, median: expect.closeTo((39_481.891 + 3_600) / 2, 3) },
        quoteAcceptanceRate: { numerator: 1, denominator: 2 },
      },
    });
    expect(await report('bpic2012', 'events.csv.gz')).toMatchObject({ accepted: 0, rejected: 0 });
  });

  test('of a file that was cut says so, without a stack', async () => {
    const { code, errors } = await run('bpic2012', 'cut.csv.gz', '--dry-run');
    expect(errors).toMatch(/cut\.csv\.gz is gzip, but broken/);
    expect(errors).not.toMatch(/^ {4}at /m);
    expect(code).toBe(2);
  });
});

describe('campaign-spend', () => {
  test('rejects a count that cannot be, and takes the other rows', async () => {
    const slip = await report('campaign-spend', 'slip.csv', '--dry-run');
    expect(slip).toMatchObject({
      code: 1,
      rejected: 1,
      errors: [
        {
          line: 2,
          kind: 'leads',
          code: 'INVALID_NUMBER',
          message: "'4e9' in Leads is no count; write a whole number.",
        },
      ],
    });
  });

  test('gives cost per lead, cost per acquisition and ROI', async () => {
    expect(await report('campaign-spend', 'campaigns.csv')).toMatchObject({ code: 0, rejected: 0 });
    const found = await kpis(
      'sales',
      '2021-02',
      'newLeads { value } costPerLead { value } costPerAcquisition { value } channelRoi { value }',
    );
    expect(found.kpis).toEqual({
      newLeads: { value: 9 },
      costPerLead: { value: expect.closeTo(300 / 9, 6) },
      costPerAcquisition: { value: 75 },
      channelRoi: { value: 3 },
    });
  });
});

test('x-education gives conversion by source and by tag, on one day', async () => {
  expect(await report('x-education', 'scored.csv')).toMatchObject({ code: 0, rejected: 0, warnings: [] });
  const found = await kpis(
    'sales',
    '2020',
    'leadToWonRate { numerator denominator sources: breakdown(by: CHANNEL) { key numerator denominator } tags: breakdown(by: TAG) { key denominator } }',
  );
  expect(found.kpis).toMatchObject({
    leadToWonRate: {
      numerator: 2,
      denominator: 4,
      sources: expect.arrayContaining([
        { key: 'google', numerator: 1, denominator: 2 },
        { key: null, numerator: 1, denominator: 1 },
      ]),
      tags: expect.arrayContaining([{ key: 'origin: Landing Page Submission', denominator: 2 }]),
    },
  });
});
