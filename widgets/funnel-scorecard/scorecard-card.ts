import { html, nothing, svg, type TemplateResult } from 'lit';
import { evidenceOfKpi } from '../shared/evidence/evidence.ts';
import { drillButton, evidenceButton } from '../shared/evidence/evidence-button.ts';
import { formatDates, formatRelativeChange } from '../shared/format.ts';
import { formatChange, formatValue, judge } from '../shared/kpi-figure.ts';
import type { KpiValue } from '../shared/kpi-types.ts';
import type { Language } from '../shared/widget.element.ts';
import { isPartial, type TimeUnit } from '../shared/window-attribute.ts';
import { HEIGHT, layoutSparkline, WIDTH } from './sparkline.layout.ts';

/** One KPI: its value, the change against the window before, its trend. */
export function renderCard(value: KpiValue, grain: TimeUnit, language: Language): TemplateResult {
  const { definition } = value;
  return html`
    <div class="card" part="card" role="group" aria-label=${definition.name} data-kpi=${definition.key}>
      <p class="name">${drillButton(definition.name, { kpi: definition.key }, () => evidenceOfKpi(value))}</p>
      <p class="value" part="value">
        ${evidenceButton(formatValue(value.value, definition.unit, language), () => evidenceOfKpi(value))}
      </p>
      ${renderChange(value, language)} ${renderSparkline(value, grain, language)}
    </div>
  `;
}

function renderChange(value: KpiValue, language: Language): TemplateResult {
  const { texts, locale } = language;
  const { change, relativeChange, previous, definition, status } = value;
  if (value.value === null)
    return html`<p class="change muted" part="change"><span class="ink">${status === 'IMMATURE' ? texts.scorecard.immature : texts.scorecard.noData}</span></p>`;
  if (change === null || !previous)
    return html`<p class="change muted" part="change"><span class="ink">${texts.scorecard.noPrevious}</span></p>`;
  const { scorecard } = texts;
  const judgement = judge(change, definition.direction);
  const before = scorecard.previousOf(
    formatValue(previous.value, definition.unit, language),
    formatDates(previous.window, locale),
  );
  return html`
    <p class="change muted ${judgement}" part="change" title=${before}>
      <span class="ink">
        <strong
          >${arrow(change)}${change > 0 ? scorecard.up : change < 0 ? scorecard.down : scorecard.same}
          ${change === 0 ? nothing : formatChange(change, definition.unit, language, false)}</strong
        >
        ${[
          relativeChange === null || change === 0 ? [] : formatRelativeChange(relativeChange, locale),
          judgement === 'neutral' ? [] : scorecard[judgement],
        ]
          .flat()
          .join(' · ')}
      </span>
    </p>
  `;
}

function arrow(change: number): TemplateResult | typeof nothing {
  if (change === 0) return nothing;
  return html`<svg class="arrow" viewBox="0 0 10 10" aria-hidden="true"><path d=${change > 0 ? 'M5 1l4 7H1z' : 'M5 9l4-7H1z'} /></svg> `;
}

function renderSparkline({ series, definition }: KpiValue, grain: TimeUnit, language: Language): TemplateResult {
  const values = series.flatMap(({ value }) => (value === null ? [] : [value]));
  const points = series.map((point) => ({ value: point.value, isPartial: isPartial(point, grain) }));
  const { line, partialLine, area, end } = layoutSparkline(points);
  const say = (value: number): string => formatValue(value, definition.unit, language);
  const label = language.texts.scorecard.trendOf(
    grain,
    say(Math.min(...values)),
    say(Math.max(...values)),
    say(values.at(-1) ?? 0),
  );
  return html`
    <svg class="spark" part="sparkline" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"
      role=${values.length > 0 ? 'img' : 'none'} aria-label=${values.length > 0 ? label : nothing}>
      <path class="zero" d="M0 ${HEIGHT}H${WIDTH}" />
      <path class="area" d=${area} />
      <path d=${line} />
      <path class="partial" d=${partialLine} />
      ${end ? svg`<path class="end" d="M${end.x} ${end.y}h0" />` : nothing}
    </svg>
  `;
}
