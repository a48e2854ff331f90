import { v7 as uuid } from 'uuid';
import { builder } from '../graphql/builder.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { InvalidFactError, LeadNotFoundError } from '../graphql/fact-error.ts';
import { type FactChange, implementChange, writeFact } from '../graphql/fact-mutation.ts';
import { ofLead } from '../lead/lead-change.ts';

class OpportunityNotFoundError extends Error {
  readonly code = 'OPPORTUNITY_NOT_FOUND';
  readonly externalId: string;

  constructor(externalId: string) {
    super(`There is no opportunity '${externalId.slice(0, 100)}'; open it first, or correct the id.`);
    this.name = 'OpportunityNotFoundError';
    this.externalId = externalId;
  }
}

builder.objectType(OpportunityNotFoundError, {
  name: 'OpportunityNotFoundError',
  description: 'No opportunity with that externalId in this workspace; nothing changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: 'The id that was asked for.' }),
  }),
});

function implementOpportunityChange(name: string, description: string) {
  const ref = implementChange(name, description);
  builder.objectField(ref, 'opportunity', (t) =>
    t.prismaField({
      type: 'Opportunity',
      nullable: true,
      authScopes: { read: true },
      description: 'The opportunity as it is now; null with an error for a key without the scope READ.',
      resolve: (query, { id }, _, { database, workspace }) =>
        database.prisma.opportunity.findUnique({
          ...query,
          where: { workspaceId_id: { workspaceId: workspace.id, id } },
        }),
    }),
  );
  return ref;
}

const OpenOpportunityInput = builder.inputType('OpenOpportunityInput', {
  description: 'An opportunity, as POST /ingest/opportunities takes it.',
  fields: (t) => ({
    externalId: t.string({ description: 'Your own id; absent: a new one is made.' }),
    openedAt: t.field({ type: 'DateTime', description: 'When it was opened; absent: now, for a new one.' }),
    amount: t.field({ type: 'Decimal', description: 'What it is worth.' }),
    currency: t.string({ description: 'ISO 4217 code; absent: the workspace’s. Another one needs a rate of its day.' }),
    lead: t.string({ description: 'The lead’s externalId.' }),
    customer: t.string({ description: 'The customer’s externalId, for business with one that is known.' }),
    owner: t.string({ description: 'The owner’s key; absent: the lead’s. One that is not known yet is made.' }),
    channel: t.string({ description: 'The channel’s key; absent: the lead’s. One that is not known yet is made.' }),
    product: t.string({ description: 'The product’s key; absent: the lead’s. One that is not known yet is made.' }),
  }),
});

const OpenOpportunitySuccess = implementOpportunityChange(
  'OpenOpportunitySuccess',
  'The opportunity is there as asked.',
);

builder.mutationField('openOpportunity', (t) =>
  t.field({
    type: OpenOpportunitySuccess,
    description: 'Opens an opportunity, or changes the one with this externalId. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError, LeadNotFoundError] },
    args: { input: t.arg({ type: OpenOpportunityInput, required: true, description: 'The opportunity.' }) },
    resolve: (_root, { input }, context) => {
      const opportunity = { ...input, externalId: input.externalId ?? uuid() };
      return ofLead(input.lead ?? '', writeFact(context, 'opportunities', opportunity, 'openedAt'));
    },
  }),
);

const OpportunityOutcome = builder.enumType('OpportunityOutcome', {
  description: 'How an opportunity ended.',
  values: { WON: { description: 'It was won.' }, LOST: { description: 'It was lost.' } } as const,
});

const CloseOpportunityInput = builder.inputType('CloseOpportunityInput', {
  description: 'How an opportunity ended. Closing it again changes how.',
  fields: (t) => ({
    externalId: t.string({ required: true, description: 'The opportunity’s externalId.' }),
    outcome: t.field({ type: OpportunityOutcome, required: true, description: 'Won or lost.' }),
    at: t.field({ type: 'DateTime', description: 'When; absent: now.' }),
    amount: t.field({ type: 'Decimal', description: 'What it was worth in the end; absent: as before.' }),
    lostReason: t.string({ description: 'Why it was lost.' }),
  }),
});

const CloseOpportunitySuccess = implementOpportunityChange('CloseOpportunitySuccess', 'The opportunity is closed.');

builder.mutationField('closeOpportunity', (t) =>
  t.field({
    type: CloseOpportunitySuccess,
    description:
      'Closes an opportunity as won or lost. Its lead follows: won, or lost with its last one. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError, OpportunityNotFoundError] },
    args: { input: t.arg({ type: CloseOpportunityInput, required: true, description: 'How it ended.' }) },
    resolve: async (_root, { input: { externalId, outcome, at, ...said } }, context): Promise<FactChange> => {
      const when = at ?? context.services.now();
      const end = outcome === 'WON' ? { wonAt: when, lostAt: null } : { wonAt: null, lostAt: when };
      try {
        return await writeFact(context, 'opportunities', { externalId, ...said, ...end });
      } catch (error) {
        const isNew = error instanceof InvalidFactError && error.code === 'REQUIRED' && error.field === 'openedAt';
        throw isNew ? new OpportunityNotFoundError(externalId) : error;
      }
    },
  }),
);

const RecordQuoteInput = builder.inputType('RecordQuoteInput', {
  description: 'A quote, as POST /ingest/quotes takes it.',
  fields: (t) => ({
    externalId: t.string({ description: 'Your own id; absent: a new one is made.' }),
    opportunity: t.string({ required: true, description: 'The opportunity’s externalId.' }),
    sentAt: t.field({ type: 'DateTime', description: 'When it was sent; absent: now, for a new one.' }),
    amount: t.field({ type: 'Decimal', description: 'What it asks for.' }),
    currency: t.string({ description: 'ISO 4217 code; absent: the workspace’s. Another one needs a rate of its day.' }),
    acceptedAt: t.field({ type: 'DateTime', description: 'When it was accepted.' }),
    rejectedAt: t.field({ type: 'DateTime', description: 'When it was rejected.' }),
  }),
});

const RecordQuoteSuccess = implementChange('RecordQuoteSuccess', 'The quote is recorded.');

builder.mutationField('recordQuote', (t) =>
  t.field({
    type: RecordQuoteSuccess,
    description: 'Records a quote, or changes the one with this externalId. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError, OpportunityNotFoundError] },
    args: { input: t.arg({ type: RecordQuoteInput, required: true, description: 'The quote.' }) },
    resolve: async (_root, { input }, context) => {
      try {
        return await writeFact(context, 'quotes', { ...input, externalId: input.externalId ?? uuid() }, 'sentAt');
      } catch (error) {
        const isUnknown = error instanceof InvalidFactError && error.code === 'UNKNOWN_REFERENCE';
        throw isUnknown ? new OpportunityNotFoundError(input.opportunity) : error;
      }
    },
  }),
);
