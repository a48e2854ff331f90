import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createScorer } from '../../../server/journeys/quality-score.ts';
import type { ScoredLead } from '../../../server/journeys/scored-lead.ts';
import { defaultRules, type ScoringCase, type ScoringRules } from '../../../server/journeys/scoring-rules.ts';

const nobody: ScoredLead = {
  needMatch: null,
  companySize: null,
  industry: null,
  region: null,
  company: null,
  product: null,
  channel: null,
  referredBy: null,
  tags: [],
  email: null,
  name: null,
  attributes: null,
};
const lead = (fields: Partial<ScoredLead>): ScoredLead => ({ ...nobody, ...fields });

/** A lead's score where one attribute has these cases and the base is 50. */
function scoreOf(attribute: string, cases: ScoringCase[], fields: Partial<ScoredLead>): string | null {
  return createScorer({ base: '50', rules: [{ attribute, cases }] }).score(lead(fields));
}

describe('the default rules', () => {
  /** The dictionary's formula in plain arithmetic, on whole millionths. */
  function byHand({ needMatch, companySize, industry, email }: ScoredLead): number | null {
    if (needMatch === null && companySize === null && industry === null && email === null) return null;
    let millionths = 20_000_000;
    if (needMatch !== null) millionths += 40 * Math.round(Number(needMatch) * 1e6);
    if (companySize !== null && companySize >= 200) millionths += 20_000_000;
    else if (companySize !== null && companySize >= 50) millionths += 10_000_000;
    if (industry !== null) millionths += 10_000_000;
    if (email !== null) millionths += 10_000_000;
    return millionths / 1e6;
  }

  test('give what the dictionary’s formula gives, for any lead', () => {
    const { score } = createScorer(defaultRules);
    const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
    const leads = fc.record({
      needMatch: optional(fc.integer({ min: 0, max: 1_000_000 }).map((millionth) => (millionth / 1e6).toFixed(6))),
      companySize: optional(
        fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(49, 50, 199, 200, 2_147_483_647)),
      ),
      industry: optional(fc.string({ minLength: 1 })),
      email: optional(fc.emailAddress()),
    });
    fc.assert(
      fc.property(leads, (fields) => {
        const found = score(lead(fields));
        expect(found === null ? null : Number(found)).toBe(byHand(lead(fields)));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    [{ needMatch: '1.000000', companySize: 200, industry: 'it', email: 'a@b.c' }, '100'],
    [{ needMatch: '0.5', companySize: 60, industry: 'it', email: 'a@b.c' }, '70'],
    [{ needMatch: '0.000001' }, '20.00004'],
    [{ companySize: 0 }, '20'],
    [{ name: 'An', region: 'north', tags: ['a'], attributes: { a: 1 } }, null],
    [{}, null],
  ])('%j: %s', (fields, score) => expect(createScorer(defaultRules).score(lead(fields))).toBe(score));
});

describe('a test', () => {
  const size = (test: ScoringCase, value: number | null) => scoreOf('companySize', [test], { companySize: value });
  const own = (test: ScoringCase, value: unknown) => scoreOf('attributes.x', [test], { attributes: { x: value } });

  test('GIVEN holds for anything that says something', () => {
    const given: ScoringCase = { test: 'GIVEN', points: '7' };
    for (const value of ['a', 0, -1, false, true, ['a'], { a: null }, ' ']) expect(own(given, value)).toBe('57');
    for (const value of [null, undefined, '', [], {}]) expect(own(given, value)).toBeNull();
    expect(scoreOf('tags', [given], { tags: ['a'] })).toBe('57');
    expect(scoreOf('tags', [given], { tags: [] })).toBeNull();
    expect(scoreOf('name', [given], { name: 'An' })).toBe('57');
  });

  test('ONE_OF compares texts letter by letter, numbers and truth values as they are written', () => {
    const one: ScoringCase = { test: 'ONE_OF', values: ['it', 'true', '5'], points: '7' };
    for (const value of ['it', true, 5]) expect(own(one, value)).toBe('57');
    for (const value of ['IT', 'it ', 'true!', 5.1, ['it'], { it: 1 }]) expect(own(one, value)).toBe('50');
    expect(scoreOf('channel', [one], { channel: 'it' })).toBe('57');
    expect(scoreOf('product', [one], { product: 'no' })).toBe('50');
  });

  test('AT_LEAST, AT_MOST and BETWEEN include their bounds', () => {
    const least: ScoringCase = { test: 'AT_LEAST', from: '50', points: '7' };
    const most: ScoringCase = { test: 'AT_MOST', to: '50', points: '7' };
    const between: ScoringCase = { test: 'BETWEEN', from: '10', to: '50', points: '7' };
    expect([49, 50, 51].map((value) => size(least, value))).toEqual(['50', '57', '57']);
    expect([49, 50, 51].map((value) => size(most, value))).toEqual(['57', '57', '50']);
    expect([9, 10, 50, 51].map((value) => size(between, value))).toEqual(['50', '57', '57', '50']);
    expect(size(least, null)).toBeNull();
  });

  test('numbers compare exactly, far beyond what a float tells apart', () => {
    const least: ScoringCase = { test: 'AT_LEAST', from: '100000000000000001', points: '7' };
    expect(own(least, '100000000000000000')).toBe('50');
    expect(own(least, '100000000000000001')).toBe('57');
    expect(scoreOf('needMatch', [{ ...least, from: '0.300000' }], { needMatch: '0.3' })).toBe('57');
  });

  test('CONTAINS looks into lists; one value is a list of one', () => {
    const any: ScoringCase = { test: 'CONTAINS', values: ['vip', '3'], points: '7' };
    for (const tags of [['vip'], ['a', 'vip']]) expect(scoreOf('tags', [any], { tags })).toBe('57');
    expect(scoreOf('tags', [any], { tags: ['VIP'] })).toBe('50');
    for (const value of ['vip', ['a', 3], 3]) expect(own(any, value)).toBe('57');
    for (const value of [[['vip']], [{ vip: 1 }], { vip: 'vip' }]) expect(own(any, value)).toBe('50');
  });

  test('LINEAR gives points for each unit, half-even to six decimals', () => {
    const times = (points: string, value: unknown) => own({ test: 'LINEAR', points }, value);
    expect(times('2', 3)).toBe('56');
    expect(times('-2', 3)).toBe('44');
    expect(times('1', '0.0000005')).toBe('50');
    expect(times('1', '0.0000015')).toBe('50.000002');
    expect(times('0.1', 0.1)).toBe('50.01');
    expect(times('1', ' 4.5 ')).toBe('54.5');
  });

  test('numbers are what people write as numbers: nothing else is one', () => {
    const linear: ScoringCase = { test: 'LINEAR', points: '1' };
    for (const value of ['1', '+1', '1.0', 1, '1e0', '10e-1']) expect(own(linear, value)).toBe('51');
    const none = [
      'one',
      '1,5',
      '1 000',
      '0x1',
      'NaN',
      'Infinity',
      '-Infinity',
      Number.NaN,
      Number.POSITIVE_INFINITY,
      true,
    ];
    for (const value of [...none, [1], { valueOf: 1 }, `1${'0'.repeat(31)}`, '1e9999', '--1', '١'])
      expect(own(linear, value)).toBe('50');
  });

  test('a number of any size stays in bounds', () => {
    const linear = (points: string): ScoringCase => ({ test: 'LINEAR', points });
    for (const value of [1e308, Number.MAX_SAFE_INTEGER, '1e999']) {
      expect(own(linear('1000'), value)).toBe('100');
      expect(own(linear('-1000'), value)).toBe('0');
    }
    for (const value of [5e-324, '1e-999']) expect(own(linear('1000'), value)).toBe('50');
    // Cut to what one case may give, so that another can outweigh it.
    const rules = ['x', 'y'].map((name, index) => ({
      attribute: `attributes.${name}`,
      cases: [linear(index === 0 ? '1000' : '-1000')],
    }));
    expect(createScorer({ base: '30', rules }).score(lead({ attributes: { x: 1e300, y: 1 } }))).toBe('30');
  });
});

describe('a rule', () => {
  test('gives the points of the first case that holds, and only those', () => {
    const tiers: ScoringCase[] = [
      { test: 'AT_LEAST', from: '200', points: '20' },
      { test: 'AT_LEAST', from: '50', points: '10' },
      { test: 'GIVEN', points: '1' },
    ];
    const scores = [200, 199, 50, 49, 0].map((companySize) => scoreOf('companySize', tiers, { companySize }));
    expect(scores).toEqual(['70', '60', '60', '51', '51']);
  });

  test('of the e-mail’s domain sees it in lower case', () => {
    const free: ScoringCase[] = [{ test: 'ONE_OF', values: ['gmail.com'], points: '-30' }];
    expect(scoreOf('emailDomain', free, { email: 'a@Gmail.com' })).toBe('20');
    expect(scoreOf('emailDomain', free, { email: '"a@b"@corp.example' })).toBe('50');
    expect(scoreOf('emailDomain', free, { email: 'nobody' })).toBeNull();
    expect(scoreOf('emailDomain', free, { email: 'nobody@' })).toBeNull();
  });

  test('of several on tags each counts', () => {
    const tag = (value: string, points: string) => ({
      attribute: 'tags',
      cases: [{ test: 'CONTAINS' as const, values: [value], points }],
    });
    const { score } = createScorer({ base: '0', rules: [tag('a', '5'), tag('b', '7')] });
    expect([['a'], ['b'], ['a', 'b'], ['c']].map((tags) => score(lead({ tags })))).toEqual(['5', '7', '12', '0']);
  });

  test.each(['__proto__', 'constructor', 'toString', "x'; drop table leads; --", '', ' ', '😀', 'a.b'])(
    'of an own attribute called %j sees only what was sent',
    (name) => {
      const cases: ScoringCase[] = [{ test: 'GIVEN', points: '7' }];
      const attributes = JSON.parse(`{ ${JSON.stringify(name)}: "yes" }`);
      expect(scoreOf(`attributes.${name}`, cases, { attributes })).toBe('57');
      for (const without of [{}, null, [], 'text', 5, { other: 1 }])
        expect(scoreOf(`attributes.${name}`, cases, { attributes: without })).toBeNull();
    },
  );
});

test('the score is cut at 0 and at 100', () => {
  const fixed = (points: string) => scoreOf('industry', [{ test: 'GIVEN', points }], { industry: 'it' });
  expect(['49.999999', '50', '50.000001', '1000'].map(fixed)).toEqual(['99.999999', '100', '100', '100']);
  expect(['-49.999999', '-50', '-50.000001', '-1000'].map(fixed)).toEqual(['0.000001', '0', '0', '0']);
});

describe('an explanation', () => {
  const decimal = fc
    .integer({ min: -1_000_000_000, max: 1_000_000_000 })
    .map((millionth) => (millionth / 1e6).toFixed(6));
  const anyCase: fc.Arbitrary<ScoringCase> = fc.oneof(
    fc.record({ test: fc.constant('GIVEN' as const), points: decimal }),
    fc.record({ test: fc.constant('LINEAR' as const), points: decimal }),
    fc.record({ test: fc.constant('AT_LEAST' as const), from: decimal, points: decimal }),
    fc.record({ test: fc.constant('BETWEEN' as const), from: decimal, to: decimal, points: decimal }),
    fc.record({ test: fc.constant('CONTAINS' as const), values: fc.array(fc.string()), points: decimal }),
  );
  const attribute = fc.constantFrom(
    'needMatch',
    'companySize',
    'tags',
    'email',
    'attributes.a',
    'attributes.__proto__',
  );
  const rules: fc.Arbitrary<ScoringRules> = fc.record({
    base: decimal,
    rules: fc.array(fc.record({ attribute, cases: fc.array(anyCase, { minLength: 1, maxLength: 4 }) }), {
      maxLength: 12,
    }),
  });
  const leads = fc.record({
    needMatch: fc.option(fc.integer({ min: 0, max: 1_000_000 }).map((millionth) => (millionth / 1e6).toFixed(6))),
    companySize: fc.option(fc.nat()),
    tags: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
    email: fc.option(fc.string()),
    attributes: fc.option(fc.dictionary(fc.constantFrom('a', '__proto__', 'b'), fc.jsonValue())),
  });
  /** Whole millionths of an exact text. */
  const millionths = (text: string) => {
    const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text)!;
    return BigInt(`${sign}${whole}${fraction.padEnd(6, '0')}`);
  };

  test('sums to the score, exactly, for any rules and any lead', () => {
    fc.assert(
      fc.property(rules, leads, (anyRules, fields) => {
        const scorer = createScorer(anyRules);
        const { base, lines, sum, score } = scorer.explain(lead(fields));
        expect(score).toBe(scorer.score(lead(fields)));
        const total = lines.reduce((points, line) => points + millionths(line.points), millionths(base));
        expect(millionths(sum)).toBe(total);
        if (score === null) expect(lines.every(({ value }) => value === undefined)).toBe(true);
        else {
          const cut = total < 0n ? 0n : total > 100_000_000n ? 100_000_000n : total;
          expect(millionths(score)).toBe(cut);
        }
        for (const { held, points } of lines) if (!held) expect(points).toBe('0');
      }),
      { numRuns: 2_000 },
    );
  });
});
