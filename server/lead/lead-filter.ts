import { Temporal } from 'temporal-polyfill';
import type { Prisma } from '../database/generated/prisma/client.ts';
import { funnelsOf } from '../funnel/funnel.loaders.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { readable } from '../graphql/readable.ts';
import { firstInstant } from '../kpi/calendar.ts';

export interface LeadFilter {
  channels?: readonly (string | null | undefined)[] | null | undefined;
  owners?: readonly string[] | null | undefined;
  stages?: readonly string[] | null | undefined;
  createdFrom?: string | null | undefined;
  createdTo?: string | null | undefined;
}

export const LeadFilterInput = builder.inputType('LeadFilterInput', {
  description: 'Which leads. A list means any of, absent or empty means all; all conditions must hold.',
  fields: (t) => ({
    channels: t.stringList({
      required: { list: false, items: false },
      description: 'Keys of channels; null among them means leads without a channel.',
    }),
    owners: t.stringList({ description: 'Keys of owners.' }),
    stages: t.stringList({ description: 'Keys of stages: leads that stand there now; lost: leads that are lost now.' }),
    createdFrom: t.field({ type: 'Date', description: 'Created on this day or later, in the workspace’s time zone.' }),
    createdTo: t.field({ type: 'Date', description: 'Created before this day, in the workspace’s time zone.' }),
  }),
});

/** The stay that a lead is in; a lost lead is in none. */
export function standingNow(now: Date) {
  return {
    enteredAt: { lte: now },
    OR: [{ leftAt: null }, { leftAt: { gt: now } }],
  } satisfies Prisma.LeadStayWhereInput;
}

/** The filter as conditions. Keys are looked up first, so that every table is asked with its workspace. */
export async function leadsWhere(filter: LeadFilter, context: Context): Promise<Prisma.LeadWhereInput> {
  const conditions: Prisma.LeadWhereInput[] = [];
  const { channels, owners, stages, createdFrom, createdTo } = filter;
  if (channels?.length) conditions.push(await inChannels(channels, context));
  if (owners?.length) conditions.push({ ownerId: { in: await ownerIds(owners, context) } });
  if (stages?.length) conditions.push(await atStages(stages, context));
  if (createdFrom) conditions.push({ createdAt: { gte: startOf(createdFrom, context) } });
  if (createdTo) conditions.push({ createdAt: { lt: startOf(createdTo, context) } });
  return conditions.length > 0 ? { AND: conditions } : {};
}

async function inChannels(
  keys: readonly (string | null | undefined)[],
  { database, workspace }: Context,
): Promise<Prisma.LeadWhereInput> {
  const named = keys.filter((key) => typeof key === 'string');
  const found = await database.prisma.channel.findMany({
    where: { workspaceId: workspace.id, key: { in: named.map(readable) } },
    select: { id: true },
  });
  const ids = { channelId: { in: found.map(({ id }) => id) } };
  return named.length < keys.length ? { OR: [ids, { channelId: null }] } : ids;
}

async function ownerIds(keys: readonly string[], { database, workspace }: Context): Promise<string[]> {
  const where = { workspaceId: workspace.id, key: { in: keys.map(readable) } };
  return (await database.prisma.owner.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

async function atStages(keys: readonly string[], context: Context): Promise<Prisma.LeadWhereInput> {
  const { workspace, moment } = context;
  const stages = (await funnelsOf(context)).flatMap((funnel) => funnel.stages);
  const stageId = { in: stages.filter(({ key }) => keys.includes(key)).map(({ id }) => id) };
  const here = { workspaceId: workspace.id, ...standingNow(moment) };
  const standing: Prisma.LeadWhereInput = { stays: { some: { ...here, stageId } } };
  if (!keys.includes('lost')) return standing;
  return { OR: [standing, { createdAt: { lte: moment }, stays: { none: here } }] };
}

function startOf(date: string, { workspace }: Context): Date {
  return firstInstant(Temporal.PlainDate.from(date), workspace.timeZone);
}
