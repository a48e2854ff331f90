import type { Condition, RuleDefinition } from '../../../server/events/rule/rule.ts';

/** A rule that fires above 10 and is over at 8, but for what a test is about. */
export const above: Condition = {
  compare: 'VALUE',
  against: null,
  direction: 'ABOVE',
  fireAt: 10,
  clearAt: 8,
  certain: false,
};

export const definitionWith = (change: Partial<RuleDefinition> = {}): RuleDefinition => ({
  window: { rolling: { unit: 'DAY', count: 30 } },
  filter: null,
  basis: null,
  withinDays: null,
  each: null,
  condition: above,
  guard: null,
  fireAfterSeconds: 0,
  recoverAfterSeconds: 0,
  minimumSample: 0,
  policies: { noData: 'KEEP', smallSample: 'KEEP', immature: 'KEEP' },
  muteWindows: [],
  ...change,
});
