import { builder } from '../graphql/builder.ts';
import { InvalidFactError } from '../graphql/fact-error.ts';
import { writeKeyedFact } from '../graphql/fact-mutation.ts';
import { ChannelKind } from './channel.schema.ts';

interface Change {
  id: string;
  changed: boolean;
}

const DefineChannelInput = builder.inputType('DefineChannelInput', {
  description: 'A channel, as POST /ingest/channels takes it. A field left out stays, null clears.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'What facts call it.' }),
    name: t.string({ description: 'Its name for people.' }),
    kind: t.field({ type: ChannelKind, description: 'What sort of source it is.' }),
  }),
});

const DefineChannelSuccess = builder.objectRef<Change>('DefineChannelSuccess').implement({
  description: 'The channel is there as asked.',
  fields: (t) => ({
    changed: t.exposeBoolean('changed', { description: 'false: it was there already, just so.' }),
    channel: t.prismaField({
      type: 'Channel',
      nullable: true,
      authScopes: { read: true },
      description: 'The channel as it is now; null with an error for a key without the scope READ.',
      resolve: (query, { id }, _, { database, workspace }) =>
        database.prisma.channel.findUnique({ ...query, where: { workspaceId_id: { workspaceId: workspace.id, id } } }),
    }),
  }),
});

builder.mutationField('defineChannel', (t) =>
  t.field({
    type: DefineChannelSuccess,
    description: 'Makes a channel, or changes the one with this key. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError] },
    args: { input: t.arg({ type: DefineChannelInput, required: true, description: 'The channel.' }) },
    resolve: (_root, { input }, context) => writeKeyedFact(context, 'channels', input),
  }),
);

const RecordSpendInput = builder.inputType('RecordSpendInput', {
  description:
    'Marketing spend of a day, as POST /ingest/spend takes it. The same channel, date, campaign and funnel again replaces the amount.',
  fields: (t) => ({
    channel: t.string({ required: true, description: 'The channel’s key; one that is not known yet is made.' }),
    date: t.field({ type: 'Date', required: true, description: 'The day.' }),
    amount: t.field({ type: 'Decimal', required: true, description: 'How much, 0 or more.' }),
    currency: t.string({ description: 'ISO 4217 code; absent: the workspace’s. Another one needs a rate of the day.' }),
    campaign: t.string({ description: 'The campaign’s key.' }),
    funnel: t.string({ description: 'The funnel’s key; absent: the default funnel.' }),
  }),
});

const RecordSpendSuccess = builder.objectRef<Change>('RecordSpendSuccess').implement({
  description: 'The spend is recorded.',
  fields: (t) => ({
    changed: t.exposeBoolean('changed', { description: 'false: it was there already, just so.' }),
  }),
});

builder.mutationField('recordSpend', (t) =>
  t.field({
    type: RecordSpendSuccess,
    description: 'Records the spend of a day. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError] },
    args: { input: t.arg({ type: RecordSpendInput, required: true, description: 'The spend.' }) },
    resolve: (_root, { input }, context) => writeKeyedFact(context, 'spend', input),
  }),
);
