import { builder } from '../graphql/builder.ts';
import { renew } from '../graphql/context.ts';
import { StageCategory } from '../graphql/enums.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { LocalizedTextInput } from '../graphql/locale.ts';
import { checkFunnel, InvalidFunnelError } from './check-funnel.ts';
import { defineFunnel } from './define-funnel.ts';
import type { FunnelRecord } from './funnel.loaders.ts';
import { FunnelRef } from './funnel.schema.ts';

builder.objectType(InvalidFunnelError, {
  name: 'InvalidFunnelError',
  description:
    'No such funnel can be: INVALID_KEY, INVALID_NAME, TOO_FEW_STAGES, TOO_MANY_STAGES, DUPLICATE_STAGE, RESERVED_STAGE or INVALID_THRESHOLD. Nothing changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    stage: t.string({
      nullable: true,
      description: 'Key of the stage at fault; null where it is the funnel itself.',
      resolve: ({ stage }) => stage ?? null,
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

const DefineFunnelInput = builder.inputType('DefineFunnelInput', {
  description: 'A funnel, whole.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'What facts call it.' }),
    name: t.field({ type: LocalizedTextInput, required: true, description: 'Its name for people.' }),
    stages: t.field({
      type: [StageInput],
      required: true,
      description: 'Its stages, in order: at least two, the first where leads begin, the last won.',
    }),
    qualifiedThreshold: t.float({
      description: 'Quality score (0 to 100) from which a lead is qualified; absent: as before, 60 for a new funnel.',
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
      checkFunnel(input);
      const funnel = await defineFunnel(context.database, context.workspace.id, input);
      renew(context);
      return { funnel };
    },
  }),
);
