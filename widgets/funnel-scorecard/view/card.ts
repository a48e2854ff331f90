import type { TemplateResult } from 'lit';
import type { KpiValue } from '../../shared/kpi-types.ts';
import type { Language } from '../../shared/widget.element.ts';
import type { TimeUnit } from '../../shared/window-attribute.ts';
import {
  drillButton,
  evidenceButton,
  evidenceOfKpi,
  formatChange,
  formatRelativeChange,
  formatValue,
  html,
  isSmallSample,
  judge,
  nothing,
  renderChange,
  svg,
} from './kit.ts';
import { isProvisional } from './provisional.ts';
import { HEIGHT, layoutSparkline, WIDTH } from './sparkline.layout.ts';

/** One KPI: its value, the change against the window before, its trend. */
export function renderCard(value: KpiValue, grain: TimeUnit, language: Language): TemplateResult {
  const { definition } = value;
  const { scorecard, chart, colon } = language.texts;
  const evidence = () => evidenceOfKpi(value);
  const small = html`<span class="hidden">${chart.small}${colon}</span>${scorecard.few(value.sampleSize)}`;
  const mark = value.status === 'IMMATURE' ? scorecard.immature : isSmallSample(evidence()) ? small : undefined;
  return html`
    <div class="card" part="card" role="group" aria-label=${definition.name} data-kpi=${definition.key}>
      <p class="name">${drillButton(definition.name, { kpi: definition.key }, evidence)}</p>
      <p class="value" part="value">
        ${evidenceButton(formatValue(value.value, definition, language), evidence)}
        ${mark ? html`<span class="mark ink" part="mark">${mark}</span>` : nothing}
      </p>
      ${renderComparison(value, language)} ${renderSparkline(value, grain, language)}
    </div>
  `;
}

/** By how much it changed: in its unit, relatively, and whether that is good. */
function renderComparison(value: KpiValue, language: Language): TemplateResult {
  const { change, relativeChange, definition, status } = value;
  const { scorecard } = language.texts;
  const without = (text: string): TemplateResult =>
    html`<p class="change muted" part="change"><span class="ink">${text}</span></p>`;
  if (value.value === null) return without(status === 'IMMATURE' ? '' : scorecard.noData);
  if (change === null) return without(scorecard.noPrevious);
  const judgement = judge(change, definition.direction);
  const rest = [
    ...(relativeChange === null || change === 0 ? [] : [formatRelativeChange(relativeChange, language.locale)]),
    ...(judgement === 'neutral' ? [] : [scorecard[judgement]]),
  ];
  // A line of its own has the page's direction: its words, and the arrow before them, keep their own.
  const shown = html`<strong><span class="ink">${renderChange(change, formatChange(change, definition, language, false), language)}</span></strong> ${rest.join(' · ')}`;
  return html`<p class="change muted ${judgement}" part="change">${evidenceButton(shown, () => evidenceOfKpi(value))}</p>`;
}

function renderSparkline(
  { series, definition, basis, window }: KpiValue,
  grain: TimeUnit,
  language: Language,
): TemplateResult {
  const { scorecard } = language.texts;
  const points = series.map((point) => ({
    value: point.value,
    isProvisional: isProvisional(point, grain, basis, window.asOf),
  }));
  const known = points.filter(({ value }) => value !== null);
  const values = known.map(({ value }) => value!);
  const { line, provisionalLine, area, end } = layoutSparkline(points);
  const say = (value: number): string => formatValue(value, definition, language);
  const label =
    scorecard.trendOf(grain, say(Math.min(...values)), say(Math.max(...values)), say(values.at(-1) ?? 0)) +
    (known.at(-1)?.isProvisional ? scorecard.provisional : '');
  return html`
    <svg class="spark" part="sparkline" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"
      role=${known.length > 0 ? 'img' : 'none'} aria-label=${known.length > 0 ? label : nothing}>
      <path class="zero" d="M0 ${HEIGHT}H${WIDTH}" />
      <path class="area" d=${area} />
      <path d=${line} />
      <path class="partial" d=${provisionalLine} />
      ${end ? svg`<path class="end" d="M${end.x} ${end.y}h0" />` : nothing}
    </svg>
  `;
}
