import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { createSharedAnswers } from '../../../server/database/shared-answers.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { readFunnels } from '../../../server/funnel/funnel.loaders.ts';
import { createKpiReader } from '../../../server/kpi/reader.ts';
import { settle, settledAt, settleOn } from '../../../server/kpi/settled.ts';
import type { FunnelInfo, ScopeInput, Slice } from '../../../server/kpi/types.ts';
import { engines, freshDatabase } from '../../support/database.ts';
import { dataVersion, makeWorkspace, post } from '../facts/workspace.ts';

const now = new Date('2026-11-26T08:00:00Z');

describe.each(engines)('what is settled at a data version on %s', (engine) => {
  let statements: string[] = [];
  let database: Database;
  let workspace: WorkspaceInfo;
  let funnel: FunnelInfo;
  beforeAll(async () => {
    database = await freshDatabase(engine, (text) => statements.push(text));
    workspace = await makeWorkspace(database);
    const channels = ['douyin_ads', 'baidu_ads', 'referral', 'website'];
    await post(
      database,
      workspace,
      'channels',
      channels.map((key) => ({ key, name: key.toUpperCase() })),
    );
    const days = Array.from({ length: 60 }, (_, index) => new Date(now.getTime() - (index + 1) * 86_400_000));
    const leads = days.map((day, index) => ({
      id: `L${index}`,
      channel: channels[index % 4],
      createdAt: day.toISOString(),
    }));
    await post(database, workspace, 'leads', leads);
    funnel = (await readFunnels(database, workspace.id))[0]!;
  });
  afterAll(() => database.close());
  beforeEach(() => {
    statements = [];
  });

  const version = () => dataVersion(database, workspace);

  /** New leads by channel, as an operation asks that found the workspace at that version; unknown: one that settles nothing and leans on nothing. */
  async function ask(scope: ScopeInput, at: number | undefined): Promise<{ slices: Slice[]; looks: string[] }> {
    const answers = at === undefined ? undefined : createSharedAnswers().at(workspace.id, at);
    statements = [];
    const reader = createKpiReader(database, workspace, now, answers ? { answers } : {});
    const slices = await reader.breakdown({ key: 'new_leads', funnel, scope }, 'CHANNEL', 20);
    return { slices, looks: statements.map(lookOf) };
  }

  /** What a statement looks at beside what is counted. */
  function lookOf(text: string): string {
    const tables = {
      cell_horizons: 'horizons',
      'unnest(': 'bounds',
      'from channels': 'names',
      lead_journeys: 'journeys',
    };
    return Object.entries(tables)
      .filter(([mark]) => text.includes(mark))
      .map(([, what]) => what)
      .join();
  }

  const window = { between: { from: '2026-10-01', to: '2026-11-01' } };
  const ALL = 'horizons,bounds,names';

  test('the first question looks at everything, the next at nothing but counts, with the same answer', async () => {
    const at = await version();
    const first = await ask({ window }, at);
    expect(first.looks).toEqual([ALL]);
    expect(first.slices.length).toBeGreaterThan(3);
    const next = await ask({ window }, at);
    expect(next).toEqual({ slices: first.slices, looks: [''] });
    // Days near by were looked at, too.
    expect((await ask({ window: { between: { from: '2026-10-13', to: '2026-11-05' } } }, at)).looks).toEqual(['']);
    // Those a year before were not.
    expect((await ask({ window: { between: { from: '2025-10-13', to: '2025-10-20' } } }, at)).looks).toEqual([ALL]);
    expect((await ask({ window: { between: { from: '2025-10-14', to: '2025-10-21' } } }, at)).looks).toEqual(['']);
  });

  test('an operation that does not know the version leans on nothing', async () => {
    await ask({ window }, await version());
    expect((await ask({ window }, undefined)).looks).toEqual([ALL]);
  });

  test('an earlier moment is doubted anew, and later ones are not', async () => {
    const at = await version();
    const asOf = (text: string) => ({ window, asOf: new Date(text) });
    await ask({ window }, at);
    const early = await ask(asOf('2026-10-15T00:00:00Z'), at);
    expect(early.looks).toEqual([ALL, expect.stringContaining('journeys')]);
    const late = await ask(asOf('2026-11-26T07:59:59Z'), at);
    expect((await ask(asOf('2026-11-26T07:59:59Z'), undefined)).slices).toEqual(late.slices);
    expect((await ask(asOf('2026-11-26T07:59:59.500Z'), at)).slices).toEqual(late.slices);
  });

  test('it goes on with a commit of which all is known, not with one after an unknown', () => {
    const id = crypto.randomUUID();
    const of = { funnelId: funnel.id, guarded: [], asOf: now, timeZone: 'UTC', boundDays: [], boundStarts: [] };
    const at = (version: number) => settledAt(database, id, version) !== undefined;
    const change = { horizons: [], channels: [], areNamesSame: true };
    settle(database, id, 7, of, new Map());
    settleOn(database, id, 9, change);
    expect([at(7), at(8), at(9)]).toEqual([true, false, false]);
    settleOn(database, id, 8, change);
    expect([at(7), at(8), at(9)]).toEqual([false, true, false]);
  });

  test('after a write everything is looked at again; a write between look-up and question is seen, with its names', async () => {
    const before = await version();
    await ask({ window }, before);
    await post(database, workspace, 'channels', [{ key: 'settled', name: 'Settled' }]);
    await post(database, workspace, 'leads', [
      { id: 'settled-1', channel: 'settled', createdAt: '2026-10-05T08:00:00Z' },
    ]);
    const between = await ask({ window }, before);
    expect(between.looks).toEqual(['', ALL]);
    expect(between.slices).toContainEqual(expect.objectContaining({ key: 'settled', label: 'Settled', value: 1 }));
    expect((await ask({ window }, await version())).looks).toEqual(['']);

    await post(database, workspace, 'channels', [{ key: 'settled', name: 'Renamed' }]);
    const renamed = await ask({ window }, await version());
    expect(renamed.looks).toEqual([ALL]);
    expect(renamed.slices).toContainEqual(expect.objectContaining({ key: 'settled', label: 'Renamed' }));
  });
});
