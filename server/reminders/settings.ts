import { type RawBuilder, sql } from 'kysely';
import type { Database, Queryable } from '../database/database.ts';
import { writeWorkspace } from '../database/workspace-write.ts';

/** When reminders of a funnel fall due. */
export interface ReminderSettings {
  /** FOLLOW_UP_DUE: days after the last follow-up. */
  followUpEveryDays: number;
  /** FOLLOW_UP_DUE: hours after it came (or came back), of a lead that nobody has followed up since. */
  firstFollowUpHours: number;
  /** UNANSWERED: hours after the lead turned to us. */
  answerHours: number;
  /** COOLING: days before the funnel's leadChurnDays have passed without an interaction; never before half of them have. */
  coolingDays: number;
  /** REPURCHASE_DUE: days after the last order; null: what is usual. */
  repurchaseAfterDays: number | null;
}

/** Absent: as before. null: back to the default. */
export type ReminderSettingsChange = { [Name in keyof ReminderSettings]?: number | null | undefined };

export const defaultReminderSettings: ReminderSettings = {
  followUpEveryDays: 7,
  firstFollowUpHours: 24,
  answerHours: 4,
  coolingDays: 7,
  repurchaseAfterDays: null,
};

const columns = {
  followUpEveryDays: 'follow_up_every_days',
  firstFollowUpHours: 'first_follow_up_hours',
  answerHours: 'answer_hours',
  coolingDays: 'cooling_days',
  repurchaseAfterDays: 'repurchase_after_days',
} as const satisfies Record<keyof ReminderSettings, string>;

const names = Object.keys(columns) as (keyof ReminderSettings)[];

/** The setting, or its default, in SQL; `s` is the row of reminder_settings, if any. */
export function settingColumn(name: keyof ReminderSettings): RawBuilder<unknown> {
  return sql`coalesce(${sql.ref(`s.${columns[name]}`)}, ${defaultReminderSettings[name]}::integer)`;
}

/** Hours may be 0: at once. Days and hours end at a hundred years. */
const limits = {
  followUpEveryDays: [1, 36_500, 'days'],
  firstFollowUpHours: [0, 876_000, 'hours'],
  answerHours: [0, 876_000, 'hours'],
  coolingDays: [1, 36_500, 'days'],
  repurchaseAfterDays: [1, 36_500, 'days'],
} as const satisfies Record<keyof ReminderSettings, readonly [number, number, string]>;

/** A setting that cannot be. */
export class InvalidReminderSettingsError extends Error {
  readonly code = 'INVALID_SETTING';
  readonly setting: keyof ReminderSettings;

  constructor(setting: keyof ReminderSettings, value: number) {
    const [least, most, unit] = limits[setting];
    super(`${setting} is ${value}; give a whole number of ${unit} from ${least} to ${most}, or null for the default.`);
    this.name = 'InvalidReminderSettingsError';
    this.setting = setting;
  }
}

/** @throws InvalidReminderSettingsError */
export function checkReminderSettings(change: ReminderSettingsChange): void {
  for (const name of names) {
    const value = change[name];
    if (value === null || value === undefined) continue;
    const [least, most] = limits[name];
    if (!(value >= least && value <= most)) throw new InvalidReminderSettingsError(name, value);
  }
}

type StoredSettings = { [Name in keyof ReminderSettings]: number | null };

/** The settings of each of these funnels, in their order. */
export async function readReminderSettings(
  on: Queryable,
  workspaceId: string,
  funnelIds: readonly string[],
): Promise<ReminderSettings[]> {
  const rows = await on.query<StoredSettings & { funnelId: string }>(sql`
    select funnel_id as "funnelId", ${sql.join(names.map((name) => sql`${sql.ref(columns[name])} as ${sql.ref(name)}`))}
    from reminder_settings where workspace_id = ${workspaceId} and funnel_id = any(${[...funnelIds]}::uuid[])`);
  const stored = new Map(rows.map(({ funnelId, ...row }) => [funnelId, row]));
  return funnelIds.map((id) => {
    const row: Partial<StoredSettings> = stored.get(id) ?? {};
    const settings = names.map((name) => [name, row[name] ?? defaultReminderSettings[name]]);
    return Object.fromEntries(settings) as ReminderSettings;
  });
}

/** Sets what was checked. Reminders follow at once, since they are derived. */
export async function changeReminderSettings(
  database: Database,
  workspaceId: string,
  funnelId: string,
  change: ReminderSettingsChange,
): Promise<void> {
  const given = names.filter((name) => change[name] !== undefined);
  await writeWorkspace(database, workspaceId, async (write) => {
    await write.query(sql`
      insert into reminder_settings (workspace_id, funnel_id) values (${workspaceId}, ${funnelId})
      on conflict (workspace_id, funnel_id) do nothing`);
    if (given.length > 0)
      await write.query(sql`
        update reminder_settings
        set ${sql.join(given.map((name) => sql`${sql.ref(columns[name])} = ${change[name]}::integer`))}
        where workspace_id = ${workspaceId} and funnel_id = ${funnelId}`);
    write.wake();
  });
}
