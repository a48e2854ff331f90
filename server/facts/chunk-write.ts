import type { FactChange } from '../cells/fact-change.ts';
import type { WorkspaceInfo, WorkspaceWrite } from '../database/workspace-write.ts';
import type { LocalTime } from './local-time.ts';

/** What all steps of writing a chunk share: its transaction, its workspace, and what they gather for the steps after them. */
export interface ChunkWrite {
  write: WorkspaceWrite;
  workspace: WorkspaceInfo;
  time: LocalTime;
  /** Every step says what it touches; journeys and cells follow once at the end. */
  change: FactChange;
  /** Hears of kept facts that could not go in when their parent came. */
  onDeferredRejected(message: string): void;
}
