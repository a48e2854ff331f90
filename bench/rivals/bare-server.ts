/**
 * The ceiling for serving: nothing but node:http and a driver. `POST /` with `{ "from", "to" }` answers the rows of the floor's scorecard.
 * Neither keys nor limits nor a schema. A process of its own: `tsx bench/rivals/bare-server.ts`.
 */
import { createServer } from 'node:http';
import pg from 'pg';
import { SEARCH_PATH } from '../engine/engine.ts';
import { openRival } from '../engine/pglite.ts';
import { sqlFile } from '../sql-files.ts';

type Run = (values: string[]) => Promise<unknown[]>;

const { PORT, RIVAL_DATABASE_URL, RIVAL_PGLITE, WORKSPACE, FUNNEL } = process.env;
const text = sqlFile('floor-scorecard');
const run = RIVAL_PGLITE ? await onPglite(RIVAL_PGLITE) : onPostgres(RIVAL_DATABASE_URL!);

createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => {
    body += part;
  });
  request.on('end', async () => {
    try {
      const { from, to } = body ? JSON.parse(body) : { from: '2000-01-01', to: '2000-01-01' };
      const answer = JSON.stringify(await run([WORKSPACE!, FUNNEL!, from, to]));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
      response.end(answer);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
}).listen(Number(PORT), '127.0.0.1');

/** As many connections as the project has, and a statement that is prepared once in each. */
function onPostgres(connectionString: string): Run {
  const options = `-c search_path=${SEARCH_PATH.replace(' ', '')}`;
  const pool = new pg.Pool({ connectionString, options, max: 10 });
  return async (values) => (await pool.query({ name: 'floor', text, values })).rows;
}

async function onPglite(directory: string): Promise<Run> {
  const database = await openRival(directory);
  process.on('SIGTERM', () => database.close().finally(() => process.exit(0)));
  return (values) => database.query(text, values);
}
