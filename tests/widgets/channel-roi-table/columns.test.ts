import { expect, test } from 'vitest';
import { columns, missing, show } from '../../../widgets/channel-roi-table/columns.ts';
import { texts } from '../../../widgets/languages/en/en.ts';
import { channelRow, money } from './channel-rows.ts';

const column = (key: string) => columns.find((each) => each.key === key)!;

test.each([
  ['spend', {}, 'no spend is known; unknown is not 0'],
  ['costPerLead', {}, 'no spend is known; unknown is not 0'],
  ['costPerLead', { spend: money('5') }, 'no leads to divide by'],
  ['costPerAcquisition', { spend: money('5') }, 'no customer won yet'],
  ['roi', { spend: money('0') }, 'spend is 0'],
  ['roi', {}, 'no spend is known; unknown is not 0'],
  ['conversionRate', { conversionRate: null }, 'no leads to divide by'],
] as const)('%s without a figure says why', (key, figures, reason) => {
  const row = channelRow('Ads', figures);
  expect(show(row, column(key), 'en')).toBeNull();
  expect(texts.channels[missing(row, key)]).toBe(reason);
});

test.each([
  ['newLeads', { newLeads: 12_345 }, '12,345', '12,345'],
  ['conversionRate', { conversionRate: 1 / 6 }, '16.67%', '16.67%'],
  ['conversionRate', { conversionRate: 0.5 }, '50.00%', '50.00%'],
  ['spend', { spend: money('1234567.89') }, 'CN¥1.23M', '¥123万'],
  ['roi', { roi: -0.25 }, '-25%', '-25%'],
] as const)('%s is shown short, with decimals that stand below each other', (key, figures, en, zh) => {
  const row = channelRow('Ads', figures);
  expect([show(row, column(key), 'en'), show(row, column(key), 'zh-CN')]).toEqual([en, zh]);
});
