import type { Database } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';

export interface IngestContext {
  database: Database;
  workspace: WorkspaceInfo;
  /** As in the path: /ingest/{kind}. */
  kind: string;
}

/** Answers `POST /ingest/{kind}`. Authentication and scope have been checked by the caller. */
export async function handleIngest(_request: Request, _context: IngestContext): Promise<Response> {
  throw new Error('being written');
}
