import type { Credential } from '../access/credential.ts';
import { checkCells } from '../cells/check.ts';
import { rebuildWorkspace } from '../cells/rebuild.ts';
import type { Database } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { errorResponse } from './json-response.ts';
import { type ProgressStreamOptions, streamProgress } from './progress-stream.ts';

type Say = (line: { step: string; done: number; total: number }) => void;

interface Task {
  method: 'GET' | 'POST';
  run(database: Database, workspace: WorkspaceInfo, say: Say, signal: AbortSignal): Promise<object>;
}

const tasks: Record<string, Task> = {
  rebuild: {
    method: 'POST',
    run: (database, workspace, say, signal) =>
      rebuildWorkspace(database, workspace, (step, done, total) => say({ step, done, total }), signal),
  },
  check: {
    method: 'GET',
    run: (database, { id }, say, signal) =>
      checkCells(database, id, 100, (done, total) => say({ step: 'sources', done, total }), signal),
  },
};

/** The task of `/maintenance/{name}`; undefined where there is none. */
export function maintenanceTask(name: string): Task | undefined {
  return Object.hasOwn(tasks, name) ? tasks[name] : undefined;
}

/**
 * `POST /maintenance/rebuild`, `GET /maintenance/check`, for a key that may: lines `{"step", "done", "total"}` while it works on the key's
 * workspace, then one line with what was done or found, and the seconds that it took. One of a kind at a time for each workspace.
 */
export async function maintain(
  name: string,
  { run }: Task,
  { scopes, workspace }: Credential,
  { database, ...options }: ProgressStreamOptions & { database: Database },
): Promise<Response> {
  if (!scopes.has('ADMIN'))
    return errorResponse(403, 'FORBIDDEN', 'This key lacks the scope ADMIN; ask with a key that has it.');
  const release = await database.claim(`${name} ${workspace.id}`);
  if (!release)
    return errorResponse(
      409,
      'MAINTENANCE_UNDER_WAY',
      `A ${name} of this workspace is under way; wait until it has ended, then ask again.`,
    );
  const began = performance.now();
  return streamProgress(async (say, signal) => {
    try {
      const report = await run(database, workspace, say, signal);
      return { ...report, seconds: Math.round((performance.now() - began) / 100) / 10 };
    } finally {
      await release();
    }
  }, options);
}
