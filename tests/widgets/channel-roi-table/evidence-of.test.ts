import { describe, expect, test } from 'vitest';
import type { ChannelRow } from '../../../widgets/channel-roi-table/channel-row.ts';
import { columns } from '../../../widgets/channel-roi-table/columns.ts';
import { evidenceOf } from '../../../widgets/channel-roi-table/evidence-of.ts';
import { totalOf } from '../../../widgets/channel-roi-table/total-row.ts';
import { texts } from '../../../widgets/languages/en/en.ts';
import { channelRow, money } from './channel-rows.ts';

const window = { from: '2026-01-01', to: '2026-04-01', timeZone: 'UTC', asOf: '2026-04-02T00:00:00Z' };

const about = (row: ChannelRow, key: string) =>
  evidenceOf(
    row,
    columns.find((column) => column.key === key)!,
    'Ads',
    { name: 'Sales', frame: [{ window, basis: 'COHORT' }] },
    { locale: 'en', texts, currency: 'CNY' },
  );

const ads = channelRow('Ads', {
  newLeads: 40,
  share: 40 / 110,
  qualifiedLeads: 10,
  qualifiedLeadRate: 0.25,
  won: 8,
  conversionRate: 0.2,
  spend: money('1000.50'),
  wonAmount: money('3001.50'),
  wonCustomers: 5,
  costPerLead: money('25.01'),
  costPerAcquisition: money('200.1'),
  roi: 2,
  leftOut: [
    { reason: 'UNSCORED', count: 4 },
    { reason: 'WITHOUT_AMOUNT', count: 1 },
  ],
});

describe('numerator and denominator', () => {
  test.each([
    ['share', 40, 110],
    ['qualifiedLeadRate', 10, 40],
    ['conversionRate', 8, 40],
    ['costPerLead', 1000.5, 40],
    ['costPerAcquisition', 1000.5, 5],
    ['roi', 2001, 1000.5],
  ])('of %s', (key, numerator, denominator) => {
    const evidence = about(ads, key);
    expect(evidence).toMatchObject({ numerator, denominator });
    expect(numerator / denominator).toBeCloseTo(evidence.value!, key.startsWith('cost') ? 2 : 12);
  });

  test.each(['newLeads', 'won', 'spend', 'wonAmount'])('%s is no ratio', (key) => {
    expect(about(ads, key)).toMatchObject({ numerator: undefined, denominator: undefined });
  });
});

test('each figure tells its name, formula, window, and what it left out', () => {
  expect(about(ads, 'conversionRate')).toMatchObject({
    title: 'Ads: Conversion',
    formula: 'won leads / new leads',
    interval: { low: 0.02, high: 0.4 },
    sampleSize: 40,
    leftOut: [],
    window,
    basis: 'COHORT',
  });
  expect(about(ads, 'qualifiedLeadRate').leftOut).toEqual([{ reason: 'UNSCORED', count: 4 }]);
  expect(about(ads, 'roi').leftOut).toEqual([{ reason: 'WITHOUT_AMOUNT', count: 1 }]);
  expect(about(ads, 'wonAmount')).toMatchObject({ money: money('3001.50'), value: 3001.5, unit: 'MONEY' });
  for (const { key } of columns) expect(about(ads, key).formula, key).toBeTruthy();
});

test('a missing figure says why', () => {
  const web = channelRow('Web');
  expect(about(web, 'costPerLead')).toMatchObject({ value: null, note: 'no spend is known; unknown is not 0' });
});

test('a total of which some spend is unknown says so', () => {
  const total = totalOf([ads, channelRow('Web')]);
  expect(about(total, 'roi').note).toContain('Channels without known spend');
  expect(about(total, 'newLeads').note).toBeUndefined();
});
