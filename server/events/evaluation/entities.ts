import { sql } from 'kysely';
import type { Queryable } from '../../database/database.ts';
import type { AlertRule } from '../rule/rule.ts';
import type { Entities } from './sight.ts';

/** The keys of what rules look at one by one, read only where a rule does. Stages but the last, which leads nowhere. */
export async function readEntities(on: Queryable, workspaceId: string, rules: readonly AlertRule[]): Promise<Entities> {
  const asked = new Set(rules.map(({ definition: { each } }) => (each?.keys ? null : (each?.dimension ?? null))));
  const channels = asked.has('CHANNEL')
    ? await keysOf(on, sql`select key from channels where workspace_id = ${workspaceId}`)
    : [];
  const owners = asked.has('OWNER')
    ? await keysOf(on, sql`select key from owners where workspace_id = ${workspaceId}`)
    : [];
  const teams = asked.has('TEAM')
    ? await keysOf(
        on,
        sql`select distinct team as key from owners where workspace_id = ${workspaceId} and team is not null`,
      )
    : [];
  return (dimension, funnel) => {
    if (dimension === 'STAGE') return funnel.stages.slice(0, -1).map(({ key }) => key);
    return { CHANNEL: channels, OWNER: owners, TEAM: teams }[dimension];
  };
}

async function keysOf(on: Queryable, statement: Parameters<Queryable['query']>[0]): Promise<string[]> {
  return (await on.query<{ key: string }>(statement)).map(({ key }) => key);
}
