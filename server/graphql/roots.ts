import { isObjectType } from 'graphql';
import { builder } from './builder.ts';
import { decodeGlobalId } from './global-id.ts';

builder.queryType({
  description: 'What can be asked. Everything needs a key with the scope READ, and speaks of that key’s workspace.',
  authScopes: { read: true },
});

builder.mutationType({
  description:
    'What can be changed. Each says which scope its key needs. A failure that the caller can act on is data: a type that implements Error.',
});

builder.subscriptionType({
  description:
    'What can be watched, over SSE or WebSocket. Everything needs a key with the scope READ, and ends with it.',
  authScopes: { read: true },
});

builder.queryField('node', (t) =>
  t.node({
    description: 'Anything by its id. null for an id that names nothing in this workspace.',
    args: { id: t.arg.id({ required: true, description: 'As `id` of a type gave it.' }) },
    id: (_, args, _context, { schema }) => {
      const { typename, id } = decodeGlobalId(args.id);
      const type = schema.getType(typename);
      const isNode = isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
      return isNode ? { type: typename, id } : (null as never);
    },
  }),
);
