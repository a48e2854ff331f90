import { builder } from '../graphql/builder.ts';
import { InvalidFactError, LeadNotFoundError } from '../graphql/fact-error.ts';
import type { FactChange } from '../graphql/fact-mutation.ts';

/** A change that one lead's story is told by. */
export interface LeadChange extends FactChange {
  /** The lead's external id. */
  lead: string;
}

export function implementLeadChange(name: string, description: string) {
  return builder.objectRef<LeadChange>(name).implement({
    description,
    fields: (t) => ({
      externalId: t.exposeString('externalId', { description: 'The fact’s own id; made where none was given.' }),
      changed: t.exposeBoolean('changed', { description: 'false: it was there already, just so.' }),
      lead: t.prismaField({
        type: 'Lead',
        nullable: true,
        authScopes: { read: true },
        description: 'The lead as it is now; null with an error for a key without the scope READ.',
        resolve: (query, { lead }, _, { database, workspace }) =>
          database.prisma.lead.findUnique({
            ...query,
            where: { workspaceId_externalId: { workspaceId: workspace.id, externalId: lead } },
          }),
      }),
    }),
  });
}

/** @throws LeadNotFoundError where the fact was refused for its lead */
export async function ofLead(lead: string, write: Promise<FactChange>): Promise<LeadChange> {
  try {
    return { ...(await write), lead };
  } catch (error) {
    if (error instanceof InvalidFactError && error.code === 'UNKNOWN_REFERENCE' && error.field === 'lead')
      throw new LeadNotFoundError(lead);
    throw error;
  }
}
