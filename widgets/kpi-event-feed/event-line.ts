import type { TemplateResult } from 'lit';
import { formatCount, formatDates, formatInstant, formatSince } from '../shared/format.ts';
import { reasonOf, sentenceOf } from '../shared/kpi-event/event-sentence.ts';
import type { KpiEvent, Severity } from '../shared/kpi-event/kpi-event.ts';
import { formatValue } from '../shared/kpi-figure.ts';
import { html, nothing, svg } from '../shared/lit.ts';
import type { Language } from '../shared/widget.element.ts';

/** Each severity has a shape of its own, and its name beside it. */
const SHAPES: Record<Severity, () => TemplateResult> = {
  INFO: () => svg`<circle cx="10" cy="10" r="7.5"/>`,
  WARNING: () => svg`<path d="M10 2.5 18 17H2z"/>`,
  CRITICAL: () => svg`<path d="M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7z"/>`,
};

export interface LineState {
  now: number;
  isNew: boolean;
  isOpen: boolean;
  isTabStop: boolean;
  select(): void;
}

export function renderLine(event: KpiEvent, state: LineState, language: Language): TemplateResult {
  const { feed } = language.texts;
  const { severity, kind, occurredAt, window, rule, silenced, isRevised } = event;
  const sentence = sentenceOf(event, language);
  const reason = reasonOf(event, language);
  const at = formatInstant(occurredAt, window.timeZone, language.locale, state.now);
  return html`
    <li class="event ${severity} ${kind} ${state.isNew ? 'new' : ''}" part="event">
      <svg class="severity" viewBox="0 0 20 20" aria-hidden="true">${SHAPES[severity]()}</svg>
      <div class="what">
        <button class="say" part="sentence" type="button" aria-expanded=${String(state.isOpen)} tabindex=${state.isTabStop ? 0 : -1}
          @click=${state.select}><span class="ink">${isRevised ? html`<s>${sentence}</s>` : sentence}</span></button>
        ${reason ? html`<p class="why">${isRevised ? html`<strong>${feed.kinds.REVISED}</strong> · ` : nothing}${reason}</p>` : nothing}
        <p class="meta">
          <span class="ink"><strong>${feed.severities[severity]}</strong> · ${feed.kinds[kind]}</span>
          ${silenced ? html`<span class="tag">${feed.silenced}</span>` : nothing}
          <span class="ink">${rule.name}</span>
          <span class="ink">${formatDates(window, language.locale)}</span>
        </p>
        ${state.isOpen ? renderDetails(event, language) : nothing}
      </div>
      <p class="when">
        ${state.isNew ? html`<strong class="tag">${feed.isNew}</strong>` : nothing}
        <time class="ink" datetime=${occurredAt}>${formatSince(occurredAt, language.locale, state.now)}</time>
        <span class="ink at">${at}</span>
      </p>
    </li>
  `;
}

function renderDetails(event: KpiEvent, language: Language): TemplateResult {
  const { value, sample } = language.texts.scorecard;
  const { kpiValue, sampleSize, sequence, kpi } = event;
  return html`
    <dl>
      <dt>${value}</dt><dd>${formatValue(kpiValue, kpi, language)}</dd>
      <dt>${sample}</dt><dd>${formatCount(sampleSize, language.locale)}</dd>
      <dt>#</dt><dd>${sequence}</dd>
    </dl>
  `;
}
