import { describe, expect, test } from 'vitest';
import { catalogueRow, definitions } from '../../../../server/kpi/catalogue.ts';
import { hasBasis } from '../../../../server/kpi/catalogue-row.ts';
import { evidence } from '../../../../server/kpi/evidence.ts';
import { examples, explanationOf } from '../../../../server/kpi/explanation/explanation.ts';
import type { Formula } from '../../../../server/kpi/formula.ts';
import type { MeasureName } from '../../../../server/kpi/measures.ts';
import { nothing, type Tally } from '../../../../server/kpi/tally.ts';

const over = { days: 28, isOver: true };

const formulasOf = (key: string): Formula[] => {
  const { row } = catalogueRow(key);
  return hasBasis(row) ? (Object.values(row.computes) as Formula[]) : [row.computes as Formula];
};

test('each KPI has an example, and each example a KPI', () => {
  expect(Object.keys(examples).sort()).toEqual(definitions.map(({ key }) => key).sort());
});

test.each([
  ['lead_to_won_rate', '3 / 12 = 25 %', '95 % interval 8.9 % to 53.2 %. Left out: 4 immature.'],
  ['channel_roi', '(CNY 30,000 − CNY 12,000) / CNY 12,000 = 150 %', 'Left out: 1 without an amount.'],
  ['revenue', 'CNY 10,000 + CNY 5,000 + CNY 3,000 − CNY 1,000 = CNY 17,000', ''],
  ['follow_up_frequency', '120 / 5 / 4 = 6', 'Left out: 4 without an owner.'],
  ['follow_ups_per_lead', '60 / 24 = 2.5', ''],
  ['nps', '100 × (50 − 20) / 80 = 37.5', ''],
  ['sales_velocity', '40 × 6 / 24 × CNY 20,000 / 40 days = CNY 5,000 a day', ''],
  [
    'first_response_time',
    '(2 + 3 + 4 + 5 + 11) / 5 = 5 h',
    'Median 4 h, 90th percentile 8.6 h. 95 % interval 0.6 to 9.4 h. Counted apart: 3 unanswered.',
  ],
])('%s: %s', (key, calculation, beside) => {
  const { example } = explanationOf(key);
  expect([example.calculation.en, example.beside.en]).toEqual([calculation, beside]);
});

test('of the ratios only that of unlike things is no percentage', () => {
  const plain = definitions.filter(({ unit, isPercentage }) => unit === 'RATIO' && !isPercentage);
  expect(plain.map(({ key }) => key)).toEqual(['follow_ups_per_lead']);
});

describe.each(definitions.map((definition) => [definition.key, definition] as const))('%s', (key, definition) => {
  const { example, nullRule, bases, takesWithinDays, leftOut } = explanationOf(key);

  test.each(['en', 'zh'] as const)('the example computes in %s what it says, and what evidence() gives', (language) => {
    const [said, result] = example.calculation[language].split(' = ') as [string, string | undefined];
    const arithmetic = said
      .replace(/CNY |¥|,| days| 天/g, '')
      .replaceAll('×', '*')
      .replaceAll('−', '-');
    expect(arithmetic).toMatch(/^[\d.+\-*/() ]+$/);
    const computed = new Function(`return ${arithmetic}`)() as number;
    const shown = result ?? said;
    const number = Number(/[\d.,]+/.exec(shown)![0].replaceAll(',', ''));
    // How much of the API's unit one of the example's is.
    const scale = shown.endsWith('%') ? 0.01 : / (h|小时)$/.test(shown) ? 3600 : / (days|天)$/.test(shown) ? 86_400 : 1;
    expect(computed * (shown.endsWith('%') ? 100 : 1)).toBeCloseTo(number, 1);
    expect(example.evidence.value! / scale).toBeCloseTo(number, 1);
  });

  test('its interval, quantiles and what is left out are those of evidence()', () => {
    const { interval, median, leftOut: found } = example.evidence;
    expect(example.beside.en.includes('95 % interval')).toBe(interval !== null);
    expect(example.beside.en.includes('Median')).toBe(median !== null);
    for (const { count, reason } of found) {
      expect(leftOut).toContain(reason);
      expect(example.beside.en).toMatch(new RegExp(`: ${count} `));
    }
  });

  test('is a percentage exactly where its example ends in one', () => {
    expect(definition.isPercentage).toBe(example.calculation.en.endsWith('%'));
  });

  test('is null over nothing exactly where its null rule says so', () => {
    for (const formula of formulasOf(key)) {
      const { value } = evidence(formula, () => nothing, over);
      expect([value, nullRule.en.startsWith('Never null')]).toEqual(value === null ? [null, false] : [0, true]);
    }
  });

  test('names IMMATURE in its null rule where that can be its status', () => {
    const canBeImmature = formulasOf(key).some((formula) => {
      const immature = formula.leftOut?.IMMATURE;
      const young = (name: MeasureName): Tally => (name === immature ? { ...nothing, n: 1 } : nothing);
      return (
        evidence(formula, young, over).status === 'IMMATURE' ||
        evidence(formula, () => nothing, { days: 3, isOver: false }).status === 'IMMATURE'
      );
    });
    expect(nullRule.en.includes('IMMATURE')).toBe(canBeImmature);
    expect(nullRule.zh.includes('IMMATURE')).toBe(canBeImmature);
  });

  test('says its bases and whether it takes withinDays as its formulas do', () => {
    const { row } = catalogueRow(key);
    expect(takesWithinDays).toBe(row.withinDays ?? false);
    expect(bases).toEqual(hasBasis(row) ? Object.keys(row.computes) : []);
  });

  test('says everything in both languages', () => {
    const { name, description, formula } = definition;
    for (const text of [name, description, formula, nullRule, example.situation]) {
      expect(text.en).toMatch(/[a-z]/i);
      expect(text.en).not.toMatch(/[\u3000-\u9fff\uff00-\uffef]/);
      expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(example.situation.en + example.situation.zh).not.toMatch(/[{}]/);
  });
});
