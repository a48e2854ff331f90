import { giveWay } from '../database/give-way.ts';
import { GivenStatements } from '../database/given-statements.ts';
import type { WorkspaceInfo, WorkspaceWrite } from '../database/workspace-write.ts';
import type { RefreshedLead } from '../journeys/lead-standing.ts';
import { type Reach, reachOf } from '../journeys/reach.ts';
import { refreshJourneys } from '../journeys/refresh.ts';
import { nothingTouched, type Touched } from '../journeys/touched.ts';
import { type KeptSourceName, kept, keptSourceNames } from '../kpi/kept.ts';
import { CellChanges } from './cell-changes.ts';
import { preparedContactSources, preparedLeadSources } from './lead-sources.ts';
import { tallyLeads } from './lead-tally.ts';
import { type Looked, readShares, type Share } from './share.ts';

/**
 * Cells are written when so many are touched, and at the end: leads that follow one another touch many cells in common. Few enough that the
 * database has something to do before the end.
 */
const CELLS_AT_ONCE = 8_000;
/** From so many leads on their journeys do not fit into what a connection takes at once. */
const MANY = 50;

/** The sources whose rows are told from the refreshed leads in memory, rather than by the database. */
const leadSources = new Set(preparedLeadSources.map(({ name }) => name));
const contactSources = new Set(preparedContactSources.map(({ name }) => name));

/**
 * One change of facts within a transaction, of any number of them: afterwards journeys and cells fit the facts again. Who changes facts says
 * in `touched` whose they were, and calls `finish` once at the end. Cells get the difference between what journeys added to them before and
 * after; so what finish can no longer see must be announced by `willChange` while it still stands:
 * - what goes by foreign key (the journeys of a lead that is taken away),
 * - facts that cells count as they are, without a journey of their own (quotes, surveys, spend).
 */
export class FactChange {
  readonly touched: Touched = nothingTouched();
  private readonly write: WorkspaceWrite;
  private readonly workspace: Pick<WorkspaceInfo, 'id' | 'timeZone'>;
  /** By source and way of reaching its rows: whose rows were looked at. */
  private readonly seen = new Map(
    keptSourceNames.map((source) => [
      source,
      kept(source)!.reachedBy.map(({ by }) => ({ by, ids: new Set<string>() })),
    ]),
  );
  private readonly before: Share[] = [];
  private readonly cells = new CellChanges();

  constructor(write: WorkspaceWrite, workspace: Pick<WorkspaceInfo, 'id' | 'timeZone'>) {
    this.write = write;
    this.workspace = workspace;
  }

  async willChange(touched: Touched): Promise<void> {
    await this.look(await reachOf(this.write, this.workspace.id, touched), () => true);
  }

  /** @param onGiven hears when all statements have been given, and nothing is left but to wait for them. */
  async finish(onGiven: () => void = () => {}): Promise<void> {
    const { write, workspace, cells } = this;
    const statements = new GivenStatements();
    await statements.within(async () => {
      const reach = await reachOf(write, workspace.id, this.touched);
      // The journeys still stand as they were. Of leads whose own facts are as they were, the refresh tells how that was.
      await this.look(reach, (source, leadId) => !leadSources.has(source) || reach.leads.has(leadId));
      await refreshJourneys(write, workspace, reach, this.touched, statements, async (leads) => {
        // The database writes journeys while cells are summed up here; of few it has everything already.
        if (leads.length >= MANY) await giveWay();
        await this.tally(leads, reach);
        if (cells.size >= CELLS_AT_ONCE) statements.add(cells.write(write, workspace.id));
      });
      cells.move(this.before, await readShares(write, workspace.id, this.askedAgain()));
      statements.add(cells.write(write, workspace.id));
      onGiven();
      await statements.done();
    });
  }

  private tally(refreshed: readonly RefreshedLead[], reach: Reach): Promise<void> {
    return tallyLeads(this.write, refreshed, this.cells, {
      timeZone: this.workspace.timeZone,
      isTold: (source, leadId) => this.seen.get(source)!.some(({ ids }) => ids.has(leadId)),
      isTouched: (activityId, leadId) => reach.leads.has(leadId) || reach.activities.has(activityId),
    });
  }

  /** Reads what these add to cells, each row only once; not of what was not there before, nor of what `isAsked` leaves out. */
  private async look(reach: Reach, isAsked: (source: KeptSourceName, id: string) => boolean): Promise<void> {
    const looked: Looked[] = [];
    for (const [source, ways] of this.seen)
      for (const [way, { by, ids: seen }] of ways.entries()) {
        const except = ways.flatMap(({ ids }, other) => (other === way ? [] : [[other, [...ids]] as const]));
        const ids: string[] = [];
        for (const reached of by)
          for (const id of reach[reached]) {
            if (!isAsked(source, id)) continue;
            if (!seen.has(id) && !this.touched.made.has(id)) ids.push(id);
            seen.add(id);
          }
        looked.push({ source, way, ids, except });
      }
    for (const share of await readShares(this.write, this.workspace.id, looked)) this.before.push(share);
  }

  /** Every row that was looked at, or would have been, had it been there; but for those that the refreshed leads tell of. */
  private askedAgain(): Looked[] {
    return [...this.seen].flatMap(([source, ways]) =>
      leadSources.has(source) || contactSources.has(source)
        ? []
        : ways.map(({ ids }, way) => ({
            source,
            way,
            ids: [...ids],
            except: ways.slice(0, way).map((other, number) => [number, [...other.ids]] as const),
          })),
    );
  }
}
