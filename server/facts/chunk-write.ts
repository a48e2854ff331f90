import type { WorkspaceInfo, WorkspaceWrite } from '../database/workspace-write.ts';
import type { Touched } from '../journeys/touched.ts';
import type { LocalTime } from './local-time.ts';

/** What all steps of writing a chunk share: its transaction, its workspace, and what they gather for the steps after them. */
export interface ChunkWrite {
  write: WorkspaceWrite;
  workspace: WorkspaceInfo;
  time: LocalTime;
  /** Filled by every step; the journeys are refreshed once at the end. */
  touched: Touched;
  /** Hears of kept facts that could not go in when their parent came. */
  onDeferredRejected(message: string): void;
}
