import { formatCount, formatDates, NO_FIGURE } from '../format.ts';
import type { Language } from '../widget.element.ts';
import { type Evidence, isSmallSample } from './evidence.ts';
import { formatExact } from './evidence-exactly.ts';

/** A term and what is said of it, a line each. */
export type EvidenceLine = [term: string, ...texts: string[]];

/** Everything about a figure, in words and in the order it is read. */
export function evidenceLines(evidence: Evidence, language: Language): EvidenceLine[] {
  const { texts, locale } = language;
  const { evidence: says } = texts;
  const { window, basis, leftOut, previous, status, unit, sampleSize } = evidence;
  const exact = (value: number): string => formatExact(value, evidence, language);
  const duration = (seconds: number): string => formatExact(seconds, { unit: 'SECONDS' }, language);
  return compact([
    line(says.meaning, evidence.description),
    line(says.formula, evidence.formula),
    line(says.calculation, calculation(evidence, language)),
    evidence.interval && [
      texts.interval,
      `${exact(evidence.interval.low)}–${exact(evidence.interval.high)}`,
      says.method[unit === 'RATIO' ? 'WILSON' : 'STUDENT_T'],
    ],
    line(says.median, evidence.median ?? undefined, duration),
    line(says.mean, evidence.mean ?? undefined, duration),
    line(says.p90, evidence.p90 ?? undefined, duration),
    sampleSize !== undefined && [
      says.sample,
      `n = ${formatCount(sampleSize, locale)}`,
      ...(isSmallSample(evidence) ? [`⚠ ${says.smallSample}`] : []),
    ],
    leftOut && [
      says.leftOut,
      ...(leftOut.length === 0
        ? [says.nothingLeftOut]
        : leftOut.map(({ reason, count }) => `${formatCount(count, locale)} ${says.reasons[reason] ?? reason}`)),
    ],
    previous && [
      says.previous,
      formatExact(previous.value, evidence, language, previous.money),
      formatDates(previous.window, locale),
    ],
    evidence.note !== undefined && ['', evidence.note],
    [says.window, formatDates(window, locale) + texts.brackets(window.timeZone)],
    basis && [says.basis, texts.basis[basis]],
    [says.asOf, instant(window.asOf, window.timeZone, locale)],
    status && status !== 'OK' && [says.status, says.statuses[status as 'OK'] ?? status],
  ]);
}

/** 132 / 1,040 */
function calculation(
  { numerator, denominator, numeratorUnit, denominatorUnit }: Evidence,
  language: Language,
): string | undefined {
  if (denominator === null || denominator === undefined) return undefined;
  const above =
    numerator === null || numerator === undefined
      ? NO_FIGURE
      : formatExact(numerator, { unit: numeratorUnit ?? 'COUNT' }, language);
  return `${above} / ${formatExact(denominator, { unit: denominatorUnit ?? 'COUNT' }, language)}`;
}

function instant(at: string, timeZone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(Date.parse(at));
}

function line<Value>(
  term: string,
  value: Value | undefined,
  say: (value: Value) => string = String,
): EvidenceLine | undefined {
  return value === undefined || value === '' ? undefined : [term, say(value)];
}

function compact(lines: (EvidenceLine | false | '' | null | undefined)[]): EvidenceLine[] {
  return lines.filter((each): each is EvidenceLine => Boolean(each));
}
