import type { TemplateResult } from 'lit';
import type { KpiEventKind } from '../../shared/kpi-event/kpi-event.ts';
import type { Language } from '../../shared/widget.element.ts';
import { formatCount, formatValue, html, nothing, svg } from './kit.ts';
import type { Trend } from './trend.ts';
import { MARKED } from './trend-events.ts';

/** A kind of event has a shape of its own; its name stands in the line above the plot. */
const shapes: Partial<Record<KpiEventKind, () => TemplateResult>> = {
  BREACHED: () => svg`<path class="full" d="M6 1 11.5 11H.5z"/>`,
  RECOVERED: () => svg`<circle cx="6" cy="6" r="4.5"/>`,
  NO_DATA: () => svg`<path d="M2 2l8 8M10 2 2 10"/>`,
  WINDOW_TURNED: () => svg`<path d="M6 .5 11.5 6 6 11.5.5 6z"/>`,
};

export function markShape(kind: KpiEventKind): TemplateResult {
  return html`<svg class="sign" viewBox="0 0 12 12" aria-hidden="true">${shapes[kind]?.()}</svg>`;
}

/** How often which kind happened, and the threshold that is drawn. Of one height, whether the log has come or not. */
export function renderHappened(
  { marks, threshold, kpi, logState, isLogCut }: Trend,
  language: Language,
): TemplateResult {
  const { texts, locale } = language;
  const counts = MARKED.flatMap((kind) => {
    const count = marks.filter(({ event }) => event.kind === kind).length;
    return count === 0
      ? []
      : [html`<li class=${kind}>${markShape(kind)} ${texts.feed.kinds[kind]} ${formatCount(count, locale)}</li>`];
  });
  const limit =
    threshold && texts.trend.threshold(formatValue(threshold.threshold, kpi.definition, language), threshold.rule.name);
  return html`
    <ul class="legend happened" aria-label=${texts.trend.events}>
      ${counts.length > 0 ? counts : html`<li>${logState === 'ready' ? texts.trend.noEvents : logState === 'failed' ? texts.trend.noAccess : nothing}</li>`}
      ${isLogCut ? html`<li>${texts.feed.newest(marks.length)}</li>` : nothing}
      ${limit ? html`<li title=${limit}>${sample('threshold')} ${limit}</li>` : nothing}
    </ul>
  `;
}

/** What the lines and points are. */
export function renderLegend({ steps, before, shape }: Trend, { texts }: Language): TemplateResult {
  const { trend, interval } = texts;
  return html`
    <ul class="legend" part="legend">
      ${[
        ['line', trend.now, true],
        ['before', trend.before, before.some(({ value }) => value !== null)],
        ['band', interval, shape.band + shape.whiskers],
        ['line open', trend.incomplete, shape.openLine],
        ['holes', trend.fewFacts, steps.some(({ isSmall }) => isSmall)],
      ].map(([kind, text, isThere]) =>
        isThere ? html`<li><span class="ink">${sample(kind)} ${text}</span></li>` : nothing,
      )}
    </ul>
  `;
}

/** A piece of a line as the plot draws it. */
function sample(kind: unknown): TemplateResult {
  const d = kind === 'band' ? 'M0 2H20V10H0Z' : kind === 'holes' ? 'M10 6h0' : 'M1 6H19';
  return html`<svg class="sample" viewBox="0 0 20 12" aria-hidden="true">
    ${kind === 'holes' ? svg`<path class="dots" d=${d} />` : nothing}<path class=${kind} d=${d} />
  </svg>`;
}
