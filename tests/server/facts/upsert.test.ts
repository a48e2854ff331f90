import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { writeFacts } from '../../../server/facts/write-facts.ts';
import { engines, freshDatabase } from '../../support/database.ts';
import { dataVersion, makeWorkspace, post, rows } from './workspace.ts';

describe.each(engines)('facts go in, on %s', (engine) => {
  let database: Database;
  let workspace: WorkspaceInfo;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  beforeEach(async () => {
    workspace = await makeWorkspace(database);
  });
  afterAll(() => database.close());

  const lead = { id: 'l1', createdAt: '2026-03-01T10:00:00Z' };
  const stored = async (table = 'leads') => (await rows(database, workspace, table))[0]!;

  test('a new fact is accepted and a channel, owner or product that it names is made', async () => {
    const report = await post(database, workspace, 'leads', [
      { ...lead, channel: 'search', owner: 'ann', product: 'crm', tags: ['a', 'b;c'], attributes: { page: 'x' } },
    ]);
    expect(report).toEqual({
      accepted: 1,
      unchanged: 0,
      rejected: 0,
      deferred: 0,
      errors: [],
      warningCount: 0,
      warnings: [],
    });
    expect(await stored()).toMatchObject({ external_id: 'l1', tags: ['a', 'b;c'], attributes: { page: 'x' } });
    expect(await stored('channels')).toMatchObject({ key: 'search', name: null, kind: null });
    expect(await stored('owners')).toMatchObject({ key: 'ann' });
  });

  test('posting twice changes nothing: all are unchanged and the data version stays', async () => {
    const facts = [{ ...lead, channel: 'search', needMatch: 0.5, tags: ['x'], attributes: { b: 1, a: [1] } }];
    await post(database, workspace, 'leads', facts);
    const version = await dataVersion(database, workspace);
    expect(await post(database, workspace, 'leads', facts)).toMatchObject({ accepted: 0, unchanged: 1, rejected: 0 });
    expect(await dataVersion(database, workspace)).toBe(version);
  });

  test('a field that is absent stays, an explicit null clears', async () => {
    await post(database, workspace, 'leads', [{ ...lead, name: 'Ann', email: 'ann@example.com', channel: 'search' }]);
    expect(await post(database, workspace, 'leads', [{ id: 'l1', email: null, channel: null }])).toMatchObject({
      accepted: 1,
    });
    expect(await stored()).toMatchObject({ name: 'Ann', email: null, channel_id: null });
  });

  test('writeFacts says what became of each fact', async () => {
    const outcomes = await writeFacts(database, workspace, 'leads', [lead, { id: 'l2' }, lead]);
    expect(outcomes).toEqual([
      { status: 'accepted', id: (await stored()).id },
      { status: 'rejected', problem: expect.objectContaining({ code: 'REQUIRED', field: 'createdAt' }) },
      { status: 'unchanged', id: (await stored()).id },
    ]);
  });
});
