import { beforeAll, describe, expect, test } from 'vitest';
import { formats as en } from '../../../widgets/languages/en/en.ts';
import { useFormats } from '../../../widgets/languages/formats.ts';
import { formats as zh } from '../../../widgets/languages/zh-CN/zh-CN.ts';
import {
  formatCount,
  formatDates,
  formatDuration,
  formatInstant,
  formatInterval,
  formatMoney,
  formatPercent,
  formatRelativeChange,
  formatShortCount,
  formatShortMoney,
} from '../../../widgets/shared/format.ts';

const DAY = 86_400;

describe.each([
  ['Intl', false],
  ['the language itself', true],
])('figures are written by %s', (_, isPlain) => {
  beforeAll(() => {
    if (!isPlain) return;
    useFormats('en', en);
    useFormats('zh-CN', zh);
  });

  test.each([
    [0, '0', '0'],
    [9_999, '9,999', '9,999'],
    [10_000, '10K', '1万'],
    [123_456, '123K', '12.3万'],
    [456_789_012, '457M', '4.57亿'],
  ])('formatShortCount(%d)', (value, en, zh) => {
    expect(formatShortCount(value, 'en')).toBe(en);
    expect(formatShortCount(value, 'zh-CN')).toBe(zh);
  });

  test('formatCount never shortens', () => {
    expect(formatCount(1_234_567, 'zh-CN')).toBe('1,234,567');
  });

  test.each([
    [0, '0%'],
    [1, '100%'],
    [0.0048, '0.48%'],
    [0.0994, '9.94%'],
    [0.0996, '10.0%'],
    [0.4236, '42.4%'],
    [9.994, '999.4%'],
    [12.5, '1,250%'],
    [-0.786, '-78.6%'],
  ])('formatPercent(%d) is %s: the smaller, the more decimals', (value, text) => {
    expect(formatPercent(value, 'en')).toBe(text);
  });

  test('formatPercent takes the decimals of a column', () => {
    expect(formatPercent(0.1, 'en', 2)).toBe('10.00%');
  });

  test.each([
    [0.361, '+36.1%'],
    [-0.0407, '-4.1%'],
    [0, '0.0%'],
    [12.5, '+1,250%'],
  ])('formatRelativeChange(%d) is %s', (value, text) => {
    expect(formatRelativeChange(value, 'en')).toBe(text);
  });

  test('formatInterval gives both ends the decimals that suit the upper one', () => {
    expect(formatInterval({ low: 0.002, high: 0.0129 }, 'en')).toBe('0.20%–1.29%');
    expect(formatInterval({ low: 0.091, high: 0.1034 }, 'en')).toBe('9.1%–10.3%');
  });

  test('formatMoney is exact beyond what a float holds', () => {
    expect(formatMoney({ amount: '12345678901234567.50', currency: 'CNY' }, 'zh-CN')).toBe(
      '¥12,345,678,901,234,567.50',
    );
  });

  test.each([
    ['1234567.8', 'CNY', 'CN¥1.23M', '¥123万'],
    ['834.123456', 'CNY', 'CN¥834', '¥834'],
    ['12.5', 'USD', '$12.50', 'US$12.50'],
    ['-12000', 'USD', '-$12K', '-US$1.2万'],
    ['0', 'USD', '$0', 'US$0'],
  ])('formatShortMoney(%s %s)', (amount, currency, en, zh) => {
    expect(formatShortMoney({ amount, currency }, 'en')).toBe(en);
    expect(formatShortMoney({ amount, currency }, 'zh-CN')).toBe(zh);
  });

  test.each([
    [0, '0 sec', '0秒'],
    [45, '45 sec', '45秒'],
    [20 * 60, '20 min', '20分钟'],
    [5.2 * 3_600, '5.2 hr', '5.2小时'],
    [12.34 * DAY, '12.3 days', '12.3天'],
    [250.4 * DAY, '250 days', '250天'],
    [-3 * DAY, '-3 days', '-3天'],
  ])('formatDuration(%d seconds)', (seconds, en, zh) => {
    expect(formatDuration(seconds, 'en')).toBe(en);
    expect(formatDuration(seconds, 'zh-CN')).toBe(zh);
  });
});

describe('dates', () => {
  test('a half-open window is said with its last day', () => {
    const quarter = { from: '2026-01-01', to: '2026-04-01' };
    expect(formatDates(quarter, 'en')).toBe('Jan 1 – Mar 31, 2026');
    expect(formatDates(quarter, 'zh-CN')).toBe('2026年1月1日至3月31日');
    // Some versions of Unicode's data put thin spaces around the dash.
    expect(formatDates(quarter, 'de').replace(/\s/g, ' ')).toBe('01.01. – 31.03.2026');
  });

  test('a window of one day is that day, an empty one its first', () => {
    expect(formatDates({ from: '2026-03-05', to: '2026-03-06' }, 'en')).toBe('Mar 5, 2026');
    expect(formatDates({ from: '2026-03-05', to: '2026-03-05' }, 'en')).toBe('Mar 5, 2026');
  });

  test('an instant is told in the workspace’s zone, with its day unless that is today', () => {
    const now = Date.parse('2026-11-23T07:00:00Z');
    expect(formatInstant('2026-11-23T06:05:33Z', 'Asia/Shanghai', 'zh-CN', now)).toBe('14:05:33');
    expect(formatInstant('2026-11-22T20:05:33Z', 'Asia/Shanghai', 'zh-CN', now)).toBe('04:05:33');
    expect(formatInstant('2026-11-20T06:05:33Z', 'Asia/Shanghai', 'zh-CN', now)).toBe('2026年11月20日 14:05:33');
  });
});
