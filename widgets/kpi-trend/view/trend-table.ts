import type { TemplateResult } from 'lit';
import { NO_FIGURE } from '../../shared/format.ts';
import type { Language } from '../../shared/widget.element.ts';
import { evidenceButton, formatCount, formatDates, formatValue, html, intervalOf, sentenceOf } from './kit.ts';
import type { Trend } from './trend.ts';
import { marksOf } from './trend-events.ts';
import { evidenceOfStep } from './trend-words.ts';

/** The same figures, a row a point. */
export function renderTable({ kpi, steps, marks }: Trend, language: Language): TemplateResult {
  const { texts, locale } = language;
  const { scorecard, trend } = texts;
  const { definition } = kpi;
  const none = html`${NO_FIGURE}<span class="hidden"> ${texts.noFigure}</span>`;
  const headings = [trend.period, scorecard.value, texts.interval, scorecard.sample, trend.before, trend.events];
  return html`
    <div class="scroller" role="group" aria-label=${texts.showTable} tabindex="0">
      <table class="data" part="table">
        <thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
        <tbody>
          ${steps.map((step) => {
            const { value, before, sampleSize, isPartial, canChange, isSmall } = step;
            const remarks = [isPartial && scorecard.partial, value !== null && canChange && trend.open].filter(Boolean);
            return html`
              <tr>
                <th scope="row">${formatDates(step, locale)} <span class="muted">${remarks.join(texts.comma)}</span></th>
                <td>${value === null ? none : evidenceButton(formatValue(value, definition, language), () => evidenceOfStep(step, kpi, language))}</td>
                <td>${(value !== null && intervalOf({ ...kpi, ...step, previous: null }, language)) || none}</td>
                <td>${formatCount(sampleSize, locale)}${isSmall ? html` <span class="muted" title=${texts.evidence.smallSample}>⚠<span class="hidden">${texts.evidence.smallSample}</span></span>` : ''}</td>
                <td>${before && before.value !== null ? formatValue(before.value, definition, language) : none}</td>
                <td>${marksOf(step, marks).map(({ event }) => html`<div>${texts.feed.kinds[event.kind]}${texts.colon}${sentenceOf(event, language)}</div>`)}</td>
              </tr>
            `;
          })}
        </tbody>
      </table>
    </div>
  `;
}
