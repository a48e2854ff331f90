import { builder } from '../graphql/builder.ts';
import { renew } from '../graphql/context.ts';
import { ActivityKind, SkipPolicy, StageCategory } from '../graphql/enums.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { LocalizedTextInput } from '../graphql/locale.ts';
import { checkFunnel, InvalidFunnelError } from './check-funnel.ts';
import { defineFunnel } from './define-funnel.ts';
import type { FunnelRecord } from './funnel.loaders.ts';
import { FunnelRef } from './funnel.schema.ts';

builder.objectType(InvalidFunnelError, {
  name: 'InvalidFunnelError',
  description:
    'No such funnel can be: INVALID_KEY, INVALID_NAME, TOO_FEW_STAGES, TOO_MANY_STAGES, DUPLICATE_STAGE, RESERVED_STAGE, INVALID_THRESHOLD, INVALID_DAYS, INVALID_WEIGHT or DUPLICATE_WEIGHT. Nothing changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    stage: t.string({
      nullable: true,
      description: 'Key of the stage at fault; null where it is the funnel itself.',
      resolve: ({ stage }) => stage ?? null,
    }),
    setting: t.string({
      nullable: true,
      description: 'Name of the input’s field at fault; null where it is a key, a name or the stages.',
      resolve: ({ setting }) => setting ?? null,
    }),
  }),
});

const StageInput = builder.inputType('StageInput', {
  description: 'A stage of a funnel.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'What facts call it; unique in the funnel; not lost.' }),
    name: t.field({ type: LocalizedTextInput, required: true, description: 'Its name for people.' }),
    category: t.field({ type: StageCategory, required: true, description: 'Which of the four groups it belongs to.' }),
  }),
});

const ActivityWeightInput = builder.inputType('ActivityWeightInput', {
  description: 'How much an interaction of a kind adds to a lead’s activity score.',
  fields: (t) => ({
    kind: t.field({ type: ActivityKind, required: true, description: 'The kind of contact; each at most once.' }),
    weight: t.float({ required: true, description: '0 to 1,000.' }),
  }),
});

const DefineFunnelInput = builder.inputType('DefineFunnelInput', {
  description: 'A funnel, whole. A setting that is left out stays as it was; null sets it back to its default.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'What facts call it.' }),
    name: t.field({ type: LocalizedTextInput, required: true, description: 'Its name for people.' }),
    stages: t.field({
      type: [StageInput],
      required: true,
      description:
        'Its stages, in order: at least two, the first where leads begin, the last won. Moves to a stage that is not among them are kept, and count again when it comes back.',
    }),
    qualifiedThreshold: t.float({
      description: 'Quality score (0 to 100) from which a lead is qualified. Default: 60.',
    }),
    skipPolicy: t.field({
      type: SkipPolicy,
      description: 'Whether a stage that was skipped counts as passed. Default: FILL, it does.',
    }),
    leadChurnDays: t.int({
      description:
        'lead_churn_rate: without an interaction for so many days (1 to 36,500) an open lead counts as churned. Default: 30.',
    }),
    customerChurnDays: t.int({
      description:
        'customer_churn_rate: how many calendar days (1 to 36,500) before the window a customer must have ordered. Default: as many as the window has.',
    }),
    followUpEffectDays: t.int({
      description: 'follow_up_effectiveness: how many days (1 to 36,500) a follow-up has to take effect. Default: 7.',
    }),
    stalledAfterDays: t.int({
      description:
        'stalled_opportunities: an opportunity open for more days (1 to 36,500) is stalled. Default: those longer open than the 90th percentile of recent sales cycles.',
    }),
    activityWeights: t.field({
      type: [ActivityWeightInput],
      description:
        'lead_activity_score: weights of some kinds of contact, in place of all that were set before. Default, also of the kinds not named: those of the dictionary.',
    }),
  }),
});

const DefineFunnelSuccess = builder.objectRef<{ funnel: FunnelRecord }>('DefineFunnelSuccess').implement({
  description: 'The funnel is as asked, and KPIs follow.',
  fields: (t) => ({
    funnel: t.field({ type: FunnelRef, description: 'The funnel as it is now.', resolve: ({ funnel }) => funnel }),
  }),
});

builder.mutationField('defineFunnel', (t) =>
  t.field({
    type: DefineFunnelSuccess,
    description:
      'Makes a funnel or changes the one with this key. Facts stay; KPIs follow the new stages. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [InvalidFunnelError] },
    args: { input: t.arg({ type: DefineFunnelInput, required: true, description: 'The funnel.' }) },
    resolve: async (_root, { input }, context) => {
      const definition = { ...input, activityWeights: weightsByKind(input.activityWeights) };
      checkFunnel(definition);
      const funnel = await defineFunnel(context.database, context.workspace.id, definition);
      renew(context);
      return { funnel };
    },
  }),
);

/** No weights are none set, as null is. */
function weightsByKind(weights: readonly (typeof ActivityWeightInput.$inferInput)[] | null | undefined) {
  if (!weights?.length) return weights && null;
  const byKind: Record<string, number> = {};
  for (const { kind, weight } of weights) {
    if (kind in byKind)
      throw new InvalidFunnelError('DUPLICATE_WEIGHT', `${kind} has two weights; give it one.`, {
        setting: 'activityWeights',
      });
    byKind[kind] = weight;
  }
  return byKind;
}
