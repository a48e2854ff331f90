import { queryFromInfo } from '@pothos/plugin-prisma';
import type { Opportunity } from '../database/generated/prisma/client.ts';
import { builder } from '../graphql/builder.ts';
import { MoneyRef } from '../graphql/money.ts';
import { behindInTime, newestFirst, pageArguments, readPage } from '../graphql/page.ts';
import { LeadRef } from '../lead/lead.schema.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';

export const OpportunityRef = builder.prismaNode('Opportunity', {
  description: 'A deal that is being worked on, or was.',
  nullable: true,
  id: { description: 'Stable id.', resolve: ({ id }) => id },
  findUnique: (id, { workspace }) => ({ workspaceId_id: { workspaceId: workspace.id, id } }),
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: 'The sender’s own id; unique among opportunities.' }),
    openedAt: t.expose('openedAt', { type: 'DateTime', description: 'When it was opened.' }),
    wonAt: t.expose('wonAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was won; null where it was not.',
    }),
    lostAt: t.expose('lostAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was lost; null where it was not. With wonAt too, it is won.',
    }),
    lostReason: t.exposeString('lostReason', {
      nullable: true,
      description: 'Why it was lost; null where nobody said.',
    }),
    amount: t.field({
      type: MoneyRef,
      nullable: true,
      description: 'What it is worth, in its own currency; null where nobody said.',
      resolve: ({ amount, currency }, _, { workspace }) =>
        amount && { amount: amount.toFixed(), currency: currency ?? workspace.currency },
    }),
    lead: t.relation('lead', { nullable: true, description: 'The lead that it came from; null where none is known.' }),
    owner: t.relation('owner', {
      nullable: true,
      description: 'Who works on it, where the opportunity itself says so; else null (KPIs then take the lead’s).',
    }),
  }),
});

builder.prismaObjectField(LeadRef, 'opportunities', (t) =>
  t.relation('opportunities', {
    description: 'Its opportunities, oldest first.',
    query: { orderBy: [{ openedAt: 'asc' }, { id: 'asc' }] },
  }),
);

const OpportunityConnection = builder.connectionObject(
  {
    type: OpportunityRef,
    name: 'OpportunityConnection',
    description: 'Opportunities, newest first.',
    fields: (t) => ({
      totalCount: t.int({ description: 'How many there are on all pages.', resolve: ({ totalCount }) => totalCount() }),
    }),
  },
  { description: 'An opportunity and its place in the order.' },
);

builder.objectField(WorkspaceRef, 'opportunities', (t) =>
  t.field({
    type: OpportunityConnection,
    description: 'Its opportunities, by openedAt, newest first.',
    args: pageArguments,
    resolve: ({ id: workspaceId }, args, context, info) => {
      const opportunities = context.database.prisma.opportunity;
      return readPage<Opportunity>(args, {
        parts: ['instant', 'uuid'],
        placeOf: ({ openedAt, id }) => [openedAt.toISOString(), id],
        find: (after, take) =>
          opportunities.findMany({
            ...queryFromInfo({ context, info, path: ['edges', 'node'] }),
            where: { workspaceId, ...behindInTime('openedAt', after) },
            orderBy: newestFirst('openedAt'),
            take,
          }),
        count: () => opportunities.count({ where: { workspaceId } }),
      });
    },
  }),
);
