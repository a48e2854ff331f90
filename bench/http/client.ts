import type { IngestReport } from '../../server/facts/ingest.ts';
import { KEY } from '../server.ts';
import type { Connection } from './connection.ts';

const JSON_BODY = 'content-type: application/json\r\n';

export interface Question {
  query: string;
  variables: object;
}

/** Asks as a front end does. The whole answer's text: what is in it is read by those who check it. */
export async function ask(connection: Connection, question: Question, key = KEY): Promise<string> {
  const headers = `${JSON_BODY}accept: application/json\r\nauthorization: Bearer ${key}\r\n`;
  const { status, body } = await connection.post('/graphql', headers, JSON.stringify(question));
  // Errors come first in an answer that has any; reading all of it would cost the measured cores time.
  if (status !== 200 || body.startsWith('{"errors"'))
    throw new Error(`GraphQL answered ${status}: ${body.slice(0, 500)}`);
  return body;
}

/** Asks a server of one SQL statement for its rows. */
export async function askBare(connection: Connection, path: string, body: object): Promise<string> {
  const answer = await connection.post(path, JSON_BODY, JSON.stringify(body));
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body.slice(0, 500)}`);
  return answer.body;
}

/** Posts facts; throws where any is rejected. */
export async function postFacts(
  connection: Connection,
  kind: string,
  ndjson: string,
  key = KEY,
): Promise<IngestReport> {
  const headers = `content-type: application/x-ndjson\r\nauthorization: Bearer ${key}\r\n`;
  const { status, body } = await connection.post(`/ingest/${kind}`, headers, ndjson);
  if (status !== 200) throw new Error(`/ingest/${kind} answered ${status}: ${body.slice(0, 500)}`);
  const report = JSON.parse(body) as IngestReport;
  if (report.rejected > 0)
    throw new Error(`${report.rejected} ${kind} were rejected: ${JSON.stringify(report.errors[0])}`);
  return report;
}
