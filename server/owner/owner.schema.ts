import { queryFromInfo } from '@pothos/plugin-prisma';
import type { Owner } from '../database/generated/prisma/client.ts';
import { funnelByKey } from '../funnel/funnel.loaders.ts';
import { builder } from '../graphql/builder.ts';
import { KpiScopeInput } from '../graphql/kpi-scope.ts';
import { implementKpiSet } from '../graphql/kpi-set.ts';
import { pageArguments, readPage } from '../graphql/page.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';

const OwnerKpis = implementKpiSet(
  'OwnerKpis',
  'The KPIs of one owner: those that bear the dimension OWNER.',
  ({ dimensions }) => dimensions.includes('OWNER'),
);

export const OwnerRef = builder.prismaNode('Owner', {
  description: 'A salesperson: whoever a lead or an opportunity belongs to.',
  nullable: true,
  id: { description: 'Stable id.', resolve: ({ id }) => id },
  findUnique: (id, { workspace }) => ({ workspaceId_id: { workspaceId: workspace.id, id } }),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What facts call them; unique in the workspace.' }),
    name: t.string({
      description: 'Their name; the key where none was given.',
      resolve: ({ name, key }) => name || key,
    }),
    team: t.exposeString('team', { nullable: true, description: 'The team they belong to; null where nobody said.' }),
    weeklyCapacity: t.exposeFloat('weeklyCapacity', {
      nullable: true,
      description: 'How many follow-ups a week they can make; null where nobody said.',
    }),
    kpis: t.field({
      type: OwnerKpis,
      description: 'KPIs of this owner alone, in one funnel.',
      args: {
        funnel: t.arg.string({ description: 'The funnel’s key; absent: the default funnel.' }),
        scope: t.arg({ type: KpiScopeInput, required: true, description: 'When, of whom, counted how.' }),
      },
      resolve: async ({ id }, { funnel, scope }, context) => ({
        funnel: await funnelByKey(funnel, context),
        scope,
        narrowing: { dimension: 'OWNER' as const, id },
      }),
    }),
  }),
});

const OwnerConnection = builder.connectionObject(
  {
    type: OwnerRef,
    name: 'OwnerConnection',
    description: 'Owners, by key.',
    fields: (t) => ({
      totalCount: t.int({ description: 'How many there are on all pages.', resolve: ({ totalCount }) => totalCount() }),
    }),
  },
  { description: 'An owner and their place in the order.' },
);

builder.objectField(WorkspaceRef, 'owners', (t) =>
  t.field({
    type: OwnerConnection,
    description: 'Its owners, by key.',
    args: pageArguments,
    resolve: ({ id: workspaceId }, args, context, info) => {
      const owners = context.database.prisma.owner;
      return readPage<Owner>(args, {
        parts: ['text'],
        placeOf: ({ key }) => [key],
        find: (after, take) =>
          owners.findMany({
            ...queryFromInfo({ context, info, path: ['edges', 'node'] }),
            where: { workspaceId, ...(after && { key: { gt: after[0]! } }) },
            orderBy: { key: 'asc' },
            take,
          }),
        count: () => owners.count({ where: { workspaceId } }),
      });
    },
  }),
);
