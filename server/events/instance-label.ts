import DataLoader from 'dataloader';
import { sql } from 'kysely';
import { funnelsOf } from '../funnel/funnel.loaders.ts';
import { type Context, perContext } from '../graphql/context.ts';
import { inLocale } from '../graphql/locale.ts';
import { ruleOf } from './kpi-event.loaders.ts';
import type { KpiEvent } from './log/kpi-event.ts';
import { pageOf } from './log/message.ts';
import { type Instance, readInstance } from './rule/instance.ts';

/** Names of channels and owners, by 'CHANNEL key' and 'OWNER key', many in one statement; null where none was given. */
const nameLoader = perContext(
  ({ database, workspace }) =>
    new DataLoader<string, string | null>(async (wanted) => {
      const keysOf = (dimension: string) =>
        wanted.flatMap((each) => (each.startsWith(`${dimension} `) ? [each.slice(dimension.length + 1)] : []));
      const rows = await database.query<{ id: string; name: string | null }>(sql`
        select 'CHANNEL ' || c.key as id, c.name from channels c
        where c.workspace_id = ${workspace.id} and c.key = any(${keysOf('CHANNEL')}::text[])
        union all
        select 'OWNER ' || o.key, o.name from owners o
        where o.workspace_id = ${workspace.id} and o.key = any(${keysOf('OWNER')}::text[])`);
      const names = new Map(rows.map(({ id, name }) => [id, name]));
      return wanted.map((id) => names.get(id) ?? null);
    }),
);

function nameId(instance: Instance): string | undefined {
  if (!instance || instance.key === null) return undefined;
  const { dimension, key } = instance;
  return dimension === 'CHANNEL' || dimension === 'OWNER' ? `${dimension} ${key}` : undefined;
}

/** What people call the instance that an event speaks of: its name, else its key; null for facts that do not bear the dimension. */
export async function instanceLabel(
  event: KpiEvent,
  locale: string | null | undefined,
  context: Context,
): Promise<string | null> {
  const instance = readInstance(event.instance);
  if (!instance || instance.key === null) return null;
  if (instance.dimension === 'STAGE') {
    const { funnelId } = await ruleOf(event, context);
    const stages = (await funnelsOf(context)).find(({ id }) => id === funnelId)?.stages;
    const stage = stages?.find(({ key }) => key === instance.key);
    return (stage && inLocale({ en: stage.nameEn, zh: stage.nameZh }, locale)) ?? instance.key;
  }
  const id = nameId(instance);
  if (!id) return instance.key;
  // Events of a subscription are executed one by one: names of all that were read together are looked up at once.
  const together = pageOf(event).flatMap(({ instance: each }) => nameId(readInstance(each)) ?? []);
  const [name] = await nameLoader(context).loadMany([id, ...new Set(together)]);
  if (name instanceof Error) throw name;
  return name || instance.key;
}
