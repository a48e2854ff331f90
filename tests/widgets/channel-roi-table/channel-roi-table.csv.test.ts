import { expect, test } from 'vitest';
import { csvRows } from '../../../widgets/channel-roi-table/channel-roi-table.csv.ts';
import { texts as en } from '../../../widgets/languages/en/en.ts';
import { texts as zh } from '../../../widgets/languages/zh-CN/zh-CN.ts';
import { channelRow, money } from './channel-rows.ts';

const rows = [
  channelRow('Ads', { conversionRate: 1 / 3, spend: money('1234567.89'), roi: -0.25, wonAmount: money('10') }),
  channelRow(null, { interval: null }),
];

test('values are exact and unformatted; what is missing is empty', () => {
  const [heading, ads, none] = csvRows(rows, { locale: 'en', texts: en, currency: 'CNY' });
  expect(heading).toEqual(
    'Channel key,Channel,Leads,Share,Qualified,Won,Conversion,Spend (CNY),CPL (CNY),CAC (CNY),Won amount (CNY),ROI,95% interval ≥,95% interval ≤,Qualified leads,Won customers'.split(
      ',',
    ),
  );
  expect(ads).toEqual([
    'ads',
    'Ads',
    '10',
    '0.5',
    '0.4',
    '1',
    String(1 / 3),
    '1234567.89',
    '',
    '',
    '10',
    '-0.25',
    '0.02',
    '0.4',
    '4',
    '1',
  ]);
  expect(none!.slice(0, 2)).toEqual(['', 'No channel']);
  expect(none!.slice(-4)).toEqual(['', '', '4', '1']);
});

test('every row is as long as the headings, which speak the language', () => {
  const table = csvRows(rows, { locale: 'zh-CN', texts: zh, currency: 'EUR' });
  expect(new Set(table.map(({ length }) => length)).size).toBe(1);
  expect(table[0]!.slice(0, 4)).toEqual(['渠道标识', '渠道', '线索数', '占比']);
  expect(table[0]).toContain('投放（EUR）');
});
