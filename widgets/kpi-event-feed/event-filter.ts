import { WidgetFailure } from '../shared/failure.ts';
import { KINDS, type KpiEvent, type KpiEventKind, SEVERITIES, type Severity } from '../shared/kpi-event/kpi-event.ts';

/** The API's KpiEventFilterInput; an absent list means all. */
export interface EventFilter {
  kpis?: string[];
  kinds?: KpiEventKind[];
  severities?: Severity[];
}

/**
 * What an element's attributes let through.
 * @throws WidgetFailure INVALID_ATTRIBUTE
 */
export function parseEventFilter(attributes: { kpis: string; kinds: string; minSeverity: string }): EventFilter {
  const kpis = words(attributes.kpis);
  const kinds = words(attributes.kinds).map((word) => known(KINDS, word, 'kinds'));
  const least = attributes.minSeverity.trim();
  return {
    ...(kpis.length > 0 && { kpis }),
    ...(kinds.length > 0 && { kinds }),
    ...(least && { severities: fromOn(known(SEVERITIES, least, 'min-severity')) }),
  };
}

/** The same, narrowed by what a reader chose. */
export function narrow(filter: EventFilter, kind: KpiEventKind | '', least: Severity | ''): EventFilter {
  const severities = least && fromOn(least).filter((each) => filter.severities?.includes(each) ?? true);
  return { ...filter, ...(kind && { kinds: [kind] }), ...(severities && { severities }) };
}

export function passes({ kpis, kinds, severities }: EventFilter, { kpi, kind, severity }: KpiEvent): boolean {
  return (
    (kpis?.includes(kpi.key) ?? true) && (kinds?.includes(kind) ?? true) && (severities?.includes(severity) ?? true)
  );
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

function fromOn(least: Severity): Severity[] {
  return SEVERITIES.slice(SEVERITIES.indexOf(least));
}

function known<Word extends string>(list: readonly Word[], text: string, attribute: string): Word {
  const word = list.find((each) => each === text.toUpperCase());
  if (word) return word;
  throw new WidgetFailure('INVALID_ATTRIBUTE', `${attribute}="${text}"`);
}
