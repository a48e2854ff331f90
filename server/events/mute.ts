import { Temporal } from 'temporal-polyfill';
import type { MuteWindow } from './rule/rule.ts';

/** A span in which events of a rule (null: of all), of an instance (null: of all), are marked as silenced. */
export interface Silence {
  id: string;
  ruleId: string | null;
  instance: string | null;
  startsAt: Date;
  /** Not included. */
  endsAt: Date;
  reason: string;
  createdAt: Date;
}

/** Whether what happens at this instant is to be marked. It is logged all the same. */
export function isSilenced(
  at: Date,
  { ruleId, instance }: { ruleId: string; instance: string },
  silences: readonly Silence[],
  muteWindows: readonly MuteWindow[],
  timeZone: string,
): boolean {
  const isMeant = (silence: Silence) =>
    (silence.ruleId ?? ruleId) === ruleId &&
    (silence.instance ?? instance) === instance &&
    silence.startsAt <= at &&
    at < silence.endsAt;
  return silences.some(isMeant) || muteWindows.some((window) => isMuted(at, window, timeZone));
}

/** By the wall clock: an hour that comes twice is muted twice. */
function isMuted(at: Date, { days, from, to }: MuteWindow, timeZone: string): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  const time = local.toPlainTime().toString({ smallestUnit: 'second' }).slice(0, 8);
  const today = days.includes(local.dayOfWeek);
  const [start, end] = [`${from}:00`, `${to}:00`];
  if (start < end) return today && start <= time && time < end;
  const yesterday = days.includes(local.dayOfWeek === 1 ? 7 : local.dayOfWeek - 1);
  return (today && start <= time) || (yesterday && time < end);
}
