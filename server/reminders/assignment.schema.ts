import { queryFromInfo } from '@pothos/plugin-prisma';
import type { AssignmentPolicy, AssignmentStrategy } from '../assignment/policy.ts';
import { readPolicies } from '../assignment/policy.ts';
import type { Assignment } from '../database/generated/prisma/client.ts';
import { FunnelRef } from '../funnel/funnel.schema.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { inLocale, localeArguments } from '../graphql/locale.ts';
import { notOfData } from '../graphql/of-data.ts';
import { behindInTime, newestFirst, pageArguments, readPage } from '../graphql/page.ts';
import { readable } from '../graphql/readable.ts';
import { LeadRef } from '../lead/lead.schema.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';

export const AssignmentStrategyRef = builder.enumType('AssignmentStrategy', {
  description: 'By what the next owner is chosen.',
  values: {
    ROUND_ROBIN: { description: 'In turn, by key.' },
    FREE_CAPACITY: {
      description:
        'Whoever has the most follow-ups left this week (from Monday, in the workspace’s time zone): weeklyCapacity − follow-ups they made − leads assigned to them this week that are still theirs, open and not followed up since. Among equals by key; when nobody has any left, still whoever has most. Owners without a weeklyCapacity get none.',
    },
  } as const,
});

export const AssignmentPolicyRef = builder.objectRef<AssignmentPolicy>('AssignmentPolicy').implement({
  description: 'Who gets the new leads of a funnel that come without an owner.',
  fields: (t) => ({
    isActive: t.exposeBoolean('isActive', { description: 'Whether leads are assigned by it.' }),
    minimumScore: t.exposeFloat('minimumScore', {
      nullable: true,
      description: 'Quality score from which a lead is assigned; null: every lead, scored or not.',
    }),
    strategy: t.expose('strategy', {
      type: AssignmentStrategyRef,
      description: 'By what the next owner is chosen.',
    }),
    owners: t.stringList({ description: 'Keys of owners who take part.', resolve: ({ owners }) => [...owners] }),
    teams: t.stringList({
      description: 'Teams whose owners take part: whoever is in them when a lead comes.',
      resolve: ({ teams }) => [...teams],
    }),
    maximumAgeDays: t.exposeInt('maximumAgeDays', {
      description: 'Leads created more days ago, as they come, are history and are left alone.',
    }),
  }),
});

builder.objectField(FunnelRef, 'assignmentPolicy', (t) =>
  t.loadable({
    extensions: notOfData,
    type: AssignmentPolicyRef,
    nullable: true,
    description: 'Who gets its new leads; null where no policy was defined.',
    load: async (ids: string[], { database, workspace }: Context) => {
      const policies = await readPolicies(database, workspace.id, ids);
      return ids.map((id) => policies.find(({ funnelId }) => funnelId === id) ?? null);
    },
    resolve: ({ id }) => id,
  }),
);

const AssignmentRef = builder.prismaObject('Assignment', {
  description: 'A line of the log: a lead that was given to an owner. Each lead is given at most once.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When, by the database’s clock.' }),
    lead: t.relation('lead', { description: 'The lead. Its owner may be another by now: whoever its sender names.' }),
    owner: t.relation('owner', { description: 'To whom it was given.' }),
    strategy: t.field({
      type: AssignmentStrategyRef,
      description: 'By what the owner was chosen.',
      resolve: ({ strategy }) => strategy as AssignmentStrategy,
    }),
    score: t.float({
      nullable: true,
      description: 'The lead’s quality score then; null where it had none.',
      resolve: ({ score }) => score?.toNumber() ?? null,
    }),
    freeCapacity: t.exposeFloat('freeCapacity', {
      nullable: true,
      description:
        'Of FREE_CAPACITY: follow-ups that the owner had left for the week, before this one; below 0 when nobody had any; else null.',
    }),
    reason: t.string({
      description: 'Why this owner got it, in a sentence.',
      args: localeArguments,
      resolve: (assignment, { locale }) => inLocale(reasonOf(assignment), locale)!,
    }),
  }),
});

function reasonOf({ strategy, score, minimumScore, freeCapacity }: Assignment): { en: string; zh: string } {
  const [en, zh] =
    minimumScore === null
      ? ['Every new lead is assigned', '所有新线索都会分配']
      : [`Score ${score?.toNumber()}, at least ${minimumScore}`, `评分 ${score?.toNumber()},不低于 ${minimumScore}`];
  if (strategy === 'ROUND_ROBIN') return { en: `${en}; next in turn.`, zh: `${zh};按顺序轮到。` };
  return {
    en: `${en}; most follow-ups left this week: ${freeCapacity}.`,
    zh: `${zh};本周剩余跟进次数最多:${freeCapacity}。`,
  };
}

builder.prismaObjectField(LeadRef, 'assignment', (t) =>
  t.relation('assignment', {
    nullable: true,
    description: 'How a policy gave it to an owner; null where none did.',
  }),
);

const AssignmentConnection = builder.connectionObject(
  {
    type: AssignmentRef,
    name: 'AssignmentConnection',
    description: 'Assignments, newest first.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many match, on all pages.',
        resolve: ({ totalCount }) => totalCount(),
      }),
    }),
  },
  { description: 'An assignment and its place in the order.' },
);

builder.objectField(WorkspaceRef, 'assignments', (t) =>
  t.field({
    type: AssignmentConnection,
    description:
      'The log of leads that policies gave to owners, newest first. It forgets leads and owners that are gone.',
    args: {
      ...pageArguments,
      owners: t.arg.stringList({ description: 'Keys of owners: only what they were given; absent or empty: all.' }),
    },
    resolve: ({ id: workspaceId }, { owners, ...args }, context, info) => {
      const assignments = context.database.prisma.assignment;
      const matching = owners?.length ? { owner: { workspaceId, key: { in: owners.map(readable) } } } : {};
      return readPage<Assignment>(args, {
        parts: ['instant', 'uuid'],
        placeOf: ({ at, id }) => [at.toISOString(), id],
        find: (after, take) =>
          assignments.findMany({
            ...queryFromInfo({ context, info, path: ['edges', 'node'] }),
            where: { workspaceId, AND: [matching, behindInTime('at', after)] },
            orderBy: newestFirst('at'),
            take,
          }),
        count: () => assignments.count({ where: { workspaceId, ...matching } }),
      });
    },
  }),
);
