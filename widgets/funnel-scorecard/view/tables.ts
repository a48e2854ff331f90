import type { TemplateResult } from 'lit';
import { NO_FIGURE } from '../../shared/format.ts';
import type { KpiValue } from '../../shared/kpi-types.ts';
import type { Language } from '../../shared/widget.element.ts';
import { isPartial, type TimeUnit } from '../../shared/window-attribute.ts';
import {
  evidenceButton,
  evidenceOfKpi,
  formatChange,
  formatDates,
  formatRelativeChange,
  formatValue,
  html,
  intervalOf,
  nothing,
} from './kit.ts';

/** The scorecard as two tables: the figures, and behind the small lines their values. */
export function renderTables(values: KpiValue[], grain: TimeUnit, language: Language): TemplateResult {
  const { texts, locale } = language;
  const { scorecard } = texts;
  const buckets = values[0]?.series ?? [];
  return html`
    <div class="scroller" role="group" aria-label=${texts.showTable} tabindex="0">
      <table class="data" part="table">
        <thead>
          <tr>
            ${[
              scorecard.kpi,
              scorecard.value,
              scorecard.previous,
              scorecard.change,
              texts.interval,
              scorecard.sample,
            ].map((heading) => html`<th scope="col">${heading}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${values.map(
            (value) => html`
              <tr>
                <th scope="row">${value.definition.name}</th>
                <td>${evidenceButton(figure(value.value, value, language), () => evidenceOfKpi(value))}</td>
                <td>${figure(value.previous?.value ?? null, value, language)}</td>
                <td>${
                  value.change === null
                    ? figure(null, value, language)
                    : `${formatChange(value.change, value.definition, language)}${
                        value.relativeChange === null ? '' : ` (${formatRelativeChange(value.relativeChange, locale)})`
                      }`
                }</td>
                <td>${intervalOf(value, language) ?? NO_FIGURE}</td>
                <td>${value.sampleSize.toLocaleString(locale)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
    <div class="scroller trend" role="group" aria-label=${scorecard.trend} tabindex="0">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">${scorecard.trend}</th>
            ${values.map(({ definition }) => html`<th scope="col">${definition.name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${buckets.map(
            (bucket, index) => html`
              <tr>
                <th scope="row">${formatDates(bucket, locale)}${isPartial(bucket, grain) ? html`<span class="muted">${texts.brackets(scorecard.partial)}</span>` : nothing}</th>
                ${values.map((value) => html`<td>${figure(value.series[index]?.value ?? null, value, language)}</td>`)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}

function figure(value: number | null, { definition }: KpiValue, language: Language): TemplateResult | string {
  if (value !== null) return formatValue(value, definition, language);
  const reason = language.texts.noFigure;
  return html`<span title=${reason}>${NO_FIGURE}<span class="hidden"> ${reason}</span></span>`;
}
