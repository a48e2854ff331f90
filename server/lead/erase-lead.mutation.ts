import { builder } from '../graphql/builder.ts';
import { renew } from '../graphql/context.ts';
import { LeadNotFoundError } from '../graphql/fact-error.ts';
import { eraseLead } from './erase-lead.ts';

const EraseLeadInput = builder.inputType('EraseLeadInput', {
  description: 'Whom to forget.',
  fields: (t) => ({
    externalId: t.string({ required: true, description: 'The lead’s externalId.' }),
  }),
});

const EraseLeadSuccess = builder.objectRef<{ factsErased: number }>('EraseLeadSuccess').implement({
  description: 'The lead is gone from every KPI, and with it all that told of it.',
  fields: (t) => ({
    factsErased: t.exposeInt('factsErased', {
      description:
        'How many facts went: the lead, its moves, activities, opportunities and their quotes, and those that were kept until it came.',
    }),
  }),
});

builder.mutationField('eraseLead', (t) =>
  t.field({
    type: EraseLeadSuccess,
    description:
      'Erases a lead for good, with its moves, activities, opportunities and their quotes; KPIs are without it at once. Its customers, their orders and surveys stay as bookkeeping, without name and without reference to it. Of the lead a hash is kept: facts that name it are refused from now on (ERASED), customers that name it go in without lead and name. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [LeadNotFoundError] },
    args: { input: t.arg({ type: EraseLeadInput, required: true, description: 'Whom to forget.' }) },
    resolve: async (_root, { input: { externalId } }, context) => {
      const { database, workspace, services } = context;
      const factsErased = await eraseLead(database, workspace, externalId, services.now());
      if (factsErased === undefined)
        throw new LeadNotFoundError(externalId, 'correct the id; one that was erased before is gone');
      renew(context);
      return { factsErased };
    },
  }),
);
