import { builder } from '../graphql/builder.ts';
import { kpisOf } from '../graphql/context.ts';
import { IntervalRef } from '../graphql/kpi-evidence.ts';
import { KpiScopeInput } from '../graphql/kpi-scope.ts';
import { ofData } from '../graphql/of-data.ts';
import { selectionOf, selects } from '../graphql/selects.ts';
import type { StageConversion } from '../kpi/types.ts';
import type { StageRecord } from './funnel.loaders.ts';
import { FunnelRef } from './funnel.schema.ts';
import { StageRef } from './stage.schema.ts';

interface StageRow extends StageConversion {
  stage: StageRecord;
  /** undefined: it was not asked for. */
  previous: StageRow | null | undefined;
}

const ref = builder.objectRef<StageRow>('StageConversion');

const StageConversionRef = ref.implement({
  description: 'One row of the funnel chart: how many leads reached a stage, and what became of them.',
  extensions: ofData,
  fields: (t) => ({
    stage: t.field({ type: StageRef, description: 'The stage.', resolve: ({ stage }) => stage }),
    reached: t.exposeInt('reached', {
      description:
        'Leads that reached this stage in the window; COHORT: leads created in the window that reached it by asOf. A skipped stage counts as passed.',
    }),
    advanced: t.exposeInt('advanced', {
      nullable: true,
      description: 'Of those, the ones that reached the next stage by asOf; null at the last stage.',
    }),
    lost: t.exposeInt('lost', {
      nullable: true,
      description: 'Of those, the ones lost before the next stage; null at the last stage.',
    }),
    open: t.exposeInt('open', {
      nullable: true,
      description: 'Of those, the ones still on their way: reached − advanced − lost; null at the last stage.',
    }),
    rate: t.exposeFloat('rate', {
      nullable: true,
      description: 'advanced / reached; null at the last stage and where nothing reached.',
    }),
    interval: t.field({
      type: IntervalRef,
      nullable: true,
      description: '95 % Wilson interval of the rate; null where the rate is.',
      resolve: ({ interval }) => interval,
    }),
    cumulativeRate: t.exposeFloat('cumulativeRate', {
      nullable: true,
      description: 'reached here / reached at the first stage; null where that is 0.',
    }),
    medianTime: t.exposeFloat('medianTime', {
      nullable: true,
      description:
        'Median seconds from reaching this stage to reaching the next, of those that did and did not skip; null without any.',
    }),
    meanTime: t.exposeFloat('meanTime', {
      nullable: true,
      description: 'Mean of the same seconds; null without any.',
    }),
    previous: t.field({
      type: ref,
      nullable: true,
      description: 'The same row of the window before, as KpiValue.previous has it; null for a previous row itself.',
      resolve: ({ previous }) => previous,
    }),
  }),
});

builder.objectField(FunnelRef, 'conversion', (t) =>
  t.field({
    type: [StageConversionRef],
    description: 'One row per stage, in order: the funnel chart.',
    args: { scope: t.arg({ type: KpiScopeInput, required: true, description: 'When, of whom, counted how.' }) },
    resolve: async (funnel, { scope }, context, info) => {
      const stages = new Map(funnel.stages.map((stage) => [stage.id, stage]));
      const ask = async (selection: Parameters<typeof selects>[0], ofPrevious: boolean) => {
        const withTimes = selects(selection, ['medianTime', 'meanTime']);
        return kpisOf(context).conversion(funnel, scope, { withTimes, ofPrevious });
      };
      const before = selectionOf(info, 'previous');
      const [rows, rowsBefore] = await Promise.all([ask(info, false), before && ask(before, true)]);
      // The rows are this operation's own. To spread them into others takes several times as long.
      return rows.map((row, index): StageRow => {
        const stage = stages.get(row.stageId)!;
        const previous = rowsBefore && Object.assign(rowsBefore[index]!, { stage, previous: null });
        return Object.assign(row, { stage, previous });
      });
    },
  }),
);
