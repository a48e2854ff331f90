import { sql } from 'kysely';
import type { Database, Queryable } from '../database/database.ts';
import { lineCodes, warningCodes } from './problem.ts';
import { RequestError } from './request-error.ts';

const LONGEST_KEY = 200;
/** How long an answer is replayed. */
const KEPT_MS = 7 * 86_400_000;

export interface Answer {
  status: number;
  body: unknown;
}

/** Requests under way in this process, by workspace and key. */
const underWay = new Map<string, Promise<Answer>>();

/**
 * Does the work of a request once for its `Idempotency-Key`: the first answer is kept and replayed. While one is under way, others with
 * its key wait for its answer. (Two processes may both work at the same time: facts going in twice change nothing, and both give the
 * answer that was kept first. So no claim is left behind by a process that dies.)
 */
export async function once(
  database: Database,
  workspaceId: string,
  { key, request }: { key: string | null; request: string },
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (key === null) return work();
  if (key === '' || key.length > LONGEST_KEY || !/^[\x20-\x7e]*$/.test(key))
    throw new RequestError(
      'INVALID_IDEMPOTENCY_KEY',
      `Idempotency-Key has 1 to ${LONGEST_KEY} printable ASCII characters; a UUID serves well.`,
    );
  const name = `${workspaceId} ${key}`;
  for (let other = underWay.get(name); other; other = underWay.get(name)) await other.catch(() => {});
  const answer = recall(database, workspaceId, key, request).then(
    async (known) => known ?? keep(database, workspaceId, key, request, await work()),
  );
  underWay.set(name, answer);
  try {
    return await answer;
  } finally {
    underWay.delete(name);
  }
}

/**
 * Kept answers without the values that they quote from lines; counts, lines, fields and codes stay. For when somebody is to be forgotten:
 * which line told of whom, an answer does not say.
 */
export async function forgetQuotedValues(on: Queryable, workspaceId: string): Promise<void> {
  const meanings = JSON.stringify({ ...lineCodes, ...warningCodes });
  const withoutValues = (list: 'errors' | 'warnings') => sql`
    coalesce((
      select jsonb_agg(each || jsonb_build_object('message', ${meanings}::jsonb -> (each ->> 'code')) order by place)
      from jsonb_array_elements(answer -> ${sql.lit(list)}) with ordinality as listed(each, place)), '[]')`;
  await on.query(sql`
    update idempotency_keys
    set answer = answer || jsonb_build_object('errors', ${withoutValues('errors')}, 'warnings', ${withoutValues('warnings')})
    where workspace_id = ${workspaceId} and (answer -> 'errors' <> '[]' or answer -> 'warnings' <> '[]')`);
}

async function recall(
  database: Database,
  workspaceId: string,
  key: string,
  request: string,
): Promise<Answer | undefined> {
  const [row] = await database.query<{ request: string; status: number; answer: unknown }>(sql`
    select request, status, answer from idempotency_keys where workspace_id = ${workspaceId} and key = ${key}`);
  if (!row) return undefined;
  if (row.request !== request)
    throw new RequestError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another path or other parameters; use a new one for each request.',
    );
  return { status: row.status, body: row.answer };
}

async function keep(
  database: Database,
  workspaceId: string,
  key: string,
  request: string,
  { status, body }: Answer,
): Promise<Answer> {
  const now = Date.now();
  await database.query(sql`
    delete from idempotency_keys where workspace_id = ${workspaceId} and created_at < ${new Date(now - KEPT_MS)}`);
  await database.query(sql`
    insert into idempotency_keys (workspace_id, key, request, status, answer, created_at)
    values (${workspaceId}, ${key}, ${request}, ${status}, ${JSON.stringify(body)}::jsonb, ${new Date(now)})
    on conflict (workspace_id, key) do nothing`);
  return (await recall(database, workspaceId, key, request)) ?? { status, body };
}
