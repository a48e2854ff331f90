import type { Dataset } from '../dataset.ts';
import type { Engine } from '../engine/engine.ts';
import { type RunningProcess, startProcess } from '../server.ts';

export function bareName({ name }: Engine): string {
  return `bare node:http + ${name === 'postgres' ? 'pg' : 'PGlite'}`;
}

/** The ceiling for serving, as a process of its own. */
export function startBareServer({ home, workspaceId, funnelId }: Dataset): Promise<RunningProcess> {
  return startProcess(process.execPath, ['--import', 'tsx', 'bench/rivals/bare-server.ts'], '/', {
    ...home.rivalEnvironment,
    WORKSPACE: workspaceId,
    FUNNEL: funnelId,
    NODE_ENV: 'production',
  });
}
