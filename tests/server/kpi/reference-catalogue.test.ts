import { describe, expect, test } from 'vitest';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { keys } from '../../reference/evaluator.ts';
import { dimensionsOf } from '../../reference/rules.ts';

describe('the catalogue and the reference', () => {
  test('know the same 48 KPIs', () => {
    expect(definitions.map(({ key }) => key).sort()).toEqual([...keys].sort());
    expect(keys).toHaveLength(48);
  });

  test.each(definitions.map(({ key, dimensions }) => [key, dimensions] as const))(
    '%s bears the dimensions that all of its facts bear',
    (key, dimensions) => expect([...dimensions].sort()).toEqual([...dimensionsOf(key)].sort()),
  );
});
