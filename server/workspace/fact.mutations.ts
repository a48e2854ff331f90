import type { KindName } from '../facts/kind.ts';
import { builder } from '../graphql/builder.ts';
import { InvalidFactError } from '../graphql/fact-error.ts';
import { removeFact, writeKeyedFact } from '../graphql/fact-mutation.ts';

const RecordRateInput = builder.inputType('RecordRateInput', {
  description: 'The exchange rate of a day, as POST /ingest/rates takes it.',
  fields: (t) => ({
    currency: t.string({ required: true, description: 'ISO 4217 code of the other currency.' }),
    date: t.field({ type: 'Date', required: true, description: 'The day.' }),
    perUnit: t.field({ type: 'Decimal', required: true, description: 'Workspace currency for one unit of it.' }),
  }),
});

const RecordRateSuccess = builder.objectRef<{ changed: boolean }>('RecordRateSuccess').implement({
  description: 'The rate is recorded.',
  fields: (t) => ({
    changed: t.exposeBoolean('changed', { description: 'false: it was there already, just so.' }),
  }),
});

builder.mutationField('recordRate', (t) =>
  t.field({
    type: RecordRateSuccess,
    description: 'Records an exchange rate, which amounts of that day in that currency need. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError] },
    args: { input: t.arg({ type: RecordRateInput, required: true, description: 'The rate.' }) },
    resolve: (_root, { input }, context) => writeKeyedFact(context, 'rates', input),
  }),
);

const SpendKeyInput = builder.inputType('SpendKeyInput', {
  description: 'What tells one day’s spend from another.',
  fields: (t) => ({
    channel: t.string({ required: true, description: 'The channel’s key.' }),
    date: t.field({ type: 'Date', required: true, description: 'The day.' }),
    campaign: t.string({ description: 'The campaign’s key; absent: spend without one.' }),
    funnel: t.string({ description: 'The funnel’s key; absent: the default funnel.' }),
  }),
});

const RateKeyInput = builder.inputType('RateKeyInput', {
  description: 'What tells one rate from another.',
  fields: (t) => ({
    currency: t.string({ required: true, description: 'ISO 4217 code.' }),
    date: t.field({ type: 'Date', required: true, description: 'The day.' }),
  }),
});

const DeleteFactInput = builder.inputType('DeleteFactInput', {
  description: 'Which fact. Exactly one of its fields.',
  isOneOf: true,
  fields: (t) => ({
    lead: t.string({ description: 'A lead’s externalId; its activities, moves, opportunities and quotes go with it.' }),
    transition: t.string({ description: 'A move’s externalId.' }),
    activity: t.string({ description: 'An activity’s externalId.' }),
    opportunity: t.string({ description: 'An opportunity’s externalId; its quotes go with it.' }),
    quote: t.string({ description: 'A quote’s externalId.' }),
    customer: t.string({ description: 'A customer’s externalId; their orders and surveys go with them.' }),
    order: t.string({ description: 'An order’s externalId.' }),
    survey: t.string({ description: 'A survey’s externalId.' }),
    channel: t.string({ description: 'A channel’s key; refused (IN_USE) while facts name it.' }),
    owner: t.string({ description: 'An owner’s key; refused (IN_USE) while facts name them.' }),
    spend: t.field({ type: SpendKeyInput, description: 'The spend of a day.' }),
    rate: t.field({ type: RateKeyInput, description: 'The rate of a day.' }),
  }),
});

const kindOf: Record<string, KindName> = {
  lead: 'leads',
  transition: 'transitions',
  activity: 'activities',
  opportunity: 'opportunities',
  quote: 'quotes',
  customer: 'customers',
  order: 'orders',
  survey: 'surveys',
  channel: 'channels',
  owner: 'owners',
  spend: 'spend',
  rate: 'rates',
};

const DeleteFactSuccess = builder.objectRef<{ deleted: boolean }>('DeleteFactSuccess').implement({
  description: 'The fact is not there (any more).',
  fields: (t) => ({
    deleted: t.exposeBoolean('deleted', { description: 'Whether it was there until now.' }),
  }),
});

builder.mutationField('deleteFact', (t) =>
  t.field({
    type: DeleteFactSuccess,
    description: 'Takes one fact away, with what hangs on it. KPIs follow at once. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError] },
    args: { input: t.arg({ type: DeleteFactInput, required: true, description: 'Which fact.' }) },
    resolve: async (_root, { input }, context) => {
      const [[name, given] = []] = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
      const kind = kindOf[name!]!;
      const key =
        typeof given === 'object' ? given : { [kind === 'channels' || kind === 'owners' ? 'key' : 'id']: given };
      return { deleted: await removeFact(context, kind, key) };
    },
  }),
);
