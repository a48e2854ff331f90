import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { type Reach, reachOf } from '../journeys/reach.ts';
import { refreshJourneys } from '../journeys/refresh.ts';
import { nothingTouched, type Touched } from '../journeys/touched.ts';
import { type KeptSourceName, kept, keptSourceNames } from '../kpi/kept.ts';
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
  private readonly seen = new Map(keptSourceNames.map((name) => [name, new Set<string>()]));
  private readonly before: Share[] = [];

  constructor(on: Queryable, workspace: Pick<WorkspaceInfo, 'id'>) {
    this.on = on;
    this.workspace = workspace;
  }

  async willChange(touched: Touched): Promise<void> {
    await this.look(await reachOf(this.on, this.workspace.id, touched));
  }

  async finish(): Promise<void> {
    const { on, workspace } = this;
    const reach = await reachOf(on, workspace.id, this.touched);
    // The journeys still stand as they were.
    await this.look(reach);
    await refreshJourneys(on, workspace, reach, this.touched);
    await writeDifference(on, workspace.id, this.before, await readShares(on, workspace.id, this.seen));
  }

  /** Reads what these add to cells, each only once; not of what was not there before. */
  private async look(reach: Reach): Promise<void> {
    const unseen = new Map<KeptSourceName, Set<string>>();
    for (const [name, seen] of this.seen) {
      const ids = new Set<string>();
      for (const reached of kept(name)!.changedBy)
        for (const id of reach[reached]) {
          if (!seen.has(id) && !this.touched.made.has(id)) ids.add(id);
          seen.add(id);
        }
      unseen.set(name, ids);
    }
    this.before.push(...(await readShares(this.on, this.workspace.id, unseen)));
  }
}
