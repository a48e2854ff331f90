import { queryFromInfo } from '@pothos/plugin-prisma';
import type { Channel } from '../database/generated/prisma/client.ts';
import { funnelByKey } from '../funnel/funnel.loaders.ts';
import { builder } from '../graphql/builder.ts';
import { KpiScopeInput } from '../graphql/kpi-scope.ts';
import { implementKpiSet } from '../graphql/kpi-set.ts';
import { ofData } from '../graphql/of-data.ts';
import { pageArguments, readPage } from '../graphql/page.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';

const ChannelKpis = implementKpiSet(
  'ChannelKpis',
  'The KPIs of one channel: those that bear the dimension CHANNEL.',
  ({ dimensions }) => dimensions.includes('CHANNEL'),
);

export const ChannelKind = builder.enumType('ChannelKind', {
  description: 'What sort of source a channel is.',
  values: {
    PAID: { description: 'Bought: advertising, fairs.' },
    ORGANIC: { description: 'Found: search, content.' },
    REFERRAL: { description: 'Recommended by customers.' },
    DIRECT: { description: 'Came of their own accord.' },
    PARTNER: { description: 'Brought by partners.' },
    OTHER: { description: 'Anything else.' },
  } as const,
});

export const ChannelRef = builder.prismaNode('Channel', {
  description: 'Where leads come from.',
  extensions: ofData,
  nullable: true,
  id: { description: 'Stable id.', resolve: ({ id }) => id },
  findUnique: (id, { workspace }) => ({ workspaceId_id: { workspaceId: workspace.id, id } }),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What facts call it; unique in the workspace.' }),
    name: t.string({ description: 'Its name; the key where none was given.', resolve: ({ name, key }) => name || key }),
    kind: t.field({
      type: ChannelKind,
      nullable: true,
      description: 'What sort of source it is; null where nobody said.',
      resolve: ({ kind }) => kind as 'PAID' | null,
    }),
    kpis: t.field({
      type: ChannelKpis,
      description: 'KPIs of this channel alone, in one funnel.',
      args: {
        funnel: t.arg.string({ description: 'The funnel’s key; absent: the default funnel.' }),
        scope: t.arg({ type: KpiScopeInput, required: true, description: 'When, of whom, counted how.' }),
      },
      resolve: async ({ id }, { funnel, scope }, context) => ({
        funnel: await funnelByKey(funnel, context),
        scope,
        narrowing: { dimension: 'CHANNEL' as const, id },
      }),
    }),
  }),
});

const ChannelConnection = builder.connectionObject(
  {
    type: ChannelRef,
    name: 'ChannelConnection',
    description: 'Channels, by key.',
    fields: (t) => ({
      totalCount: t.int({ description: 'How many there are on all pages.', resolve: ({ totalCount }) => totalCount() }),
    }),
  },
  { description: 'A channel and its place in the order.' },
);

builder.objectField(WorkspaceRef, 'channels', (t) =>
  t.field({
    type: ChannelConnection,
    description: 'Its channels, by key.',
    args: pageArguments,
    resolve: ({ id: workspaceId }, args, context, info) => {
      const channels = context.database.prisma.channel;
      return readPage<Channel>(args, {
        parts: ['text'],
        placeOf: ({ key }) => [key],
        find: (after, take) =>
          channels.findMany({
            ...queryFromInfo({ context, info, path: ['edges', 'node'] }),
            where: { workspaceId, ...(after && { key: { gt: after[0]! } }) },
            orderBy: { key: 'asc' },
            take,
          }),
        count: () => channels.count({ where: { workspaceId } }),
      });
    },
  }),
);
