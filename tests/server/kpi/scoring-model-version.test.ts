import { expect, test } from 'vitest';
import { compile } from '../../../server/database/database.ts';
import { type MeasureName, measure, measures } from '../../../server/kpi/measures.ts';
import { readsQualityScore } from '../../../server/kpi/scoring-model-version.ts';
import type { QueryContext } from '../../../server/kpi/sources.ts';

/** Whatever a measure asks its context for, it is there, but for a slot of its own choice: only the text of its SQL is looked at. */
const anything: unknown = new Proxy(
  {},
  {
    get(_, name) {
      if (name === Symbol.toPrimitive) return () => 0;
      return name === 'length' ? 0 : name === 'scoreSlot' ? null : anything;
    },
  },
);

test('exactly the measures whose SQL reads a score are known to', () => {
  const names = Object.keys(measures) as MeasureName[];
  const reading = names.filter((name) => {
    const { where, value } = measure(name);
    const parts = [where, value].map((part) => part?.(anything as QueryContext)).filter((part) => part !== undefined);
    return parts.some((part) => compile(part).text.includes('quality_score_'));
  });
  expect(reading.length).toBeGreaterThan(0);
  expect(names.filter((name) => readsQualityScore([name]))).toEqual(reading);
});
