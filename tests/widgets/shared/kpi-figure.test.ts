import { expect, test } from 'vitest';
import { texts as enTexts } from '../../../widgets/languages/en/en.ts';
import { texts as zhTexts } from '../../../widgets/languages/zh-CN/zh-CN.ts';
import { formatChange, formatValue, judge } from '../../../widgets/shared/kpi-figure.ts';

const en = { locale: 'en', texts: enTexts, currency: 'CNY' } as const;
const zh = { locale: 'zh-CN', texts: zhTexts, currency: 'CNY' } as const;

test.each([
  [3_407, 'COUNT', '3,407', '3,407'],
  [0.615, 'RATIO', '61.5%', '61.5%'],
  [12_600_000, 'MONEY', 'CN¥12.6M', '¥1260万'],
  [8_500, 'MONEY_PER_DAY', 'CN¥8,500/day', '¥8,500/天'],
  [56_160, 'SECONDS', '15.6 hr', '15.6小时'],
  [71.26, 'SCORE', '71.3', '71.3'],
  [42, 'POINTS', '42', '42'],
  [12.5, 'PER_OWNER_WEEK', '12.5 per owner and week', '12.5 次/人/周'],
  [null, 'RATIO', '–', '–'],
] as const)('%s in %s', (value, unit, english, chinese) => {
  expect(formatValue(value, { unit }, en)).toBe(english);
  expect(formatValue(value, { unit }, zh)).toBe(chinese);
});

test('the change of a percentage is in percentage points', () => {
  expect(formatChange(-0.026, { unit: 'RATIO' }, en)).toBe('-2.6 pp');
  expect(formatChange(0.137, { unit: 'RATIO' }, zh)).toBe('+13.7 个百分点');
});

test('a ratio of unlike things is a number, and so is its change', () => {
  const perLead = { unit: 'RATIO', isPercentage: false } as const;
  expect(formatValue(3.6812, perLead, en)).toBe('3.68');
  expect(formatValue(3.6812, perLead, zh)).toBe('3.68');
  expect(formatChange(0.25, perLead, en)).toBe('+0.25');
  expect(formatChange(-0.25, perLead, zh, false)).toBe('0.25');
  // Data that were written before the API said so.
  expect(formatValue(0.25, { unit: 'RATIO', isPercentage: undefined }, en)).toBe('25.0%');
});

test('beside a word that says up or down a change has no sign', () => {
  expect(formatChange(-17_280, { unit: 'SECONDS' }, en, false)).toBe('4.8 hr');
  expect(formatChange(-903, { unit: 'COUNT' }, en, false)).toBe('903');
});

test.each([
  [1, 'HIGHER_IS_BETTER', 'better'],
  [-1, 'HIGHER_IS_BETTER', 'worse'],
  [1, 'LOWER_IS_BETTER', 'worse'],
  [-1, 'LOWER_IS_BETTER', 'better'],
  [1, 'NEUTRAL', 'neutral'],
  [0, 'HIGHER_IS_BETTER', 'neutral'],
] as const)('a change of %d where %s is %s', (change, direction, judgement) => {
  expect(judge(change, direction)).toBe(judgement);
});
