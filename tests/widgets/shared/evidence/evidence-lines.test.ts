import { describe, expect, test } from 'vitest';
import { texts as en } from '../../../../widgets/languages/en/en.ts';
import { texts as zh } from '../../../../widgets/languages/zh-CN/zh-CN.ts';
import { type Evidence, isSmallSample } from '../../../../widgets/shared/evidence/evidence.ts';
import { formatExact } from '../../../../widgets/shared/evidence/evidence-exactly.ts';
import { evidenceLines } from '../../../../widgets/shared/evidence/evidence-lines.ts';

const english = { locale: 'en', texts: en, currency: 'CNY' };
const chinese = { locale: 'zh-CN', texts: zh, currency: 'CNY' };
const window = { from: '2026-01-01', to: '2026-04-01', timeZone: 'Asia/Shanghai', asOf: '2026-04-02T00:00:00Z' };

const rate: Evidence = {
  title: 'Conversion',
  value: 132 / 1040,
  unit: 'RATIO',
  description: 'Of those who reached it, the ones that went on.',
  formula: 'advanced / reached',
  numerator: 132,
  denominator: 1040,
  interval: { low: 0.10807, high: 0.14845 },
  sampleSize: 1040,
  leftOut: [{ reason: 'IMMATURE', count: 12 }],
  previous: { value: 0.1, money: null, sampleSize: 900, window: { from: '2025-10-01', to: '2026-01-01' } },
  status: 'OK',
  window,
  basis: 'COHORT',
};

test('everything about a rate, in reading order', () => {
  // Ranges of dates have thin spaces.
  const lines = evidenceLines(rate, english).map((line) => line.map((text) => text.replace(/\s/g, ' ')));
  expect(lines).toEqual([
    ['What it means', 'Of those who reached it, the ones that went on.'],
    ['Formula', 'advanced / reached'],
    ['In numbers', '132 / 1,040'],
    ['95% interval', '10.807%–14.845%', 'Wilson’s interval of a share'],
    ['Rests on', 'n = 1,040'],
    ['Left out', '12 whose time has not run out yet'],
    ['Window before', '10%', 'Oct 1 – Dec 31, 2025'],
    ['Window', 'Jan 1 – Mar 31, 2026 (Asia/Shanghai)'],
    ['Counted', 'leads created in these days, followed until now'],
    ['As of', 'Apr 2, 2026, 8:00:00 AM GMT+8'],
  ]);
  expect(evidenceLines(rate, chinese).map(([term]) => term)).toEqual([
    '含义',
    '公式',
    '代入数值',
    '95% 区间',
    '样本数',
    '未计入',
    '上期',
    '时间范围',
    '口径',
    '截至',
  ]);
});

test('a ratio of unlike things is a number, in everything that is said of it', () => {
  const perLead: Evidence = {
    ...{ title: 'Follow-ups per lead', value: 368 / 100, unit: 'RATIO', isPercentage: false, basis: null, window },
    previous: { ...rate.previous!, value: 3.5 },
    ...{ numerator: 368, denominator: 100 },
  };
  expect(formatExact(perLead.value, perLead, english)).toBe('3.68');
  const said = evidenceLines(perLead, english);
  expect(said).toContainEqual(['In numbers', '368 / 100']);
  expect(said).toContainEqual(['Window before', '3.5', expect.any(String)]);
  expect(JSON.stringify(said)).not.toContain('%');
});

test('an empty list of what was left out says so; none says nothing', () => {
  expect(evidenceLines({ ...rate, leftOut: [] }, english)).toContainEqual(['Left out', 'nothing']);
  expect(evidenceLines({ ...rate, leftOut: undefined }, english).map(([term]) => term)).not.toContain('Left out');
});

test('a status that is not OK is said in words', () => {
  expect(evidenceLines({ ...rate, value: null, status: 'IMMATURE' }, english).at(-1)).toEqual([
    'Status',
    'too early to tell: the time of its members has not run out yet',
  ]);
});

describe('a small sample', () => {
  test('is one of fewer than 30, of a share or a mean', () => {
    expect(isSmallSample({ ...rate, sampleSize: 29 })).toBe(true);
    expect(isSmallSample({ ...rate, sampleSize: 30 })).toBe(false);
    expect(evidenceLines({ ...rate, sampleSize: 29 }, english)).toContainEqual([
      'Rests on',
      'n = 29',
      '⚠ Fewer than 30 facts: chance alone may move it a lot',
    ]);
  });
  test('of a count is what it is', () => {
    const count: Evidence = { title: 'New leads', value: 3, unit: 'COUNT', sampleSize: 3, window, basis: null };
    expect(isSmallSample(count)).toBe(false);
  });
});

test('exact values: four decimals of a percentage, seconds of a duration, cents of money', () => {
  expect(formatExact(132 / 1040, { unit: 'RATIO' }, english)).toBe('12.6923%');
  expect(formatExact(449_280, { unit: 'SECONDS' }, english)).toBe('5.2 days (449,280 sec)');
  expect(formatExact(45, { unit: 'SECONDS' }, english)).toBe('45 sec');
  expect(formatExact(1_234_567.5, { unit: 'MONEY' }, english, { amount: '1234567.50', currency: 'CNY' })).toBe(
    'CN¥1,234,567.50',
  );
  expect(formatExact(3, { unit: 'MONEY' }, { ...english, currency: 'USD' })).toBe('$3');
  expect(formatExact(12_345, { unit: 'COUNT' }, chinese)).toBe('12,345');
  expect(formatExact(null, { unit: 'COUNT' }, english)).toBe('–');
});
