import { type Address, ask } from '../../support/client.ts';

export interface ToDo {
  id: string;
  kind: string;
  state: string;
  since: string;
  dueAt: string;
  snoozedUntil: string | null;
  markedBy: string | null;
  reason: string;
  lead: { externalId: string } | null;
  opportunity: { externalId: string } | null;
  customer: { externalId: string } | null;
  owner: { key: string } | null;
}

export const toDoFields =
  'id kind state since dueAt snoozedUntil markedBy reason lead { externalId } opportunity { externalId } customer { externalId } owner { key }';

/** The to-do list that matches, whole. `filter` as GraphQL writes it. */
export async function toDoList(address: Address, filter = '{}'): Promise<ToDo[]> {
  const { workspace } = await ask<{ workspace: { reminders: { totalCount: number; edges: { node: ToDo }[] } } }>(
    address,
    `{ workspace { reminders(first: 500, filter: ${filter}) { totalCount edges { node { ${toDoFields} } } } } }`,
  );
  const { edges, totalCount } = workspace.reminders;
  if (totalCount !== edges.length && totalCount <= 500)
    throw new Error(`totalCount says ${totalCount}, but there are ${edges.length} edges`);
  return edges.map(({ node }) => node);
}

/** What it is about and when it is due, in one line. */
export function line({ kind, lead, opportunity, customer, dueAt }: ToDo): string {
  const subject = opportunity ?? customer ?? lead;
  return `${kind} ${subject?.externalId} ${dueAt.replace('.000Z', 'Z')}`;
}
