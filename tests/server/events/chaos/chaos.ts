import { expect } from 'vitest';
import { openDatabase } from '../../../../server/database/open.ts';
import { readEvents } from '../../../../server/events/log/read-log.ts';
import { encodeGlobalId } from '../../../../server/graphql/global-id.ts';
import { ask } from '../../../support/client.ts';
import { type Engine, freshHome } from '../../../support/database.ts';
import { type ServerProcess, startServerProcess } from '../../../support/server-process.ts';
import { chaosRules } from './rules.ts';
import { verify } from './verify.ts';
import { poller, receiver, subscriber, type Watcher } from './watchers.ts';
import { type Batch, FactWriter, postSurely } from './writer.ts';

export interface ChaosOptions {
  engine: Engine;
  rules: number;
  /** How long facts arrive. */
  seconds: number;
  killEverySeconds: number;
  seed: number;
}

const LONGEST_CATCH_UP_MS = 60_000;

/**
 * Server processes on one database (two on PostgreSQL, one on PGlite), rules, facts that arrive; a process is killed every few seconds. In
 * the end the log is what an independent machine makes of the recorded points, each point is what the naive evaluator sees, and everybody
 * who followed the log over all that, by cursor or by webhook, was told what it says: each event, once, in order.
 */
export async function chaos({ engine, rules, seconds, killEverySeconds, seed }: ChaosOptions) {
  const home = await freshHome(engine);
  const servers: (ServerProcess | undefined)[] = [];
  const stops: (() => Promise<void>)[] = [];
  try {
    // One after the other: the first one makes the workspace.
    for (let node = 0; node < (engine === 'postgres' ? 2 : 1); node++) servers.push(await startServerProcess(home));
    const alive = () => servers.filter((server) => server !== undefined);
    const first = alive()[0]!;
    const webhook = await receiver(first);
    const watchers: Watcher[] = [subscriber(alive), poller(alive), webhook];
    stops.push(...watchers.map(({ stop }) => stop));
    const { workspaceId, firstVersion } = await prepare(first, rules);

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
    await caughtUp(watchers);
    for (const server of alive()) await server.kill();
    for (const watcher of watchers) await watcher.stop();

    const database = await openDatabase({ url: home.url, directory: home.directory });
    try {
      const report = await verify(database, workspaceId, batches, firstVersion);
      const log = (await readEvents(database, workspaceId, { after: 0, limit: 1_000_000 })).map(({ id }) =>
        encodeGlobalId('KpiEvent', id),
      );
      for (const { name, ids } of watchers) expect([name, ids()]).toEqual([name, log.slice(0, ids().length)]);
      // The clock may have made an event just before the end.
      for (const { name, ids } of watchers) expect([name, log.length - ids().length < 20]).toEqual([name, true]);
      expect(webhook.forged()).toBe(0);
      return { ...report, batches: batches.length, kills, duplicates: webhook.duplicates() };
    } finally {
      await database.close();
    }
  } finally {
    for (const stop of stops) await stop();
    for (const server of servers) await server?.kill();
    await home.remove();
  }
}

/** All have been told as much as the one who was told most. */
async function caughtUp(watchers: readonly Watcher[]): Promise<void> {
  const until = Date.now() + LONGEST_CATCH_UP_MS;
  const isEven = () => new Set(watchers.map(({ ids }) => ids().length)).size === 1;
  while (!isEven() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
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
