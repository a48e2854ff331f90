import { expect, test } from 'vitest';
import { foldsBeyond, scorecardVariables } from '../../../widgets/funnel-scorecard/scorecard-variables.ts';
import type { StageCategory } from '../../../widgets/shared/kpi-types.ts';

const asking = (opened: StageCategory[], { period = '2026-03', kpis = '' } = {}) =>
  scorecardVariables({ window: { period } }, kpis, opened);

test('the folds that one question asks beyond another, where they are alike but for folds', () => {
  expect(foldsBeyond(asking([]), asking(['NURTURING']))).toEqual(['NURTURING']);
  expect(foldsBeyond(asking(['ACQUISITION', 'NURTURING']), asking(['NURTURING', 'RETENTION']))).toEqual(['RETENTION']);
  expect(foldsBeyond(asking(['ACQUISITION']), asking([]))).toEqual([]);
});

test('none to tell where anything else differs: figures of another window or choice would be wrong', () => {
  expect(foldsBeyond(asking([]), asking(['NURTURING'], { period: '2026-02' }))).toBeUndefined();
  expect(foldsBeyond(asking([]), asking([], { kpis: 'revenue' }))).toBeUndefined();
});
