import { v7 as uuid } from 'uuid';
import { builder } from '../graphql/builder.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { InvalidFactError, LeadNotFoundError } from '../graphql/fact-error.ts';
import { type FactChange, implementChange, writeFact } from '../graphql/fact-mutation.ts';
import { ofLead } from '../lead/lead-change.ts';

class CustomerNotFoundError extends Error {
  readonly code = 'CUSTOMER_NOT_FOUND';
  readonly externalId: string;

  constructor(externalId: string) {
    super(`There is no customer '${externalId.slice(0, 100)}'; create them first, or correct the id.`);
    this.name = 'CustomerNotFoundError';
    this.externalId = externalId;
  }
}

builder.objectType(CustomerNotFoundError, {
  name: 'CustomerNotFoundError',
  description: 'No customer with that externalId in this workspace; nothing changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: 'The id that was asked for.' }),
  }),
});

async function ofCustomer(externalId: string, write: Promise<FactChange>): Promise<FactChange> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof InvalidFactError && error.code === 'UNKNOWN_REFERENCE' && error.field === 'customer')
      throw new CustomerNotFoundError(externalId);
    throw error;
  }
}

const CreateCustomerInput = builder.inputType('CreateCustomerInput', {
  description: 'A customer, as POST /ingest/customers takes it.',
  fields: (t) => ({
    externalId: t.string({ description: 'Your own id; absent: a new one is made.' }),
    becameAt: t.field({ type: 'DateTime', description: 'When they became a customer; absent: now, for a new one.' }),
    lead: t.string({
      description:
        'The externalId of the lead that they were. Of an erased one, neither the reference nor the name is kept.',
    }),
    referredBy: t.string({ description: 'The id of the customer who referred them; may be one that is not known.' }),
    name: t.string({ description: 'Their name.' }),
  }),
});

const CreateCustomerSuccess = implementChange('CreateCustomerSuccess', 'The customer is there as asked.');

builder.objectField(CreateCustomerSuccess, 'customer', (t) =>
  t.prismaField({
    type: 'Customer',
    nullable: true,
    authScopes: { read: true },
    description: 'The customer as they are now; null with an error for a key without the scope READ.',
    resolve: (query, { id }, _, { database, workspace }) =>
      database.prisma.customer.findUnique({ ...query, where: { workspaceId_id: { workspaceId: workspace.id, id } } }),
  }),
);

builder.mutationField('createCustomer', (t) =>
  t.field({
    type: CreateCustomerSuccess,
    description: 'Makes a customer, or changes the one with this externalId. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError, LeadNotFoundError] },
    args: { input: t.arg({ type: CreateCustomerInput, required: true, description: 'The customer.' }) },
    resolve: (_root, { input }, context) => {
      const customer = { ...input, externalId: input.externalId ?? uuid() };
      return ofLead(input.lead ?? '', writeFact(context, 'customers', customer, 'becameAt'));
    },
  }),
);

const RecordOrderInput = builder.inputType('RecordOrderInput', {
  description: 'An order, as POST /ingest/orders takes it.',
  fields: (t) => ({
    externalId: t.string({ description: 'Your own id; absent: a new one is made.' }),
    customer: t.string({ required: true, description: 'The customer’s externalId.' }),
    at: t.field({ type: 'DateTime', description: 'When; absent: now, for a new one.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'What it was worth; negative for a refund.' }),
    currency: t.string({ description: 'ISO 4217 code; absent: the workspace’s. Another one needs a rate of its day.' }),
    product: t.string({ description: 'The product’s key; one that is not known yet is made.' }),
  }),
});

const RecordOrderSuccess = implementChange('RecordOrderSuccess', 'The order is recorded.');

builder.mutationField('recordOrder', (t) =>
  t.field({
    type: RecordOrderSuccess,
    description: 'Records an order, or changes the one with this externalId. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError, CustomerNotFoundError] },
    args: { input: t.arg({ type: RecordOrderInput, required: true, description: 'The order.' }) },
    resolve: (_root, { input }, context) => {
      const order = { ...input, externalId: input.externalId ?? uuid() };
      return ofCustomer(input.customer, writeFact(context, 'orders', order, 'at'));
    },
  }),
);

const RecordSurveyInput = builder.inputType('RecordSurveyInput', {
  description: 'An answer to "would you recommend us?", as POST /ingest/surveys takes it.',
  fields: (t) => ({
    externalId: t.string({ description: 'Your own id; absent: a new one is made.' }),
    customer: t.string({ required: true, description: 'The customer’s externalId.' }),
    at: t.field({ type: 'DateTime', description: 'When; absent: now, for a new one.' }),
    score: t.int({ required: true, description: '0 (never) to 10 (certainly).' }),
  }),
});

const RecordSurveySuccess = implementChange('RecordSurveySuccess', 'The answer is recorded.');

builder.mutationField('recordSurvey', (t) =>
  t.field({
    type: RecordSurveySuccess,
    description: 'Records a survey’s answer, or changes the one with this externalId. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError, CustomerNotFoundError] },
    args: { input: t.arg({ type: RecordSurveyInput, required: true, description: 'The answer.' }) },
    resolve: (_root, { input }, context) => {
      const survey = { ...input, externalId: input.externalId ?? uuid() };
      return ofCustomer(input.customer, writeFact(context, 'surveys', survey, 'at'));
    },
  }),
);
