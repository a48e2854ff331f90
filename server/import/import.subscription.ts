import { builder } from '../graphql/builder.ts';
import { eventValue, live } from '../graphql/live.ts';
import { ImportRef } from './import.schema.ts';
import { type ImportRow, importsToWatch, newestImports } from './read-imports.ts';

/** A chunk that changes nothing is no change of the data, so nobody tells of it. */
const WHILE_RUNNING_MS = 500;
/** This only bounds how long a lost hint can go unnoticed. */
const OTHERWISE_MS = 60_000;
const parts = ['status', 'accepted', 'unchanged', 'rejected', 'deferred', 'linesRead'] as const;

builder.subscriptionField('importProgress', (t) =>
  t.field({
    type: [ImportRef],
    description:
      'The imports that run: at once (an empty list where none does), then again as they come, go on and end; a few times a second at most, always the latest. One that has ended is told once more, with its end.',
    subscribe: (_root, _args, context) => {
      let running: string[] = [];
      let newest: string | undefined;
      return live<ImportRow[]>(context, {
        look: async ({ database, workspace }) => {
          newest ??= (await newestImports(database, workspace.id, 1))[0]?.id ?? BEFORE_ALL;
          const imports = await importsToWatch(database, workspace.id, running, newest);
          newest = imports.reduce((last, { id }) => (id > last ? id : last), newest);
          running = imports.filter(({ status }) => status === 'RUNNING').map(({ id }) => id);
          return imports;
        },
        differs: (imports, last) => imports.some((each) => isNews(each, last)),
        lookAgainAfterMs: () => (running.length > 0 ? WHILE_RUNNING_MS : OTHERWISE_MS),
        isFinal: () => false,
      });
    },
    resolve: (event) => eventValue(event),
  }),
);

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

function isNews(now: ImportRow, last: readonly ImportRow[]): boolean {
  const before = last.find(({ id }) => id === now.id);
  return !before || parts.some((part) => now[part] !== before[part]);
}
