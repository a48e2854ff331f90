import DataLoader from 'dataloader';
import { type Context, perContext, perProcess } from '../graphql/context.ts';
import { ruleLoader } from './alert-rule.schema.ts';
import type { KpiEvent } from './log/kpi-event.ts';
import { pageOf } from './log/message.ts';
import { eventsById } from './log/read-log.ts';
import { createLogTails } from './log/tail.ts';
import type { AlertRule } from './rule/rule.ts';

/** The logs that this process follows. */
export const logTailsOf = perProcess(({ database, heartbeatMs }) => createLogTails(database, heartbeatMs));

/** Events by internal id, many in one statement; null for those of nobody, or of another workspace. */
export const eventLoader = perContext(
  ({ database, workspace }) =>
    new DataLoader<string, KpiEvent | null>(async (ids) => {
      const events = new Map((await eventsById(database, workspace.id, ids)).map((event) => [event.id, event]));
      return ids.map((id) => events.get(id) ?? null);
    }),
);

export async function ruleOf(event: KpiEvent, context: Context): Promise<AlertRule> {
  return (await loadForPage(ruleLoader(context), event, ({ ruleId }) => ruleId))!;
}

/** The event of that id, as `idOf` finds it in this event and in those that were read with it. */
export function eventOf(
  event: KpiEvent,
  idOf: (event: KpiEvent) => string | null,
  context: Context,
): Promise<KpiEvent | null> {
  return loadForPage(eventLoader(context), event, idOf);
}

async function loadForPage<Value>(
  loader: DataLoader<string, Value | null>,
  event: KpiEvent,
  idOf: (event: KpiEvent) => string | null,
): Promise<Value | null> {
  const id = idOf(event);
  if (id === null) return null;
  // Events of a subscription are executed one by one: without this each would look up for itself what belongs to it.
  const ids = pageOf(event)
    .map(idOf)
    .filter((each) => each !== null);
  const [found] = await loader.loadMany([id, ...new Set(ids)]);
  if (found instanceof Error) throw found;
  return found ?? null;
}
