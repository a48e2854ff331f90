import { checkCells, type WrongCell } from '../../../server/cells/check.ts';
import type { Database } from '../../../server/database/database.ts';

/** The cells of a workspace that are not what its journeys add up to. */
export async function wrongCells(database: Database, workspaceId: string, atMost?: number): Promise<WrongCell[]> {
  return (await checkCells(database, workspaceId, atMost)).differences;
}
