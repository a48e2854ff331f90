import { daysFromLunarNewYear, isHoliday, monthOf, weekdayOf } from './calendar.ts';
import type { Channel, Rhythm } from './channels.ts';
import { fairOn } from './exhibitions.ts';
import type { Span } from './span.ts';

/** How many leads come on a day through a channel, on average, as multiples of the channel's usual day. */
export function demandOn(channel: Channel, day: number, span: Span): number {
  const progress = (day - span.first) / (span.end - span.first);
  return growth(channel.rhythm, progress) * season(day) * week(channel.rhythm, day);
}

/** The company grows by about a third a year; referrals grow faster, with the number of customers who can refer. */
function growth(rhythm: Rhythm, progress: number): number {
  return rhythm === 'growing' ? 0.4 + 1.2 * progress : 0.75 * 1.8 ** progress;
}

/** Budgets are spent in March and before the year ends; July and August are quiet. January to December. */
const MONTHS = [0.95, 0.95, 1.18, 1.1, 1.05, 1, 0.86, 0.85, 1.08, 1, 1.12, 1.05];

function season(day: number): number {
  return MONTHS[monthOf(day) - 1]! * springFestival(day);
}

/** Offices empty a week before the new year and fill slowly until the Lantern Festival, two weeks after it. */
function springFestival(day: number): number {
  const distance = daysFromLunarNewYear(day);
  if (distance < -8 || distance > 15) return 1;
  if (distance < -2) return 0.6;
  if (distance <= 7) return 0.12;
  return 0.7;
}

/** Monday to Sunday. People scroll videos at the weekend, but search for software in the office. */
const WEEK = {
  office: [1.15, 1.2, 1.15, 1.1, 1, 0.4, 0.32],
  growing: [1.1, 1.15, 1.15, 1.1, 1.05, 0.45, 0.35],
  leisure: [0.95, 0.95, 0.95, 1, 1.05, 1.15, 1.1],
} as const;

const HOLIDAY = { office: 0.35, growing: 0.4, leisure: 0.9 } as const;

function week(rhythm: Rhythm, day: number): number {
  if (rhythm === 'fair') return fairOn(day) ? 30 : 0.08;
  return WEEK[rhythm][weekdayOf(day)]! * (isHoliday(day) ? HOLIDAY[rhythm] : 1);
}
