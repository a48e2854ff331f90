import { builder } from '../graphql/builder.ts';
import { requestError } from '../graphql/request-error.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';
import { type ImportRow, newestImports } from './read-imports.ts';

const IMPORTS = 20;
const MOST_IMPORTS = 100;

const ImportStatusRef = builder.enumType('ImportStatus', {
  description: 'Where an import stands.',
  values: {
    RUNNING: { description: 'Its request is under way.' },
    DONE: { description: 'Every line was read; those that were not rejected are in.' },
    FAILED: {
      description:
        'It broke off: its sender or its server went away (known after a minute), or there was a fault. What is counted is in and stays.',
    },
    ABORTED: { description: 'Asked for all or nothing, it met a bad line: nothing of it went in.' },
  } as const,
});

export const ImportRef = builder.objectRef<ImportRow>('Import').implement({
  description:
    'A request that posts facts (`POST /ingest/{kind}`), as far as it has come. Short ones, over within a second and in one commit, are not listed.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Stable; later ones sort behind earlier ones.' }),
    kind: t.exposeString('kind', { description: 'The kind of fact, as in the path: leads, orders …' }),
    status: t.expose('status', { type: ImportStatusRef, description: 'Where it stands.' }),
    accepted: t.exposeInt('accepted', { description: 'New and changed facts that are committed so far.' }),
    unchanged: t.exposeInt('unchanged', { description: 'Facts so far that were there already.' }),
    rejected: t.exposeInt('rejected', { description: 'Lines so far that did not go in.' }),
    deferred: t.exposeInt('deferred', { description: 'Facts so far that are kept until their parent comes.' }),
    linesRead: t.exposeInt('linesRead', {
      description:
        'Lines of the body read so far, a CSV header included; up to a chunk ahead of what is counted. All or nothing: counts are 0 until the end, only this moves.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When its request came.' }),
    lastProgressAt: t.expose('lastProgressAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When facts of it were last committed; null before the first.',
    }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it runs, and for good where its server went away.',
    }),
  }),
});

builder.objectField(WorkspaceRef, 'imports', (t) =>
  t.field({
    type: [ImportRef],
    description: 'Imports that run or ran within the last day, newest first.',
    args: { first: t.arg.int({ defaultValue: IMPORTS, description: `How many, 1 to ${MOST_IMPORTS}.` }) },
    resolve: ({ id }, { first }, { database }) => newestImports(database, id, checkFirst(first ?? IMPORTS)),
  }),
);

function checkFirst(first: number): number {
  if (first >= 1 && first <= MOST_IMPORTS) return first;
  throw requestError('INVALID_FIRST', `first is ${first}; give a whole number from 1 to ${MOST_IMPORTS}.`);
}
