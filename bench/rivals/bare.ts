import type { Dataset } from '../dataset.ts';
import { type RunningProcess, startProcess } from '../server.ts';

export const BARE = 'bare node:http + pg';

/** The ceiling for serving, as a process of its own. */
export function startBareServer({ home, workspaceId, funnelId }: Dataset): Promise<RunningProcess> {
  return startProcess(process.execPath, ['--import', 'tsx', 'bench/rivals/bare-server.ts'], '/', {
    ...home.rivalEnvironment,
    WORKSPACE: workspaceId,
    FUNNEL: funnelId,
    NODE_ENV: 'production',
  });
}
