import { queryFromInfo } from '@pothos/plugin-prisma';
import type { Customer } from '../database/generated/prisma/client.ts';
import { builder } from '../graphql/builder.ts';
import { inCurrency } from '../graphql/kpi-evidence.ts';
import { MoneyRef } from '../graphql/money.ts';
import { behindInTime, newestFirst, pageArguments, readPage } from '../graphql/page.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';

export const CustomerRef = builder.prismaNode('Customer', {
  description: 'Somebody who bought.',
  nullable: true,
  id: { description: 'Stable id.', resolve: ({ id }) => id },
  findUnique: (id, { workspace }) => ({ workspaceId_id: { workspaceId: workspace.id, id } }),
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: 'The sender’s own id; unique among customers.' }),
    becameAt: t.expose('becameAt', { type: 'DateTime', description: 'When they became a customer.' }),
    name: t.exposeString('name', { nullable: true, description: 'Their name; null where nobody said.' }),
    lead: t.relation('lead', { nullable: true, description: 'The lead that they were; null where none is known.' }),
    orderCount: t.int({
      description: 'How many orders they placed; 0 for none.',
      select: { journey: { select: { orderCount: true } } },
      resolve: ({ journey }) => journey?.orderCount ?? 0,
    }),
    revenue: t.field({
      type: MoneyRef,
      description: 'Amounts of all their orders, in the workspace’s currency; 0 for none.',
      select: { journey: { select: { revenue: true } } },
      resolve: ({ journey }, _, context) => inCurrency(journey?.revenue.toFixed() ?? '0', context),
    }),
  }),
});

const CustomerConnection = builder.connectionObject(
  {
    type: CustomerRef,
    name: 'CustomerConnection',
    description: 'Customers, newest first.',
    fields: (t) => ({
      totalCount: t.int({ description: 'How many there are on all pages.', resolve: ({ totalCount }) => totalCount() }),
    }),
  },
  { description: 'A customer and their place in the order.' },
);

builder.objectField(WorkspaceRef, 'customers', (t) =>
  t.field({
    type: CustomerConnection,
    description: 'Its customers, by becameAt, newest first.',
    args: pageArguments,
    resolve: ({ id: workspaceId }, args, context, info) => {
      const customers = context.database.prisma.customer;
      return readPage<Customer>(args, {
        parts: ['instant', 'uuid'],
        placeOf: ({ becameAt, id }) => [becameAt.toISOString(), id],
        find: (after, take) =>
          customers.findMany({
            ...queryFromInfo({ context, info, path: ['edges', 'node'] }),
            where: { workspaceId, ...behindInTime('becameAt', after) },
            orderBy: newestFirst('becameAt'),
            take,
          }),
        count: () => customers.count({ where: { workspaceId } }),
      });
    },
  }),
);
