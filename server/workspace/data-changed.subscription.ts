import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { eventValue, live } from '../graphql/live.ts';

/** Nothing but a change moves it; this only bounds how long a lost hint can go unnoticed. */
const LOOK_AGAIN_MS = 60_000;

interface DataChange {
  version: number;
  at: Date;
}

const DataChangeRef = builder.objectRef<DataChange>('DataChange').implement({
  description: 'The workspace’s data as they are now: whatever was read under an older version may be out of date.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Grows with each change of facts, stages or settings.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When this was told.' }),
  }),
});

builder.subscriptionField('dataChanged', (t) =>
  t.field({
    type: DataChangeRef,
    description:
      'At once, then after each change of the workspace’s data, at least 200 ms apart: many changes come as one, and the latest always comes.',
    subscribe: (_root, _args, context) =>
      live<DataChange>(context, {
        look: currentVersion,
        differs: ({ version }, last) => version !== last.version,
        lookAgainAfterMs: () => LOOK_AGAIN_MS,
        isFinal: () => false,
      }),
    resolve: (event) => eventValue(event),
  }),
);

async function currentVersion({ services, workspace, now }: Context): Promise<DataChange> {
  return { version: await services.dataVersion(workspace.id), at: now };
}
