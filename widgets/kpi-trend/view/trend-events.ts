import type { KpiEvent, KpiEventKind } from '../../shared/kpi-event/kpi-event.ts';
import type { Basis } from '../../shared/kpi-types.ts';
import type { KpiFilterInput } from '../../shared/scope-attributes.ts';
import { dateOf, placeOf, type Step, type TrendKpi } from './trend-steps.ts';

/** As kpi-trend-events.graphql asks it. */
export interface TrendEvent extends KpiEvent {
  rule: KpiEvent['rule'] & { id: string; isFiltered: boolean; basis: Basis | null; funnel: { key: string } };
}

export interface TrendLog {
  workspace: { kpiEvents: { edges: { node: TrendEvent }[]; pageInfo: { hasPreviousPage: boolean } } };
}

/** What is marked. What took another event back is not, nor what was taken back. */
export const MARKED: readonly KpiEventKind[] = ['BREACHED', 'RECOVERED', 'NO_DATA', 'WINDOW_TURNED'];

export interface Mark {
  event: TrendEvent;
  /** The day in the workspace's zone. */
  date: string;
  /** The middle of that day: 0 to 1 of the window. */
  x: number;
}

/** The events of the window that speak of what the chart shows: the same funnel, the same part of it, counted the same way. */
export function marksIn(
  { workspace }: TrendLog,
  { window, basis }: TrendKpi,
  funnel: string,
  filter: KpiFilterInput | undefined,
): Mark[] {
  return workspace.kpiEvents.edges.flatMap(({ node: event }) => {
    const { rule, isRevised, kind, occurredAt } = event;
    const date = dateOf(occurredAt, window.timeZone);
    const isShown =
      MARKED.includes(kind) &&
      !isRevised &&
      rule.funnel.key === funnel &&
      !rule.isFiltered &&
      (basis === null || (rule.basis ?? 'COHORT') === basis) &&
      isAbout(event, filter) &&
      date >= window.from &&
      date < window.to;
    return isShown ? [{ event, date, x: placeOf(date, window, 0.5) }] : [];
  });
}

/** Whether older events than those that were asked for would be in the window, too. */
export function isCut({ workspace }: TrendLog, { window }: TrendKpi): boolean {
  const { edges, pageInfo } = workspace.kpiEvents;
  return (
    pageInfo.hasPreviousPage && edges.length > 0 && dateOf(edges[0]!.node.occurredAt, window.timeZone) >= window.from
  );
}

export function marksOf({ from, to }: Step, marks: readonly Mark[]): Mark[] {
  return marks.filter(({ date }) => date >= from && date < to);
}

/** Without a filter an event about the whole funnel; with one for a single channel, owner … one about that. */
function isAbout({ scope: [part] }: TrendEvent, filter: KpiFilterInput | undefined): boolean {
  const lists = Object.entries(filter ?? {}).filter(([, keys]) => keys?.length > 0);
  if (!part || lists.length === 0) return !part && lists.length === 0;
  const [[list, keys], ...others] = lists as [[string, (string | null)[]]];
  const dimension = list.toUpperCase().replace(/IES$/, 'Y').replace(/S$/, '');
  return (
    others.length === 0 && keys.length === 1 && keys[0] === part.key && part.dimension.replace('_', '') === dimension
  );
}

/**
 * The threshold to draw: where one rule alone speaks of values that points can be held against. A sum over another number of days than a
 * point's cannot.
 */
export function thresholdOf(
  marks: readonly Mark[],
  { definition, denominator, interval }: TrendKpi,
  steps: readonly Step[],
): TrendEvent | undefined {
  const event = marks.at(-1)?.event;
  if (!event || marks.some(({ event: { rule } }) => rule.id !== event.rule.id)) return undefined;
  if (event.rule.condition.compare !== 'VALUE') return undefined;
  const isSum = ['COUNT', 'MONEY'].includes(definition.unit) && denominator === null && interval === null;
  const whole = steps.filter(({ isPartial }) => !isPartial).map(daysOf);
  return isSum && !whole.includes(daysOf(event.window)) ? undefined : event;
}

function daysOf({ from, to }: { from: string; to: string }): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
