import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { type Reach, reachOf } from '../journeys/reach.ts';
import { refreshJourneys } from '../journeys/refresh.ts';
import { nothingTouched, type Touched } from '../journeys/touched.ts';
import { writeDifference } from './difference.ts';
import { readShares, type Share } from './share.ts';

/**
 * One change of facts within a transaction: afterwards journeys and cells fit the facts again. Who changes facts says in `touched` whose
 * they were, and calls `finish` once at the end. Cells get the difference between what journeys added to them before and after; so what
 * finish can no longer see must be announced by `willChange` while it still stands:
 * - what goes by foreign key (the journeys of a lead that is taken away),
 * - facts that cells count as they are, without a journey of their own (quotes, surveys, spend).
 */
export class FactChange {
  readonly touched: Touched = nothingTouched();
  private readonly on: Queryable;
  private readonly workspace: Pick<WorkspaceInfo, 'id'>;
  private readonly seen = nothingTouched();
  private readonly before: Share[] = [];

  constructor(on: Queryable, workspace: Pick<WorkspaceInfo, 'id'>) {
    this.on = on;
    this.workspace = workspace;
  }

  /** It was not there before, so there is nothing to look at. */
  isNew(family: keyof Touched, id: string): void {
    this.seen[family].add(id);
  }

  async willChange(touched: Touched): Promise<void> {
    await this.look(await reachOf(this.on, this.workspace.id, touched));
  }

  async finish(): Promise<void> {
    const { on, workspace } = this;
    const reach = await reachOf(on, workspace.id, this.touched);
    // The journeys still stand as they were.
    await this.look(reach);
    await refreshJourneys(on, workspace, reach);
    await writeDifference(on, workspace.id, this.before, await readShares(on, workspace.id, this.seen));
  }

  /** Reads what these add to cells, each only once. */
  private async look(reach: Reach): Promise<void> {
    const unseen = nothingTouched();
    for (const [family, ids] of Object.entries(reach) as [keyof Touched, ReadonlySet<string>][])
      for (const id of ids) {
        if (this.seen[family].has(id)) continue;
        this.seen[family].add(id);
        unseen[family].add(id);
      }
    this.before.push(...(await readShares(this.on, this.workspace.id, unseen)));
  }
}
