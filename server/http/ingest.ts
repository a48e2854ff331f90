import type { Credential } from '../access/credential.ts';
import type { Database } from '../database/database.ts';
import { errorResponse } from './json-response.ts';

/** `POST /ingest/{kind}` with a key that may. */
export async function ingest(
  _request: Request,
  _kind: string,
  { scopes }: Credential,
  _database: Database,
): Promise<Response> {
  if (!scopes.has('INGEST')) return errorResponse(403, 'FORBIDDEN', 'This key lacks the scope INGEST.');
  return errorResponse(503, 'STARTING', 'Ingest is not there yet.');
}
