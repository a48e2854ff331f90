import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { findReminders } from '../../../server/reminders/find-reminders.ts';
import { allKinds, reminderKinds } from '../../../server/reminders/kinds.ts';
import { DAY } from '../../reference/days.ts';
import { history } from '../../reference/histories.ts';
import { play } from '../../reference/play.ts';
import { expectedReminders } from '../../reference/reminders.ts';
import type { Script } from '../../reference/script.ts';
import { type Engine, freshDatabase } from '../../support/database.ts';

const histories: Record<Engine, number> = { postgres: 40, pglite: 15 };
const END_OF_TIME = new Date('9999-12-31T00:00:00Z');

describe.each(['postgres', 'pglite'] as const)('reminders on %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  afterAll(() => database.close());

  async function derived(workspaceId: string, now: Date): Promise<string[]> {
    const funnels = await database.query<{ id: string; key: string }>(
      sql`select id, key from funnels where workspace_id = ${workspaceId}`,
    );
    const keys = new Map(funnels.map(({ id, key }) => [id, key]));
    for (const [table, column] of [
      ['leads', 'external_id'],
      ['opportunities', 'external_id'],
      ['customers', 'external_id'],
      ['owners', 'key'],
    ] as const)
      for (const { id, key } of await database.query<{ id: string; key: string }>(
        sql`select id, ${sql.ref(column)} as key from ${sql.table(table)} where workspace_id = ${workspaceId}`,
      ))
        keys.set(id, key);
    const rows = await findReminders(
      database,
      {
        workspaceId,
        now,
        dueBefore: END_OF_TIME,
        funnelIds: funnels.map(({ id }) => id),
        kinds: allKinds,
        includeSnoozed: false,
        includeDone: false,
      },
      { after: undefined, take: 10_000 },
    );
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const subject = (row: (typeof rows)[number]) => row[`${reminderKinds[row.kind]}Id`]!;
    return rows
      .map((row) =>
        line(
          row.kind,
          keys.get(subject(row))!,
          keys.get(row.ownerId!) ?? null,
          keys.get(row.funnelId)!,
          row.since.getTime(),
          row.dueAt.getTime(),
        ),
      )
      .sort();
  }

  // Quantiles and means of whole milliseconds are rounded up to whole ones.
  const line = (kind: string, subject: string, owner: string | null, funnel: string, since: number, dueAt: number) =>
    `${kind} ${subject} ${owner} ${funnel} since ${since} due ${Math.ceil(dueAt - 0.001)}`;

  test(`are what the rules say, read aloud in loops, on ${histories[engine]} random histories`, {
    timeout: 600_000,
  }, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(fc.nat(60 * 24), { minLength: 3, maxLength: 3 }),
        async ({ script }, hours) => {
          await compare(script, hours, seen);
        },
      ),
      { numRuns: histories[engine], seed: 20_261_126, endOnFailure: true },
    );
    // It compared something of every kind.
    expect([...seen].sort()).toEqual([...allKinds].sort());
  });

  async function compare(script: Script, hoursBefore: readonly number[], seen: Set<string>): Promise<void> {
    const { workspace, facts } = await play(database, script);
    const end = Date.parse(script.now);
    for (const now of [end, ...hoursBefore.map((hours) => end - 40 * DAY - hours * 3_600_000)]) {
      const expected = expectedReminders(facts, script.zone, now);
      for (const { kind } of expected) seen.add(kind);
      expect({ now, reminders: await derived(workspace.id, new Date(now)) }).toEqual({
        now,
        reminders: expected
          .map((each) => line(each.kind, each.subject, each.owner, each.funnel, each.since, each.dueAt))
          .sort(),
      });
    }
  }
});
