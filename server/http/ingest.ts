import type { Credential } from '../access/credential.ts';
import type { Database } from '../database/database.ts';
import { handleIngest } from '../facts/http.ts';
import { errorResponse } from './json-response.ts';

/** `POST /ingest/{kind}`, for a key that may. */
export async function ingest(
  request: Request,
  kind: string,
  { scopes, workspace }: Credential,
  database: Database,
): Promise<Response> {
  if (!scopes.has('INGEST'))
    return errorResponse(403, 'FORBIDDEN', 'This key lacks the scope INGEST; post with a key that has it.');
  return handleIngest(request, { database, workspace, kind });
}
