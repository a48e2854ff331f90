import { expect } from 'vitest';
import { openDatabase } from '../../../../server/database/open.ts';
import { ask } from '../../../support/client.ts';
import { type Engine, freshHome } from '../../../support/database.ts';
import { type ServerProcess, startServerProcess } from '../../../support/server-process.ts';
import { chaosRules } from './rules.ts';
import { verify } from './verify.ts';
import { type Batch, FactWriter, postSurely } from './writer.ts';

export interface ChaosOptions {
  engine: Engine;
  rules: number;
  /** How long facts arrive. */
  seconds: number;
  killEverySeconds: number;
  seed: number;
}

/**
 * Server processes on one database (two on PostgreSQL, one on PGlite), rules, facts that arrive; a process is killed every few seconds. In
 * the end the log is what an independent machine makes of the recorded points, and each point is what the naive evaluator sees.
 */
export async function chaos({ engine, rules, seconds, killEverySeconds, seed }: ChaosOptions) {
  const home = await freshHome(engine);
  const servers: (ServerProcess | undefined)[] = [];
  try {
    // One after the other: the first one makes the workspace.
    for (let node = 0; node < (engine === 'postgres' ? 2 : 1); node++) servers.push(await startServerProcess(home));
    const alive = () => servers.filter((server) => server !== undefined);
    const { workspaceId, firstVersion } = await prepare(alive()[0]!, rules);

    const batches: Batch[] = [];
    const writer = new FactWriter(seed);
    const until = Date.now() + seconds * 1_000;
    let kills = 0;
    const writing = (async () => {
      while (Date.now() < until) {
        const batch = writer.next();
        batches.push(batch);
        await postSurely(alive, batch);
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    })();
    const killing = (async () => {
      while (Date.now() + killEverySeconds * 1_000 < until) {
        await new Promise((resolve) => setTimeout(resolve, killEverySeconds * 1_000));
        const node = kills++ % servers.length;
        const victim = servers[node]!;
        servers[node] = undefined;
        await victim.kill();
        servers[node] = await startServerProcess(home);
      }
    })();
    await Promise.all([writing, killing]);
    // What has to last a second or two, and what the clock makes due.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    for (const server of alive()) await server.kill();

    const database = await openDatabase({ url: home.url, directory: home.directory });
    try {
      const report = await verify(database, workspaceId, batches, firstVersion);
      return { ...report, batches: batches.length, kills };
    } finally {
      await database.close();
    }
  } finally {
    for (const server of servers) await server?.kill();
    await home.remove();
  }
}

/** Rules before facts, so that the first batch makes the data version after this one. */
async function prepare(server: ServerProcess, rules: number): Promise<{ workspaceId: string; firstVersion: number }> {
  for (const input of chaosRules(rules)) {
    const { defineAlertRule } = await ask<{ defineAlertRule: { __typename: string } }>(
      server,
      'mutation ($input: DefineAlertRuleInput!) { defineAlertRule(input: $input) { __typename ... on Error { code message } } }',
      { input },
    );
    expect(defineAlertRule).toEqual({ __typename: 'DefineAlertRuleSuccess' });
  }
  const { workspace } = await ask<{ workspace: { id: string } }>(server, '{ workspace { id } }');
  const workspaceId = Buffer.from(workspace.id, 'base64').toString().split(':')[1]!;
  return { workspaceId, firstVersion: (await versionOf(server)) + 1 };
}

/** The data version as subscribers are told it. */
async function versionOf({ url, key }: ServerProcess): Promise<number> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: 'subscription { dataChanged { version } }' }),
  });
  let text = '';
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString();
    const [, version] = /"version":(\d+)/.exec(text) ?? [];
    if (version) return Number(version);
  }
  throw new Error(`No data version came: ${text}`);
}
