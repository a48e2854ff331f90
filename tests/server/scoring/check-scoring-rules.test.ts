import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultRules } from '../../../server/journeys/scoring-rules.ts';
import {
  type CaseDefinition,
  checkScoringRules,
  InvalidScoringModelError,
  type RulesDefinition,
} from '../../../server/scoring/check-scoring-rules.ts';

const given: CaseDefinition = { test: 'GIVEN', points: '1' };
const rule = (attribute: string, ...cases: CaseDefinition[]) => ({ attribute, cases: cases.length ? cases : [given] });
const model = (...rules: RulesDefinition['rules']): RulesDefinition => ({ base: '0', rules });
const atLeast = (from: string): CaseDefinition => ({ test: 'AT_LEAST', from, points: '1' });
const atMost = (to: string): CaseDefinition => ({ test: 'AT_MOST', to, points: '1' });
const between = (from: string, to: string): CaseDefinition => ({ test: 'BETWEEN', from, to, points: '1' });
const linear: CaseDefinition = { test: 'LINEAR', points: '1' };
const oneOf = (...values: string[]): CaseDefinition => ({ test: 'ONE_OF', values, points: '1' });
const contains = (...values: string[]): CaseDefinition => ({ test: 'CONTAINS', values, points: '1' });
const worth = (points: string) => model(rule('email', { test: 'GIVEN', points }));

function faultOf(definition: RulesDefinition): InvalidScoringModelError | undefined {
  try {
    checkScoringRules(definition);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidScoringModelError) return error;
    throw error;
  }
}

test('the default rules pass as they are', () => expect(checkScoringRules(defaultRules)).toEqual(defaultRules));

test('what passes is in one spelling, with nothing but what each test needs', () => {
  const sent = model(
    rule('companySize', { ...between('010', '20.50'), values: null, points: '-0.0' }),
    rule('industry', { ...oneOf('it', 'it'), from: null, to: null, points: '1.000' }),
  );
  expect(checkScoringRules({ ...sent, base: '020.10' })).toEqual({
    base: '20.1',
    rules: [
      { attribute: 'companySize', cases: [{ test: 'BETWEEN', from: '10', to: '20.5', points: '0' }] },
      { attribute: 'industry', cases: [{ test: 'ONE_OF', values: ['it'], points: '1' }] },
    ],
  });
});

