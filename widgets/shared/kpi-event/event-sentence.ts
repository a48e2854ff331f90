import { formatRelativeChange, NO_FIGURE } from '../format.ts';
import { formatChange, formatValue } from '../kpi-figure.ts';
import type { Language } from '../widget.element.ts';
import type { KpiEvent, Measured, Names } from './kpi-event.ts';

/** What happened, in a sentence: 'New leads: 4, above 3 · Web'. */
export function sentenceOf(event: KpiEvent, language: Language): string {
  const { feed, channels, colon } = language.texts;
  const what = event.revises
    ? `${feed.kinds.REVISED}${colon}${clauseOf({ ...event, ...event.revises }, language)}`
    : clauseOf(event, language);
  const [part] = event.scope;
  if (!part) return what;
  return `${what} · ${inLanguage(part, language) ?? (part.dimension === 'CHANNEL' ? channels.none : feed.unassigned)}`;
}

/** Why an event no longer counts, or why this one takes another back; undefined of all others. */
export function reasonOf({ isRevised, revisedBy, reason }: KpiEvent, { texts }: Language): string | undefined {
  const known = isRevised ? revisedBy?.reason : reason;
  return known ? texts.feed.reasons[known] : undefined;
}

/** A number that was held against the threshold, or that threshold. */
function formatMeasured(number: number | null, event: KpiEvent, language: Language): string {
  if (number === null) return NO_FIGURE;
  switch (compareOf(event)) {
    case 'VALUE':
      return formatValue(number, event.kpi, language);
    case 'CHANGE':
      return formatChange(number, event.kpi, language);
    default:
      return formatRelativeChange(number, language.locale);
  }
}

export function inLanguage<Name>({ en, zh }: Names<Name>, { locale }: Language): Name {
  return locale === 'en' ? en : zh;
}

function clauseOf(event: KpiEvent, language: Language): string {
  const { feed } = language.texts;
  const { kind, value, threshold, rule, kpi } = event;
  const name = inLanguage(kpi, language);
  const { against } = rule.condition;
  const shown = formatMeasured(value, event, language);
  const measured = against && compareOf(event) !== 'VALUE' ? feed.against[against](shown) : shown;
  const limit = formatMeasured(threshold, event, language);
  switch (kind) {
    case 'BREACHED':
      return feed.breached(name, measured, isAbove(event), limit);
    case 'RECOVERED':
      return feed.recovered(name, measured, isAbove(event), limit);
    case 'NO_DATA':
      return feed.noData(name);
    default:
      return feed.turned(name);
  }
}

/** As the rule said then. It may have been changed since; then the numbers tell as much as they can. */
function compareOf({ rule, ruleVersion, value, kpiValue }: KpiEvent): KpiEvent['rule']['condition']['compare'] {
  const { compare } = rule.condition;
  if (rule.version === ruleVersion || value === null) return compare;
  if (value === kpiValue) return 'VALUE';
  return compare === 'VALUE' ? 'CHANGE' : compare;
}

function isAbove({ rule, ruleVersion, value, threshold, kind }: KpiEvent & Measured): boolean {
  if (rule.version === ruleVersion || value === null) return rule.condition.direction === 'ABOVE';
  return value > threshold === (kind === 'BREACHED');
}
