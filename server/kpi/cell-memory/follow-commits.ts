import { type Commit, onCommit } from '../../database/commits.ts';
import type { Database } from '../../database/database.ts';
import { settleOn } from '../settled.ts';
import type { CellMemory } from './cell-memory.ts';
import { MovedCells } from './moved-cells.ts';

/**
 * Has what is held in memory of cells, and what is settled about them, follow the commits of this process: a company that writes a few facts
 * a second is still answered without asking the database for its cells. The function returned ends it.
 */
export function followCommits(database: Database, memory: CellMemory): () => void {
  return onCommit(database, ({ workspaceId, version, kinds, news }: Commit) => {
    // Funnels, scores and names of owners among them.
    if (!kinds || !news) return;
    const parts = news.filter((one) => one instanceof MovedCells);
    if (parts.some((part) => part.moves === null)) return;
    const moves = parts.flatMap((part) => part.moves!);
    memory.moved(workspaceId, version, moves);
    settleOn(database, workspaceId, version, {
      horizons: parts.flatMap(({ horizons }) => horizons),
      channels: moves.filter(({ cut }) => cut === 'CHANNEL').map((move) => move.entity_id),
      areNamesSame: !kinds.has('channels'),
    });
  });
}
