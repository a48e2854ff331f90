import { type FunnelRecord, funnelByKey } from '../funnel/funnel.loaders.ts';
import { FunnelRef } from '../funnel/funnel.schema.ts';
import { builder } from '../graphql/builder.ts';
import { renew } from '../graphql/context.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { AssignmentStrategyRef } from './assignment.schema.ts';
import {
  DEFAULT_MAXIMUM_AGE_DAYS,
  defineAssignmentPolicy,
  InvalidAssignmentPolicyError,
  MOST_NAMES,
} from './define-assignment-policy.ts';

builder.objectType(InvalidAssignmentPolicyError, {
  name: 'InvalidAssignmentPolicyError',
  description:
    'No such policy can be: NO_OWNERS, TOO_MANY_OWNERS, UNKNOWN_OWNER, UNKNOWN_TEAM, INVALID_SCORE or INVALID_DAYS. Nothing changed.',
  interfaces: [ErrorInterface],
});

const DefineAssignmentPolicyInput = builder.inputType('DefineAssignmentPolicyInput', {
  description: 'Who gets the new leads of a funnel, whole. What is left out, or null, has its default.',
  fields: (t) => ({
    funnel: t.string({ description: 'The funnel’s key; absent: the default funnel.' }),
    strategy: t.field({
      type: AssignmentStrategyRef,
      required: true,
      description: 'By what the next owner is chosen.',
    }),
    minimumScore: t.float({
      description: 'Quality score (0 to 100) from which a lead is assigned. Default: every lead, scored or not.',
    }),
    owners: t.stringList({ description: `Keys of owners who take part, at most ${MOST_NAMES}.` }),
    teams: t.stringList({
      description: `Teams whose owners take part, at most ${MOST_NAMES}: whoever is in them when a lead comes.`,
    }),
    maximumAgeDays: t.int({
      description: `Leads created more days ago (1 to 36,500), as they come, are history and are left alone. Default: ${DEFAULT_MAXIMUM_AGE_DAYS}.`,
    }),
    isActive: t.boolean({ description: 'Whether leads are assigned by it. Default: true.' }),
  }),
});

const DefineAssignmentPolicySuccess = builder
  .objectRef<{ funnel: FunnelRecord }>('DefineAssignmentPolicySuccess')
  .implement({
    description: 'Leads that come from now on are assigned as asked.',
    fields: (t) => ({
      funnel: t.field({
        type: FunnelRef,
        description: 'The funnel; its assignmentPolicy is as asked.',
        resolve: ({ funnel }) => funnel,
      }),
    }),
  });

builder.mutationField('defineAssignmentPolicy', (t) =>
  t.field({
    type: DefineAssignmentPolicySuccess,
    description:
      'Sets who gets leads that come without an owner from now on, once they reach the score: the owner is set in the transaction that the lead comes in with. Each lead is given at most once; an owner that its sender names wins. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [InvalidAssignmentPolicyError] },
    args: { input: t.arg({ type: DefineAssignmentPolicyInput, required: true, description: 'The policy.' }) },
    resolve: async (_root, { input: { funnel: key, ...policy } }, context) => {
      const funnel = await funnelByKey(key, context);
      await defineAssignmentPolicy(context.database, context.workspace.id, funnel.id, policy);
      renew(context);
      return { funnel };
    },
  }),
);
