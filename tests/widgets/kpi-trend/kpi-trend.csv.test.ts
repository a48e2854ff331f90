import { expect, test } from 'vitest';
import { csvRows } from '../../../widgets/kpi-trend/kpi-trend.csv.ts';
import { texts as en } from '../../../widgets/languages/en/en.ts';
import { texts as zh } from '../../../widgets/languages/zh-CN/zh-CN.ts';
import { BEFORE, kpiOf, point } from './points.ts';

const money = { amount: '1234567.89', currency: 'CNY' };
const series = [
  point('2026-03-02', '2026-03-09', 0.123456789, {
    ...{ interval: { low: 0.1, high: 0.2 }, numerator: 10, denominator: 81, sampleSize: 81 },
  }),
  point('2026-03-23', '2026-03-30', 1234567.89, { money, sampleSize: 2 }),
  point('2026-03-30', '2026-04-01', 0),
];
const previous = {
  ...{ value: 1, money: null, sampleSize: 1, window: BEFORE },
  series: [point('2026-01-31', '2026-02-09', 7)],
};
const kpi = kpiOf(series, { previous });

test('the file has every point exactly, nothing rounded, and says nothing of what is to come', () => {
  const [heading, ...rows] = csvRows(kpi, { locale: 'en', texts: en, currency: 'CNY' });
  expect(heading).toEqual([
    ...['First day', 'Last day', 'New leads', '95% interval, lower end', '95% interval, upper end'],
    ...['Numerator', 'Denominator', 'n'],
    ...[
      'Window before: First day',
      'Window before: Last day',
      'Window before: New leads',
      'incomplete',
      'can still change',
    ],
  ]);
  const before = ['2026-01-31', '2026-02-08', '7'];
  expect(rows).toEqual([
    ['2026-03-02', '2026-03-08', '0.123456789', '0.1', '0.2', '10', '81', '81', ...before, '0', '0'],
    ['2026-03-23', '2026-03-29', '1234567.89', '', '', '', '', '2', ...before, '1', '1'],
    ['2026-03-30', '2026-03-31', '', '', '', '', '', '100', ...before, '1', '1'],
  ]);
});

test('its heading is in the reader’s language', () => {
  const chinese = { locale: 'zh-CN', texts: zh, currency: 'CNY' };
  expect(csvRows(kpi, chinese)[0]!.slice(0, 3)).toEqual(['起始日', '截止日', 'New leads']);
});
