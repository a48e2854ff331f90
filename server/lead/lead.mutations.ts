import { v7 as uuid } from 'uuid';
import { builder } from '../graphql/builder.ts';
import { ActivityKind } from '../graphql/enums.ts';
import { InvalidFactError, LeadNotFoundError } from '../graphql/fact-error.ts';
import { writeFact } from '../graphql/fact-mutation.ts';
import { implementLeadChange, ofLead } from './lead-change.ts';

const CreateLeadInput = builder.inputType('CreateLeadInput', {
  description:
    'A lead, as POST /ingest/leads takes it. Of one that is there already: a field left out stays, null clears.',
  fields: (t) => ({
    externalId: t.string({ description: 'Your own id; absent: a new one is made.' }),
    createdAt: t.field({ type: 'DateTime', description: 'When it came; absent: now, for a new lead.' }),
    funnel: t.string({ description: 'The funnel’s key; absent: the default funnel.' }),
    channel: t.string({ description: 'The channel’s key; one that is not known yet is made.' }),
    owner: t.string({ description: 'The owner’s key; one that is not known yet is made.' }),
    name: t.string({ description: 'Name of the person.' }),
    email: t.string({ description: 'E-mail address.' }),
    company: t.string({ description: 'Company.' }),
    industry: t.string({ description: 'Industry.' }),
    companySize: t.int({ description: 'Number of employees.' }),
    region: t.string({ description: 'Region.' }),
    product: t.string({ description: 'Key of the product asked for; one that is not known yet is made.' }),
    needMatch: t.float({ description: 'How well the need fits, 0 to 1.' }),
    tags: t.stringList({ description: 'Tags.' }),
    referredBy: t.string({ description: 'The id of the customer who referred it; may be one that is not known.' }),
  }),
});

const CreateLeadSuccess = implementLeadChange('CreateLeadSuccess', 'The lead is there as asked.');

builder.mutationField('createLead', (t) =>
  t.field({
    type: CreateLeadSuccess,
    description: 'Makes a lead, or changes the one with this externalId. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError] },
    args: { input: t.arg({ type: CreateLeadInput, required: true, description: 'The lead.' }) },
    resolve: (_root, { input }, context) => {
      const externalId = input.externalId ?? uuid();
      return ofLead(externalId, writeFact(context, 'leads', { ...input, externalId }, 'createdAt'));
    },
  }),
);

const MoveLeadInput = builder.inputType('MoveLeadInput', {
  description: 'A lead’s entry into a stage, or its loss.',
  fields: (t) => ({
    lead: t.string({ required: true, description: 'The lead’s externalId.' }),
    to: t.string({ required: true, description: 'Key of a stage of the lead’s funnel, or lost.' }),
    at: t.field({ type: 'DateTime', description: 'When; absent: now.' }),
    reason: t.string({ description: 'Why, such as the reason of a loss.' }),
    by: t.string({ description: 'Key of the owner who moved it; one that is not known yet is made.' }),
    externalId: t.string({ description: 'Your own id of the move; absent: a new one is made.' }),
  }),
});

const MoveLeadSuccess = implementLeadChange('MoveLeadSuccess', 'The move is recorded.');

builder.mutationField('moveLead', (t) =>
  t.field({
    type: MoveLeadSuccess,
    description:
      'Records that a lead entered a stage, or was lost. Moving back never undoes having reached a stage; entering one after a loss reopens the lead. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError, LeadNotFoundError] },
    args: { input: t.arg({ type: MoveLeadInput, required: true, description: 'The move.' }) },
    resolve: (_root, { input }, context) => {
      const move = { ...input, externalId: input.externalId ?? uuid() };
      return ofLead(input.lead, writeFact(context, 'transitions', move, 'at'));
    },
  }),
);

const ActivityDirection = builder.enumType('ActivityDirection', {
  description: 'Who turned to whom.',
  values: {
    OUTBOUND: { description: 'We to the lead: a follow-up.' },
    INBOUND: { description: 'The lead to us: an interaction.' },
  } as const,
});

const RecordActivityInput = builder.inputType('RecordActivityInput', {
  description: 'A contact with a lead, as POST /ingest/activities takes it.',
  fields: (t) => ({
    externalId: t.string({ description: 'Your own id; absent: a new one is made.' }),
    lead: t.string({ required: true, description: 'The lead’s externalId.' }),
    kind: t.field({ type: ActivityKind, required: true, description: 'What sort of contact it was.' }),
    direction: t.field({ type: ActivityDirection, required: true, description: 'Who turned to whom.' }),
    at: t.field({ type: 'DateTime', description: 'When; absent: now.' }),
    owner: t.string({ description: 'Key of the owner; one that is not known yet is made.' }),
    respondedAt: t.field({ type: 'DateTime', description: 'When the lead answered it.' }),
    content: t.string({ description: 'What it was about.' }),
  }),
});

const RecordActivitySuccess = implementLeadChange('RecordActivitySuccess', 'The contact is recorded.');

builder.mutationField('recordActivity', (t) =>
  t.field({
    type: RecordActivitySuccess,
    description: 'Records a contact with a lead, or changes the one with this externalId. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError, LeadNotFoundError] },
    args: { input: t.arg({ type: RecordActivityInput, required: true, description: 'The contact.' }) },
    resolve: (_root, { input }, context) => {
      const activity = { ...input, externalId: input.externalId ?? uuid() };
      return ofLead(input.lead, writeFact(context, 'activities', activity, 'at'));
    },
  }),
);
