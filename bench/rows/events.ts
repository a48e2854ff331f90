import { randomUUID } from 'node:crypto';
import { makeApiKey } from '../../server/access/api-key.ts';
import { openDatabase } from '../../server/database/open.ts';
import { makeWorkspace } from '../../server/workspace/make-workspace.ts';
import { type Engine, emptyHome } from '../engine/engine.ts';
import { openLog } from '../events-log.ts';
import { TIME_ZONE } from '../facts/company.ts';
import { Connection } from '../http/connection.ts';
import { type Listeners, openListeners, streamRequest } from '../http/listeners.ts';
import { type RunningProcess, startProcess, startServer } from '../server.ts';
import type { Line } from '../table.ts';

export const EVENTS_ROW = 'events';

const SUBSCRIBERS = 5_000;
const BARE = 'bare node:http SSE broadcast';
const subscription = `subscription { kpiEvents { __typename
  ... on KpiEvent { id cursor sequence kind severity value threshold occurredAt rule { name } scope { dimension key } }
  ... on Heartbeat { cursor } ... on Discontinuity { fromCursor toCursor } } }`;
/** The first ones compile what the others run. */
const WARMING = 5;

/** A server, its streams, and how something is told to all of them. */
interface Contender {
  figure: number[];
  listeners: Listeners;
  /** When the telling began, by `performance.now`. */
  tell(mark: string): Promise<number>;
}

/** One event to the last of 5,000 subscribers over SSE, and what a subscriber costs in memory. */
export async function measureEvents(engine: Engine, rounds: number): Promise<Line[]> {
  // The embedded database has one owner, so nobody but its own server could lengthen the log.
  if (engine.name !== 'postgres') return [];
  const home = await emptyHome(engine, 'bench_events');
  const database = await openDatabase({ url: home.url });
  const now = new Date();
  const { id } = await makeWorkspace(database, { name: 'events', timeZone: TIME_ZONE, currency: 'CNY', now });
  const { secret: key } = await makeApiKey(database, id, { name: 'bench', scopes: ['READ'], now });
  const append = await openLog(database, id);
  const server = await startServer(home);
  const bare = await startProcess(process.execPath, ['--import', 'tsx', 'bench/rivals/bare-broadcast.ts'], '/', {});
  try {
    const ours = await openStreams(server, `/graphql?query=${encodeURIComponent(subscription)}`, key);
    const theirs = await openStreams(bare, '/stream', key);
    const frame = await frameOf(server, key, append);
    const toBare = await Connection.open(bare.port);
    const contenders: Contender[] = [
      { figure: [], listeners: ours.listeners, tell: append },
      {
        figure: [],
        listeners: theirs.listeners,
        async tell(mark) {
          const began = performance.now();
          await toBare.post('/', '', frame(mark));
          return began;
        },
      },
    ];
    for (let round = -WARMING; round < rounds; round++)
      for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
        const took = await timeToLast(contender);
        if (round >= 0) contender.figure.push(took);
      }
    for (const { listeners } of contenders) listeners.close();
    toBare.close();
    const [oursTook, bareTook] = contenders.map(({ figure }) => figure);
    return [
      {
        work: `one event to the last of ${SUBSCRIBERS.toLocaleString('en')} subscribers`,
        leads: null,
        ours: { unit: 'ms', values: oursTook! },
        rival: { name: BARE, figure: { unit: 'ms', values: bareTook! } },
        target: '≤ 3',
      },
      {
        work: 'memory for each subscriber',
        leads: null,
        ours: { unit: 'kB', values: [ours.kilobytes] },
        rival: { name: BARE, figure: { unit: 'kB', values: [theirs.kilobytes] } },
      },
    ];
  } finally {
    await server.stop();
    await bare.stop();
    await database.close();
    await home.remove();
  }
}

async function timeToLast({ listeners, tell }: Contender): Promise<number> {
  const mark = randomUUID();
  const all = listeners.expect(mark);
  const began = await tell(mark);
  await all();
  return performance.now() - began;
}

async function openStreams(
  { port, mostMemory, forgetMemory }: RunningProcess,
  path: string,
  key: string,
): Promise<{ listeners: Listeners; kilobytes: number }> {
  forgetMemory();
  const before = mostMemory();
  const listeners = await openListeners(port, SUBSCRIBERS, streamRequest(path, key));
  return { listeners, kilobytes: ((mostMemory() - before) * 1024) / SUBSCRIBERS };
}

/** Writes what our server writes of an event, so that both send the same bytes. */
async function frameOf(
  { port }: RunningProcess,
  key: string,
  append: (mark: string) => Promise<unknown>,
): Promise<(mark: string) => string> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql?query=${encodeURIComponent(subscription)}`, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${key}` },
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const mark = randomUUID();
  let text = '';
  while (!text.includes('Heartbeat')) text += (await reader.read()).value;
  await append(mark);
  while (!text.includes(mark)) text += (await reader.read()).value;
  await reader.cancel();
  const frame = text.split('\n\n').find((part) => part.includes(mark))!;
  return (other) => `${frame.replace(mark, other)}\n\n`;
}
