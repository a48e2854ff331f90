import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScorecardRow } from '../check-scorecard.ts';
import type { Dataset } from '../dataset.ts';
import { askBare } from '../http/client.ts';
import type { Connection } from '../http/connection.ts';
import { type RunningProcess, startProcess } from '../server.ts';
import type { Window } from '../windows.ts';
import { install } from './install.ts';

const folder = fileURLToPath(new URL('./postgraphile', import.meta.url));
const node = join(folder, 'node_modules/.bin/node');

/** Installs it where it is missing. undefined where it cannot run: on the embedded engine, or without a registry. */
export async function startPostgraphile({ home }: Dataset): Promise<RunningProcess | undefined> {
  if (!home.url) return undefined;
  if (!install('PostGraphile 5 and its Node', folder, ['postgraphile', '.bin/node'])) return undefined;
  return startProcess(node, [join(folder, 'server.mjs')], '/graphql', {
    ...home.rivalEnvironment,
    NODE_ENV: 'production',
    GRAPHILE_ENV: 'production',
    // Flags for the project's Node are none for this one.
    NODE_OPTIONS: '',
  });
}

const QUERY = `query Scorecard($workspace: UUID!, $funnel: UUID!, $from: Date!, $to: Date!) {
  scorecard(ofWorkspace: $workspace, ofFunnel: $funnel, fromDay: $from, toDay: $to) {
    nodes { position channelId reached advanced lost }
  }
}`;

/** The rows of the floor's scorecard, through its GraphQL. */
export async function askPostgraphile(
  connection: Connection,
  { workspaceId, funnelId }: Dataset,
  { from, to }: Window,
): Promise<string> {
  const variables = { workspace: workspaceId, funnel: funnelId, from, to };
  const answer = await askBare(connection, '/graphql', { query: QUERY, variables });
  if (answer.startsWith('{"errors"')) throw new Error(`PostGraphile answered ${answer.slice(0, 500)}`);
  return answer;
}

interface Node extends Omit<ScorecardRow, 'channel_id'> {
  channelId: string | null;
}

/** Its answer as the SQL's rows. */
export function postgraphileRows(answer: string): ScorecardRow[] {
  const { nodes } = (JSON.parse(answer) as { data: { scorecard: { nodes: Node[] } } }).data.scorecard;
  return nodes.map(({ channelId, ...row }) => ({ ...row, channel_id: channelId }));
}
