import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { Prisma } from '../database/generated/prisma/client.ts';
import { type Context, perContext } from '../graphql/context.ts';
import { countReminders, findRemindersByOwner, type ReminderPlace } from './find-reminders.ts';
import type { ReminderRow } from './kinds.ts';
import type { ReminderScope } from './question.ts';

/** What to select of an entity beside its id. */
type Selection = { include?: unknown; select?: unknown };
type Find = (context: Context, query: Selection, ids: readonly string[]) => Promise<{ id: string }[]>;

/**
 * Entities that reminders name, with all that is asked of them: one statement for each field of the document, however many reminders.
 * (The field's nodes are the same array for every item of a list.)
 */
function entities<Entity extends { id: string }>(find: Find) {
  const loaders = perContext(() => new WeakMap<readonly FieldNode[], DataLoader<string, Entity | null>>());
  return (id: string | null, context: Context, info: GraphQLResolveInfo): Promise<Entity | null> | null => {
    if (id === null) return null;
    // Asked for each item: it also notes which fields come loaded.
    const query = queryFromInfo<never>({ context, info }) as Selection;
    const known = loaders(context);
    let loader = known.get(info.fieldNodes);
    if (!loader) {
      loader = new DataLoader<string, Entity | null>(async (ids) => {
        const selection = query.select ? { select: { ...query.select, id: true } } : query;
        const found = new Map((await find(context, selection, ids)).map((entity) => [entity.id, entity as Entity]));
        return ids.map((each) => found.get(each) ?? null);
      });
      known.set(info.fieldNodes, loader);
    }
    return loader.load(id);
  };
}

const where = ({ workspace }: Context, ids: readonly string[]) => ({ workspaceId: workspace.id, id: { in: [...ids] } });

export const loadLead = entities<Prisma.LeadGetPayload<object>>((context, query, ids) =>
  context.database.prisma.lead.findMany({ ...(query as object), where: where(context, ids) }),
);
export const loadOpportunity = entities<Prisma.OpportunityGetPayload<object>>((context, query, ids) =>
  context.database.prisma.opportunity.findMany({ ...(query as object), where: where(context, ids) }),
);
export const loadCustomer = entities<Prisma.CustomerGetPayload<object>>((context, query, ids) =>
  context.database.prisma.customer.findMany({ ...(query as object), where: where(context, ids) }),
);
export const loadOwner = entities<Prisma.OwnerGetPayload<object>>((context, query, ids) =>
  context.database.prisma.owner.findMany({ ...(query as object), where: where(context, ids) }),
);

/** What is asked of one owner; many owners who are asked the same are one statement. */
export interface OwnersQuestion {
  ownerId: string;
  scope: ReminderScope;
  after: ReminderPlace | undefined;
  take: number;
}

export const remindersOfOwner = perContext((context) =>
  byQuestion<ReminderRow[]>(async (ownerIds, { scope, after, take }) => {
    const rows = await findRemindersByOwner(context.database, { ...scope, ownerIds }, { after, take });
    return (ownerId) => rows.filter((row) => row.ownerId === ownerId);
  }),
);

export const reminderCountOfOwner = perContext((context) =>
  byQuestion<number>(async (ownerIds, { scope }) => {
    const counts = await countReminders(context.database, { ...scope, ownerIds });
    return (ownerId) => counts.get(ownerId) ?? 0;
  }),
);

type Answer<Value> = (ownerId: string) => Value;

function byQuestion<Value>(
  answer: (ownerIds: readonly string[], question: OwnersQuestion) => Promise<Answer<Value>>,
): DataLoader<OwnersQuestion, Value, string> {
  const textOf = ({ ownerId: _, ...rest }: OwnersQuestion) => JSON.stringify(rest);
  return new DataLoader<OwnersQuestion, Value, string>(
    async (questions) => {
      const texts = questions.map(textOf);
      const answers = new Map<string, Answer<Value>>();
      for (const text of new Set(texts)) {
        const same = questions.filter((_, index) => texts[index] === text);
        const ownerIds = same.map(({ ownerId }) => ownerId);
        answers.set(text, await answer(ownerIds, same[0]!));
      }
      return questions.map(({ ownerId }, index) => answers.get(texts[index]!)!(ownerId));
    },
    { cacheKeyFn: (question) => `${question.ownerId} ${textOf(question)}` },
  );
}
