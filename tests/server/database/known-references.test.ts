import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { insertRows } from '../../../server/database/bulk.ts';
import type { Database } from '../../../server/database/database.ts';
import { newId } from '../../../server/database/new-id.ts';
import { type WorkspaceInfo, type WorkspaceWrite, writeWorkspace } from '../../../server/database/workspace-write.ts';
import { engines, type FreshDatabase, freshDatabase } from '../../support/database.ts';
import { makeWorkspace, post, rows } from '../facts/workspace.ts';
import { orphanedRows } from '../journeys/orphans.ts';

const at = '2026-03-01T00:00:00Z';
const columns = {
  workspace_id: 'uuid',
  id: 'uuid',
  external_id: 'text',
  arrival: 'bigint',
  lead_id: 'uuid',
  at: 'timestamptz',
  to_stage: 'text',
};

describe.each(engines)('inserts whose references are known, on %s', (engine) => {
  let database: FreshDatabase;
  let workspace: WorkspaceInfo;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    workspace = await makeWorkspace(database);
    await post(database, workspace, 'leads', [{ id: 'l', createdAt: at }]);
  });

  /** A transition of a lead that nobody has looked up: there is none. */
  const insertOrphan = (write: WorkspaceWrite) =>
    insertRows(write, 'transitions', columns, [
      {
        workspace_id: workspace.id,
        id: newId(),
        external_id: newId(),
        arrival: 1,
        lead_id: newId(),
        at,
        to_stage: 'won',
      },
    ]);
  class Undone extends Error {}
  /** Does it in a transaction that leaves nothing. */
  const trying = (on: Database, work: (write: WorkspaceWrite) => Promise<unknown>) =>
    writeWorkspace(on, workspace.id, async (write) => {
      await work(write);
      throw new Undone();
    });

  test('are not looked at by the database, which spares the time; what is wrong would be found by tests', async () => {
    await writeWorkspace(database, workspace.id, (write) => write.withKnownReferences(() => insertOrphan(write)));
    expect(await orphanedRows(database)).toEqual({ 'transitions.lead_id': 1 });
    await database.query(sql`delete from transitions where workspace_id = ${workspace.id}`);
    expect(await orphanedRows(database)).toEqual({});
  });

  test('are the only ones: before, after, and in the next transaction each reference is checked', async () => {
    await expect(trying(database, insertOrphan)).rejects.toThrow('foreign key');
    const after = trying(database, async (write) => {
      await write.withKnownReferences(async () => {});
      await insertOrphan(write);
    });
    await expect(after).rejects.toThrow('foreign key');
    const beside = trying(database, (write) =>
      Promise.all([write.withKnownReferences(() => insertOrphan(write)), insertOrphan(write)]),
    );
    await expect(beside).rejects.toThrow('foreign key');
    const failing = trying(database, (write) =>
      write.withKnownReferences(() => Promise.reject(new Error('not this way'))),
    );
    await expect(failing).rejects.toThrow('not this way');
    await expect(trying(database, insertOrphan)).rejects.toThrow('foreign key');
  });

  test('what refers to them goes with them, in the same transaction', async () => {
    const undone = trying(database, async (write) => {
      await write.withKnownReferences(() => insertOrphan(write));
      await write.query(sql`delete from leads where workspace_id = ${workspace.id}`);
      expect(await write.query(sql`select 1 from lead_journeys where workspace_id = ${workspace.id}`)).toEqual([]);
    });
    await expect(undone).rejects.toThrow(Undone);
  });

  test('facts that name what is not there still are rejected, and nothing is left that refers to nothing', async () => {
    const report = await post(database, workspace, 'transitions', [
      { id: 't1', lead: 'l', at, to: 'nurturing', by: 'ann' },
      { id: 't2', lead: 'nobody', at, to: 'nurturing' },
    ]);
    expect(report).toMatchObject({ accepted: 1, rejected: 1 });
    expect(await orphanedRows(database)).toEqual({});
  });

  test.runIf(engine === 'postgres')(
    'a user whom the database does not let say so imports all the same, and is checked',
    async () => {
      const name = `plain_${randomBytes(4).toString('hex')}`;
      await database.query(sql.raw(`create role ${name} login password 'plain'`));
      await database.query(
        sql.raw(`grant all on schema public to ${name}; grant all on all tables in schema public to ${name}`),
      );
      const plain = await database.openAgain!({ username: name, password: 'plain' });
      try {
        expect(
          await post(plain, workspace, 'activities', [{ id: 'a', lead: 'l', kind: 'CALL', direction: 'OUTBOUND', at }]),
        ).toMatchObject({ accepted: 1 });
        expect(await rows(database, workspace, 'activities')).toHaveLength(1);
        await expect(trying(plain, (write) => write.withKnownReferences(() => insertOrphan(write)))).rejects.toThrow(
          'foreign key',
        );
        await database.query(sql.raw(`grant set on parameter session_replication_role to ${name}`));
        await expect(trying(plain, (write) => write.withKnownReferences(() => insertOrphan(write)))).rejects.toThrow(
          Undone,
        );
      } finally {
        await plain.close();
        await database.query(sql.raw(`drop owned by ${name}`));
        await database.query(sql.raw(`drop role ${name}`));
      }
    },
  );
});
