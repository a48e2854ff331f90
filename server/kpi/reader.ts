import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import type { KpiReader } from './types.ts';

/** `now` is the operation's one clock reading: the default `asOf`, and the limit of an explicit one. */
export declare function createKpiReader(database: Queryable, workspace: WorkspaceInfo, now: Date): KpiReader;
