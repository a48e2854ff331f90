import { expect, test } from 'vitest';
import { isProvisional } from '../../../../widgets/funnel-scorecard/view/provisional.ts';

const week = { from: '2026-03-02', to: '2026-03-09', value: 1, status: 'OK' as const };

test('a whole bucket of events stands', () => {
  expect(isProvisional(week, 'WEEK', null, '2026-03-09T00:00:00Z')).toBe(false);
  expect(isProvisional(week, 'WEEK', 'PERIOD', '2026-03-09T00:00:00Z')).toBe(false);
});

test('one that is cut short, or whose members’ time has not run out, may still move', () => {
  expect(isProvisional({ ...week, to: '2026-03-05' }, 'WEEK', null, '2026-06-01T00:00:00Z')).toBe(true);
  expect(isProvisional({ ...week, value: null, status: 'IMMATURE' }, 'WEEK', null, '2026-06-01T00:00:00Z')).toBe(true);
});

test('a cohort may, until it is as old as its bucket is long', () => {
  expect(isProvisional(week, 'WEEK', 'COHORT', '2026-03-15T23:59:59Z')).toBe(true);
  expect(isProvisional(week, 'WEEK', 'COHORT', '2026-03-16T00:00:00Z')).toBe(false);
});
