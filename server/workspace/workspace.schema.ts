import type { Workspace } from '../access/credential.ts';
import { builder } from '../graphql/builder.ts';
import { ofData } from '../graphql/of-data.ts';

const ref = builder.objectRef<Workspace>('Workspace');

export const WorkspaceRef = builder.node(ref, {
  description:
    'A tenant: its own facts, keys, time zone and currency. Nothing of one workspace can be seen from another.',
  id: { description: 'Stable id.', resolve: ({ id }) => id },
  isTypeOf: undefined,
  loadWithoutCache: (id, { workspace }) => (id === workspace.id ? workspace : null),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name for people.', extensions: ofData }),
    timeZone: t.exposeString('timeZone', {
      description: 'IANA name. Days, weeks and months of every window are cut in it.',
      extensions: ofData,
    }),
    currency: t.exposeString('currency', {
      description: 'ISO 4217 code. Every KPI in money is in it.',
      extensions: ofData,
    }),
  }),
});

builder.queryField('workspace', (t) =>
  t.field({
    type: WorkspaceRef,
    description: 'The workspace of the key in use.',
    extensions: ofData,
    resolve: (_root, _args, { workspace }) => workspace,
  }),
);
