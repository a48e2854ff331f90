import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Engine, emptyHome } from '../engine/engine.ts';
import { quantile } from '../figure.ts';
import { ask, postFacts } from '../http/client.ts';
import { Connection } from '../http/connection.ts';
import { type Listeners, openListeners, streamRequest } from '../http/listeners.ts';
import { KEY, startServer } from '../server.ts';
import type { Line } from '../table.ts';

export const ALERTS = 'alerts';

/** As many commits are measured: each crosses the threshold of one rule more. */
const RULES = 100;
/** Commits closer together are evaluated together, and would wait for each other. */
const PAUSE_MS = 250;
const NOTIFY = 'bare NOTIFY round trip';
const subscription = 'subscription { kpiEvents { __typename ... on KpiEvent { sequence rule { name } value } } }';

/** From the request that commits a fact to the subscriber that has its event, in a workspace with 100 rules. */
export async function measureAlerts(engine: Engine): Promise<Line[]> {
  const home = await emptyHome(engine, 'bench_alerts');
  const server = await startServer(home);
  try {
    const connection = await Connection.open(server.port);
    for (let number = 0; number < RULES; number++) await defineRule(connection, number);
    const path = `/graphql?query=${encodeURIComponent(subscription)}`;
    const listeners = await openListeners(server.port, 1, streamRequest(path, KEY));
    const took: number[] = [];
    // What was defined just now is evaluated for the first time.
    await pause(3_000);
    for (let number = 0; number < RULES; number++) {
      await pause(PAUSE_MS);
      took.push(await commitToSubscriber(connection, listeners, number));
    }
    listeners.close();
    connection.close();
    const bare = home.url ? await notifyRoundTrips(home.url) : undefined;
    const line = (what: string, share: number, target?: string): Line => ({
      work: `a fact posted to its event at a subscriber, ${RULES} rules, ${what}`,
      leads: null,
      ours: { unit: 'ms', values: [quantile(took, share)] },
      ...(bare && { rival: { name: NOTIFY, figure: { unit: 'ms', values: [quantile(bare, share)] } } }),
      target,
    });
    return [line('median', 0.5), line('99th percentile', 0.99)];
  } finally {
    await server.stop();
    await home.remove();
  }
}

const ruleName = (number: number) => `More than ${number} leads.`;

/** The lead after `number` others crosses it. */
async function defineRule(connection: Connection, number: number): Promise<void> {
  const rule = {
    name: ruleName(number),
    kpi: 'new_leads',
    window: { rolling: { unit: 'DAY', count: 30 } },
    condition: { direction: 'ABOVE', fireAt: number + 0.5 },
  };
  const query =
    'mutation ($input: DefineAlertRuleInput!) { defineAlertRule(input: $input) { ... on DefineAlertRuleSuccess { rule { id } } ... on Error { message } } }';
  const answer = await ask(connection, { query, variables: { input: rule } });
  if (!answer.includes('"rule"')) throw new Error(answer);
}

async function commitToSubscriber(connection: Connection, listeners: Listeners, number: number): Promise<number> {
  const told = listeners.expect(ruleName(number));
  const began = performance.now();
  const lead = { id: randomUUID(), createdAt: new Date(Date.now() - 1000).toISOString() };
  await postFacts(connection, 'leads', JSON.stringify(lead));
  await told();
  return performance.now() - began;
}

/** From one connection to another. */
async function notifyRoundTrips(connectionString: string): Promise<number[]> {
  const [from, to] = [new pg.Client({ connectionString }), new pg.Client({ connectionString })];
  await Promise.all([from.connect(), to.connect()]);
  await to.query('listen bench');
  const took: number[] = [];
  for (let number = 0; number < RULES; number++) {
    const heard = new Promise((resolve) => to.once('notification', resolve));
    const began = performance.now();
    await from.query('notify bench');
    await heard;
    took.push(performance.now() - began);
  }
  await Promise.all([from.end(), to.end()]);
  return took;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
