import { describe, expect, test } from 'vitest';
import { parseFilter, parseScope } from '../../../widgets/shared/scope-attributes.ts';

const period = { window: '2026', filter: '', basis: '' };

test('what is not said is not asked', () => {
  expect(parseScope(period)).toEqual({ window: { period: '2026' } });
  expect(parseScope({ ...period, filter: '{}' })).toEqual({ window: { period: '2026' } });
});

test('filter and basis are asked as said', () => {
  expect(parseScope({ ...period, filter: '{"channels":["ads",null]}', basis: 'period' })).toEqual({
    window: { period: '2026' },
    filter: { channels: ['ads', null] },
    basis: 'PERIOD',
  });
});

test('a filter may be given as an object', () => {
  expect(parseFilter({ owners: ['an'] })).toEqual({ owners: ['an'] });
});

describe('refuses a filter with INVALID_FILTER', () => {
  test.each(['{', '[]', '"ads"', '3', '{"channel":["ads"]}', '{"channels":"ads"}', '{"owners":[null]}'])(
    '%s',
    (filter) => {
      expect(() => parseFilter(filter)).toThrowError(expect.objectContaining({ code: 'INVALID_FILTER' }));
    },
  );
});

test('refuses an unknown basis with INVALID_BASIS', () => {
  expect(() => parseScope({ ...period, basis: 'rolling' })).toThrowError(
    expect.objectContaining({ code: 'INVALID_BASIS' }),
  );
});
