import { Temporal } from 'temporal-polyfill';
import { builder } from '../graphql/builder.ts';
import { KpiScopeInput } from '../graphql/kpi-scope.ts';
import { type AnsweredKpi, answerKpi, KpiValueRef } from '../graphql/kpi-value.ts';
import { eventValue, live } from '../graphql/live.ts';
import { KpiQuestionError } from '../kpi/types.ts';
import { funnelByKey } from './funnel.loaders.ts';

const MINUTE = 60_000;

builder.subscriptionField('kpi', (t) =>
  t.field({
    type: KpiValueRef,
    nullable: true,
    description:
      'The value now, then again whenever it changed: facts came, or the clock moved (looked at each minute and at midnight of the workspace). Bursts come as one. null with an error for a question that cannot be answered, which also ends it.',
    args: {
      funnel: t.arg.string({ required: true, description: 'The funnel’s key.' }),
      key: t.arg.string({ required: true, description: 'The KPI’s key, such as new_leads.' }),
      scope: t.arg({ type: KpiScopeInput, required: true, description: 'When, of whom, counted how.' }),
    },
    subscribe: (_root, { funnel, key, scope }, context) =>
      live<AnsweredKpi>(context, {
        look: async (fresh) => answerKpi({ key, funnel: await funnelByKey(funnel, fresh), scope }, fresh),
        differs,
        lookAgainAfterMs: ({ now, workspace }) => Math.min(MINUTE, untilMidnight(now, workspace.timeZone)),
        isFinal: (error) => error instanceof KpiQuestionError || isRequestError(error),
      }),
    resolve: (event) => eventValue(event),
  }),
);

function differs({ answer }: AnsweredKpi, last: AnsweredKpi): boolean {
  return (['value', 'numerator', 'denominator', 'sampleSize', 'scoringModelVersion'] as const).some(
    (part) => answer[part] !== last.answer[part],
  );
}

function isRequestError(error: unknown): boolean {
  return error instanceof Error && 'extensions' in error;
}

/** Milliseconds until the workspace's next day begins. */
export function untilMidnight(now: Date, timeZone: string): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  return today.add({ days: 1 }).toZonedDateTime({ timeZone }).epochMilliseconds - now.getTime();
}
