import { builder } from '../graphql/builder.ts';
import { InvalidFactError } from '../graphql/fact-error.ts';
import { writeKeyedFact } from '../graphql/fact-mutation.ts';

const DefineOwnerInput = builder.inputType('DefineOwnerInput', {
  description: 'An owner, as POST /ingest/owners takes it. A field left out stays, null clears.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'What facts call them.' }),
    name: t.string({ description: 'Their name.' }),
    team: t.string({ description: 'The team they belong to.' }),
    weeklyCapacity: t.float({ description: 'How many follow-ups a week they can make.' }),
  }),
});

const DefineOwnerSuccess = builder.objectRef<{ id: string; changed: boolean }>('DefineOwnerSuccess').implement({
  description: 'The owner is there as asked.',
  fields: (t) => ({
    changed: t.exposeBoolean('changed', { description: 'false: they were there already, just so.' }),
    owner: t.prismaField({
      type: 'Owner',
      nullable: true,
      authScopes: { read: true },
      description: 'The owner as they are now; null with an error for a key without the scope READ.',
      resolve: (query, { id }, _, { database, workspace }) =>
        database.prisma.owner.findUnique({ ...query, where: { workspaceId_id: { workspaceId: workspace.id, id } } }),
    }),
  }),
});

builder.mutationField('defineOwner', (t) =>
  t.field({
    type: DefineOwnerSuccess,
    description: 'Makes an owner, or changes the one with this key. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [InvalidFactError] },
    args: { input: t.arg({ type: DefineOwnerInput, required: true, description: 'The owner.' }) },
    resolve: (_root, { input }, context) => writeKeyedFact(context, 'owners', input),
  }),
);