describe('refused', () => {
  const own = 'attributes.x';
  test.each<[what: string, code: string, definition: RulesDefinition, place: InvalidScoringModelError['place']]>([
    ['one case twice', 'UNREACHABLE_CASE', model(rule('needMatch', linear, linear)), { rule: 1, case: 2 }],
    ['no rule', 'TOO_FEW_RULES', model(), {}],
    ['1,000 rules', 'TOO_MANY_RULES', model(...Array.from({ length: 1_000 }, (_, n) => rule(`attributes.${n}`))), {}],
    ['an attribute that no lead has', 'UNKNOWN_ATTRIBUTE', model(rule('salary')), { rule: 1, attribute: 'salary' }],
    ['__proto__', 'UNKNOWN_ATTRIBUTE', model(rule('__proto__')), { rule: 1, attribute: '__proto__' }],
    ['constructor', 'UNKNOWN_ATTRIBUTE', model(rule('constructor')), { rule: 1, attribute: 'constructor' }],
    ['an own attribute without a name', 'UNKNOWN_ATTRIBUTE', model(rule('attributes.')), { rule: 1 }],
    ['an own attribute with a NUL', 'UNKNOWN_ATTRIBUTE', model(rule('attributes.a\0')), { rule: 1 }],
    ['an own attribute with half a character', 'UNKNOWN_ATTRIBUTE', model(rule('attributes.\ud83d')), { rule: 1 }],
    ['too long a name', 'UNKNOWN_ATTRIBUTE', model(rule(`attributes.${'x'.repeat(201)}`)), { rule: 1 }],
    ['an attribute twice', 'DUPLICATE_ATTRIBUTE', model(rule('email'), rule('name'), rule('email')), { rule: 3 }],
    ['an own one twice', 'DUPLICATE_ATTRIBUTE', model(rule(own), rule(own)), { rule: 2, attribute: own }],
    ['a rule without a case', 'TOO_FEW_CASES', { base: '0', rules: [{ attribute: 'email', cases: [] }] }, { rule: 1 }],
    [
      '51 cases',
      'TOO_MANY_CASES',
      model(rule(own, ...Array.from({ length: 51 }, (_, n) => oneOf(`${n}`)))),
      { rule: 1 },
    ],
    ['a look at what an e-mail is', 'INVALID_TEST', model(rule('email', oneOf('a@b.c'))), { rule: 1, case: 1 }],
    ['a text as a number', 'INVALID_TEST', model(rule('name'), rule('industry', linear)), { rule: 2, case: 1 }],
    ['a number as a text', 'INVALID_TEST', model(rule('companySize', oneOf('5'))), { rule: 1, case: 1 }],
    ['tags as one text', 'INVALID_TEST', model(rule('tags', oneOf('vip'))), { rule: 1, case: 1 }],
    ['AT_LEAST without from', 'INVALID_TEST', model(rule(own, { test: 'AT_LEAST', points: '1' })), { case: 1 }],
    ['AT_LEAST with to', 'INVALID_TEST', model(rule(own, { ...atLeast('1'), to: '2' })), { case: 1 }],
    ['BETWEEN without to', 'INVALID_TEST', model(rule(own, { test: 'BETWEEN', from: '1', points: '1' })), { case: 1 }],
    ['GIVEN with values', 'INVALID_TEST', model(rule(own, { ...given, values: [] })), { case: 1 }],
    ['ONE_OF none', 'INVALID_VALUES', model(rule(own, oneOf())), { case: 1 }],
    ['ONE_OF an empty text', 'INVALID_VALUES', model(rule(own, oneOf('a', ''))), { case: 1 }],
    [
      '201 values',
      'INVALID_VALUES',
      model(rule(own, oneOf(...Array.from({ length: 201 }, (_, n) => `${n}`)))),
      { case: 1 },
    ],
    ['a value too long', 'INVALID_VALUES', model(rule(own, oneOf('x'.repeat(1_001)))), { case: 1 }],
    ['a value with a NUL', 'INVALID_VALUES', model(rule(own, oneOf('a\0'))), { case: 1 }],
    ['half a character', 'INVALID_VALUES', model(rule('tags', contains('\udc00'))), { case: 1 }],
    ['bounds the wrong way round', 'INVALID_BOUNDS', model(rule(own, between('2', '1'))), { case: 1 }],
    ['a bound that is no number', 'INVALID_BOUNDS', model(rule(own, atLeast('many'))), { case: 1 }],
    ['a bound of NaN', 'INVALID_BOUNDS', model(rule(own, atMost('NaN'))), { case: 1 }],
    ['a huge bound', 'INVALID_BOUNDS', model(rule(own, atMost('1'.repeat(19)))), { case: 1 }],
    ['points over 1,000', 'INVALID_POINTS', worth('1000.000001'), { rule: 1, attribute: 'email', case: 1 }],
    ['points under −1,000', 'INVALID_POINTS', worth('-1001'), { case: 1 }],
    ['points of seven decimals', 'INVALID_POINTS', worth('0.0000001'), { case: 1 }],
    ['points of NaN', 'INVALID_POINTS', worth('NaN'), { case: 1 }],
    ['points of Infinity', 'INVALID_POINTS', worth('Infinity'), { case: 1 }],
    ['points of 1e3', 'INVALID_POINTS', worth('1e3'), { case: 1 }],
    ['a huge base', 'INVALID_POINTS', { base: '9'.repeat(18), rules: [rule('email')] }, {}],
    [
      'megabytes',
      'TOO_LARGE',
      model(...Array.from({ length: 100 }, (_, n) => rule(`attributes.${n}`, oneOf('x'.repeat(1_000))))),
      {},
    ],
  ])('%s: %s', (_, code, definition, place) => {
    const fault = faultOf(definition);
    expect(fault?.code).toBe(code);
    expect(fault?.place).toMatchObject(place);
    expect(fault?.message.length).toBeLessThan(400);
  });

  test.each<[what: string, attribute: string, first: CaseDefinition, second: CaseDefinition]>([
    ['anything after GIVEN', 'companySize', given, atLeast('5')],
    ['a lower tier first', 'companySize', atLeast('50'), atLeast('200')],
    ['a higher tier first', 'companySize', atMost('200'), atMost('50')],
    ['a part of a range', 'companySize', between('1', '9'), between('2', '3')],
    ['a range above a bound', 'companySize', atLeast('1'), between('1', '3')],
    ['a number after LINEAR', 'attributes.x', linear, atMost('3')],
    ['a text again', 'industry', oneOf('a', 'b'), oneOf('b')],
    ['a tag again', 'tags', contains('a', 'b'), contains('a')],
  ])('a case that never comes to count: %s', (_, attribute, first, second) => {
    expect(faultOf(model(rule(attribute, first, second)))).toMatchObject({
      code: 'UNREACHABLE_CASE',
      place: { case: 2 },
    });
    expect(faultOf(model(rule(attribute, second, first)))).toBeUndefined();
  });
});

test('whatever is sent is either taken or refused with a code, and what is taken is taken again as it is', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('0', '5', '-1.5', '1e9', 'NaN', '__proto__'),
  );
  const definition = fc.record({
    base: text,
    rules: fc.array(
      fc.record({
        attribute: fc.oneof(
          fc.constantFrom('needMatch', 'companySize', 'tags', 'email', 'industry'),
          text.map((name) => `attributes.${name}`),
        ),
        cases: fc.array(
          fc.record({
            test: fc.constantFrom('GIVEN', 'ONE_OF', 'AT_LEAST', 'AT_MOST', 'BETWEEN', 'CONTAINS', 'LINEAR'),
            values: fc.option(fc.array(text, { maxLength: 3 })),
            from: fc.option(text),
            to: fc.option(text),
            points: text,
          }),
          { maxLength: 3 },
        ),
      }),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(definition, (sent) => {
      const fault = faultOf(sent as RulesDefinition);
      if (fault) expect(fault.code).toMatch(/^[A-Z_]+$/);
      else {
        const taken = checkScoringRules(sent as RulesDefinition);
        expect(checkScoringRules(taken)).toEqual(taken);
      }
    }),
    { numRuns: 3_000 },
  );
});
