import { queryFromInfo } from '@pothos/plugin-prisma';
import type { Lead } from '../database/generated/prisma/client.ts';
import { funnelsOf } from '../funnel/funnel.loaders.ts';
import { FunnelRef } from '../funnel/funnel.schema.ts';
import { StageRef } from '../funnel/stage.schema.ts';
import { builder } from '../graphql/builder.ts';
import { behindInTime, newestFirst, pageArguments, readPage } from '../graphql/page.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';
import { LeadFilterInput, leadsWhere, standingNow } from './lead-filter.ts';

export const LeadRef = builder.prismaNode('Lead', {
  description: 'Somebody who might buy.',
  nullable: true,
  id: { description: 'Stable id.', resolve: ({ id }) => id },
  findUnique: (id, { workspace }) => ({ workspaceId_id: { workspaceId: workspace.id, id } }),
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: 'The sender’s own id; unique among leads.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it came: the first stage’s entry.' }),
    name: t.exposeString('name', { nullable: true, description: 'Its name; null where nobody said.' }),
    company: t.exposeString('company', { nullable: true, description: 'Its company; null where nobody said.' }),
    channel: t.relation('channel', { nullable: true, description: 'Where it came from; null where nobody said.' }),
    owner: t.relation('owner', { nullable: true, description: 'Who works on it; null where nobody does.' }),
    funnel: t.field({
      type: FunnelRef,
      description: 'The funnel that it is in.',
      resolve: async ({ funnelId }, _, context) => (await funnelsOf(context)).find(({ id }) => id === funnelId)!,
    }),
    stage: t.field({
      type: StageRef,
      nullable: true,
      description: 'Where it stands now; null once lost.',
      select: (_args, { moment }) => ({ stays: { where: standingNow(moment), select: { stageId: true } } }),
      resolve: async ({ stays }, _, context) => {
        const stages = (await funnelsOf(context)).flatMap((funnel) => funnel.stages);
        return stages.find(({ id }) => id === stays[0]?.stageId) ?? null;
      },
    }),
  }),
});

const LeadConnection = builder.connectionObject(
  {
    type: LeadRef,
    name: 'LeadConnection',
    description: 'Leads, newest first.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many match the filter, on all pages.',
        resolve: ({ totalCount }) => totalCount(),
      }),
    }),
  },
  { description: 'A lead and its place in the order.' },
);

builder.objectField(WorkspaceRef, 'leads', (t) =>
  t.field({
    type: LeadConnection,
    description: 'Its leads, newest first.',
    args: {
      ...pageArguments,
      filter: t.arg({ type: LeadFilterInput, description: 'Only leads that match; absent: all.' }),
    },
    resolve: async ({ id: workspaceId }, { filter, ...args }, context, info) => {
      const leads = context.database.prisma.lead;
      const matching = await leadsWhere(filter ?? {}, context);
      return readPage<Lead>(args, {
        parts: ['instant', 'uuid'],
        placeOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
        find: (after, take) =>
          leads.findMany({
            ...queryFromInfo({ context, info, path: ['edges', 'node'] }),
            where: { workspaceId, AND: [matching, behindInTime('createdAt', after)] },
            orderBy: newestFirst('createdAt'),
            take,
          }),
        count: () => leads.count({ where: { workspaceId, ...matching } }),
      });
    },
  }),
);
