import type { IngestReport } from '../facts/ingest.ts';
import type { KindName } from '../facts/kind.ts';
import type { ImportArguments } from './arguments.ts';
import { addressOf, type ErrorBody, noAnswer, refused } from './server-address.ts';

/** Posts facts of one kind as one streamed request and returns the server's report. */
export async function postFacts(
  { url, key, onError, references }: ImportArguments,
  kind: KindName,
  facts: AsyncIterable<object>,
): Promise<IngestReport> {
  const address = addressOf(url, `ingest/${kind}?onError=${onError}&references=${references}`);
  let response: Response;
  // What breaks while the facts are read is told as it is, not as a broken connection.
  let fault: unknown;
  async function* body() {
    try {
      yield* ndjson(facts);
    } catch (error) {
      fault = error;
      throw error;
    }
  }
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
      body: body() as unknown as BodyInit,
      // fetch takes anything iterable that is declared to be sent before the answer; its types know neither.
      duplex: 'half',
    } as RequestInit);
  } catch (error) {
    if (fault) throw fault;
    throw noAnswer(url, error);
  }
  const answer = (await response.json().catch(() => undefined)) as IngestReport | ErrorBody | undefined;
  if (answer && 'accepted' in answer) return answer;
  throw refused(response.status, answer);
}

/** Lines in pieces of some size: a piece a line would be slow. */
async function* ndjson(facts: AsyncIterable<object>): AsyncGenerator<Uint8Array> {
  let lines: string[] = [];
  let length = 0;
  for await (const fact of facts) {
    const line = `${JSON.stringify(fact)}\n`;
    lines.push(line);
    length += line.length;
    if (length < 65_536) continue;
    yield Buffer.from(lines.join(''));
    lines = [];
    length = 0;
  }
  if (lines.length > 0) yield Buffer.from(lines.join(''));
}
