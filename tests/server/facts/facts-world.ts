import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import type { IngestOptions, IngestReport } from '../../../server/facts/ingest.ts';
import type { KindName } from '../../../server/facts/kind.ts';
import { type Engine, freshDatabase } from '../../support/database.ts';
import { dataVersion, makeWorkspace, post, rows } from './workspace.ts';

export interface FactsWorld {
  database: Database;
  workspace: WorkspaceInfo;
  post(kind: KindName, facts: readonly (object | string)[], options?: Partial<IngestOptions>): Promise<IngestReport>;
  rows(table: string): Promise<Record<string, unknown>[]>;
  version(): Promise<number>;
}

/** One database a file, one workspace a test. */
export function factsWorld(engine: Engine, settings: { timeZone?: string; currency?: string } = {}): FactsWorld {
  const world = {} as FactsWorld;
  beforeAll(async () => {
    world.database = await freshDatabase(engine);
  });
  beforeEach(async () => {
    const workspace = await makeWorkspace(world.database, settings);
    world.workspace = workspace;
    world.post = (kind, facts, options) => post(world.database, workspace, kind, facts, options);
    world.rows = (table) => rows(world.database, workspace, table);
    world.version = () => dataVersion(world.database, workspace);
  });
  afterAll(() => world.database.close());
  return world;
}

/** The counts of a report, in the order accepted, unchanged, rejected, deferred. */
export function counts({ accepted, unchanged, rejected, deferred }: IngestReport): number[] {
  return [accepted, unchanged, rejected, deferred];
}
