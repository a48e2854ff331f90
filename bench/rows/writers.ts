import { makeApiKey } from '../../server/access/api-key.ts';
import { openDatabase } from '../../server/database/open.ts';
import { makeWorkspace } from '../../server/workspace/make-workspace.ts';
import { type Engine, emptyHome, type Home } from '../engine/engine.ts';
import { TIME_ZONE } from '../facts/company.ts';
import { postFacts } from '../http/client.ts';
import { type Pressed, pressInTurns } from '../http/press.ts';
import { startServer } from '../server.ts';
import type { Line } from '../table.ts';

export const WRITERS = 'writers';

const COUNT = 8;
/** Leads in a request. */
const BATCH = 20;

/** Eight writers of one workspace against eight writers of a workspace each: what the queue before a busy workspace costs. */
export async function measureWriters(engine: Engine, rounds: number, seconds: number): Promise<Line[]> {
  const home = await emptyHome(engine, 'bench_writers');
  try {
    const [hot, ...separate] = await makeWorkspaces(home, COUNT + 1);
    const server = await startServer(home);
    const hotOne = 'one workspace';
    const own = 'a workspace each';
    try {
      const figures = await pressInTurns(
        [writing(hotOne, server.port, () => hot!), writing(own, server.port, (writer) => separate[writer]!)],
        Math.min(rounds, 5),
        seconds,
        COUNT,
      );
      for (const figure of figures.values()) figure.values = figure.values.map((requests) => requests * BATCH);
      return [
        {
          work: `leads written by ${COUNT} writers of one workspace, ${BATCH} a request`,
          leads: null,
          ours: figures.get(hotOne)!,
          rival: { name: own, figure: figures.get(own)! },
          target: 'no deadlock',
        },
      ];
    } finally {
      await server.stop();
    }
  } finally {
    await home.remove();
  }
}

/** Returns a key of each. Made before the server starts: the embedded database has one owner. */
async function makeWorkspaces({ url, directory }: Home, count: number): Promise<string[]> {
  const database = await openDatabase({ url, directory });
  const now = new Date();
  const keys: string[] = [];
  for (let number = 0; number < count; number++) {
    const workspace = await makeWorkspace(database, {
      name: `writers ${number}`,
      timeZone: TIME_ZONE,
      currency: 'CNY',
      now,
    });
    const { secret } = await makeApiKey(database, workspace.id, { name: 'bench', scopes: ['INGEST'], now });
    keys.push(secret);
  }
  await database.close();
  return keys;
}

function writing(name: string, port: number, keyOf: (writer: number) => string): Pressed {
  let batches = 0;
  return {
    name,
    port,
    async ask(connection, writer) {
      batches += 1;
      const leads = Array.from({ length: BATCH }, (_, index) =>
        JSON.stringify({
          id: `${name} ${batches} ${index}`,
          createdAt: new Date(Date.now() - 1000).toISOString(),
          channel: `channel-${index % 5}`,
        }),
      );
      await postFacts(connection, 'leads', leads.join('\n'), keyOf(writer));
      return true;
    },
  };
}
