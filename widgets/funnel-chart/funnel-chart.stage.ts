import { html, nothing, svg, type TemplateResult } from 'lit';
import { renderChange } from '../shared/change.ts';
import { SMALL_SAMPLE } from '../shared/evidence/evidence.ts';
import { drillButton, evidenceButton } from '../shared/evidence/evidence-button.ts';
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatInterval,
  formatPercent,
  NO_FIGURE,
} from '../shared/format.ts';
import type { ChartScope } from './chart-scope.ts';
import type { StageShape } from './funnel-chart.layout.ts';
import { isImmature, type StageFigure, type StageRow } from './stage-row.ts';

/** In the order of the bar; the style sheet puts a swatch of each before the space that its words begin with. */
const PARTS = ['advanced', 'open', 'lost'] as const;

/** A stage: its name and count, its bar, and the step down to the next one. */
export function renderStage(row: StageRow, shape: StageShape, scope: ChartScope): TemplateResult {
  const { language, before } = scope;
  const { texts, locale } = language;
  const { chart } = texts;
  const { reached, rate, cumulativeRate, interval, medianTime } = row;
  const previous = before && row.previous;
  const points = (size: number): string => `${formatDecimal(size * 100, locale)} ${texts.scorecard.points}`;
  const changeOf = (now: number, then: number, say: (size: number, locale: string) => string): TemplateResult =>
    html`<span class="change">${renderChange(now - then, say(Math.abs(now - then), locale), language)}</span>`;
  const opens = (figure: StageFigure, shown: unknown): TemplateResult =>
    evidenceButton(shown, () => scope.evidence(figure, row));
  return html`
    <li class="stage">
      <div class="label">
        <div class="name">${drillButton(row.stage.name, { stage: row.stage.key }, () => scope.evidence('reached', row))}</div>
        <div class="count">${opens('reached', formatCount(reached, locale))}</div>
        <div class="muted">
          ${cumulativeRate === null || cumulativeRate === 1 ? nothing : opens('cumulativeRate', chart.ofFirst(formatPercent(cumulativeRate, locale)))}
          ${previous ? opens('reached', changeOf(reached, previous.reached, formatCount)) : nothing}
        </div>
      </div>
      <div class="flow">
        ${renderBar(shape)}
        ${
          row.advanced === null
            ? nothing
            : html`
              <div class="step">
                <svg class="ribbon" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path fill="url(#fade)" d=${shape.ribbon ?? ''} /></svg>
                <div class="parts">
                  ${PARTS.map((part) => opens(part, ` ${chart[part]} ${formatCount(row[part] ?? 0, locale)}`))}
                </div>
                <div class="rate muted">
                  ${opens(
                    'rate',
                    html`<span class="hidden">${chart.rate} </span><strong>${rate === null ? NO_FIGURE : formatPercent(rate, locale)}</strong>
                      ${interval ? html`<span>${texts.intervalOf(formatInterval(interval, locale))}</span>` : nothing}
                      ${
                        rate !== null && previous && previous.rate !== null
                          ? changeOf(rate, previous.rate, points)
                          : nothing
                      }`,
                  )}
                  ${medianTime === null ? nothing : opens('medianTime', chart.medianOf(formatDuration(medianTime, locale)))}
                  ${reached > 0 && reached < SMALL_SAMPLE ? mark(chart.small) : nothing}
                  ${isImmature(row, scope.basis) ? mark(chart.immature) : nothing}
                </div>
              </div>
            `
        }
      </div>
    </li>
  `;
}

function mark(text: string): TemplateResult {
  return html`<span class="mark ink" part="mark">${text}</span>`;
}

/** Once in each chart. Lost leads are told apart by a pattern, not by colour alone. */
export const paints = html`
  <svg class="hidden" aria-hidden="true">
    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="hatch" d="M0 0V6" />
    </pattern>
    <linearGradient id="fade" x2="0" y2="1">
      <stop class="fade" stop-opacity="0.26" />
      <stop class="fade" offset="1" stop-opacity="0.06" />
    </linearGradient>
  </svg>
`;

function renderBar({ reached, parts, previous }: StageShape): TemplateResult {
  const [advanced, open, lost] = parts.map(({ span }) => span);
  return html`
    <svg class="bar" part="bar" aria-hidden="true">
      ${
        advanced && open && lost
          ? svg`
            <rect class="advanced" width="${advanced.width}%" height="100%" />
            <rect class="open" x="${open.start}%" width="${open.width}%" height="100%" />
            <rect class="lost" fill="url(#hatch)" x="${lost.start}%" width="${lost.width}%" height="100%" />
          `
          : svg`<rect class="won" width="${reached.width}%" height="100%" />`
      }
      ${previous ? svg`<rect class="before" width="${previous.width}%" />` : nothing}
      <line class="axis" y2="100%" />
    </svg>
  `;
}
