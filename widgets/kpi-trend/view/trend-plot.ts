import type { TemplateResult } from 'lit';
import type { Language } from '../../shared/widget.element.ts';
import { formatTickDate, formatValue, html, nothing, svg } from './kit.ts';
import { SIZE } from './trend.layout.ts';
import type { Trend } from './trend.ts';
import { markShape } from './trend-legend.ts';
import type { Step } from './trend-steps.ts';
import { evidenceOfStep, type StepWords, tickText } from './trend-words.ts';

/** The point that is read. */
export interface Cursor {
  index: number;
  move(index: number, isPress: boolean): void;
  /** Whether the last press moved it: one that did not opens the evidence of the point. */
  hasMoved(): boolean;
}

/** Dates below the plot; fewer of them where it is narrow. */
const LABELS = 5;

/**
 * The drawing, with a slider on it: the arrows go from point to point, and what it says is what stands in the line above. A picture to
 * everybody else; the table has the same figures.
 */
export function renderPlot(trend: Trend, cursor: Cursor, words: StepWords, language: Language): TemplateResult {
  const { kpi, grain, steps, marks, threshold, shape } = trend;
  const { definition, window } = kpi;
  const { texts, locale } = language;
  const step = steps[cursor.index]!;
  const ticks = shape.ticks.map(({ value }) => value);
  return html`
    <div class="chart" part="chart">
      <div class="ys" aria-hidden="true">
        ${shape.ticks.map(({ value, y }) => html`<span .style=${`top:${y}%`}><span class="ink">${tickText(value, ticks, shape.unit, kpi, language)}</span></span>`)}
      </div>
      <div class="plot" @pointermove=${follow} @pointerdown=${follow} @click=${press}>
        <svg viewBox="0 0 ${SIZE} ${SIZE}" preserveAspectRatio="none" role="img" aria-label=${labelOf(trend, language)}>
          ${shape.ticks.map(({ value, y }) => svg`<path class=${value === 0 ? 'zero' : ''} d="M0 ${y}H${SIZE}" />`)}
          <path class="band" d=${shape.band} />
          <path class="whiskers" d=${shape.whiskers} />
          <path class="before" d=${shape.before} />
          ${threshold ? svg`<path class="threshold" d="M0 ${shape.y(threshold.threshold)}H${SIZE}" />` : nothing}
          <path class="here" d="M${step.x * SIZE} 0V${SIZE}" />
          <path class="line" d=${shape.line} />
          <path class="line open" d=${shape.openLine} />
          <path class="dots" d=${shape.dots + shape.smallDots} />
          <path class="holes" d=${shape.smallDots} />
        </svg>
        ${marks.map(({ x, event }) => html`<i class="at ${event.kind}" part="event" .style=${`left:${x * SIZE}%`}>${markShape(event.kind)}</i>`)}
        <input class="cursor" part="cursor" type="range" min="0" max=${steps.length - 1} .value=${String(cursor.index)}
          aria-label="${definition.name}, ${texts.trend.cursor}" aria-valuetext=${[words.days, words.value, ...words.more].join(' · ')}
          .style=${`left:${step.x * SIZE}%;top:${shape.y(step.value ?? 0)}%`}
          .evidence=${() => evidenceOfStep(step, kpi, language)}
          .drillDown=${{ kpi: definition.key, window: { ...window, from: step.from, to: step.to } }}
          @input=${({ target }: Event) => cursor.move(Number((target as HTMLInputElement).value), false)} @keydown=${enter} />
      </div>
      <div class="xs" aria-hidden="true">
        ${labelled(steps).map(({ x, from }) => html`<span .style=${`left:${x * SIZE}%`}><span class="ink">${formatTickDate(from, grain, locale)}</span></span>`)}
      </div>
    </div>
  `;

  /** To the point nearest to the pointer. */
  function follow({ type, currentTarget, clientX }: PointerEvent): void {
    const { left, width } = (currentTarget as Element).getBoundingClientRect();
    const distance = ({ x }: Step): number => Math.abs(x - (clientX - left) / width);
    const nearest = steps.reduce((best, step, index) => (distance(step) < distance(steps[best]!) ? index : best), 0);
    cursor.move(nearest, type === 'pointerdown');
  }

  function press({ currentTarget, target }: Event): void {
    const input = (currentTarget as Element).querySelector('input')!;
    if (target === input) return;
    input.focus({ preventScroll: true });
    if (!cursor.hasMoved()) input.click();
  }

  function enter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).click();
  }
}

function labelOf({ steps, grain, kpi }: Trend, language: Language): string {
  const values = steps.flatMap(({ value }) => value ?? []);
  const say = (value: number | undefined): string => formatValue(value ?? null, kpi.definition, language);
  const ends = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [];
  return language.texts.scorecard.trendOf(grain, say(ends[0]), say(ends[1]), say(values.at(-1)));
}

/** Evenly spaced, the first and the last among them. */
function labelled(steps: readonly Step[]): Step[] {
  const count = Math.min(LABELS, steps.length);
  return Array.from(
    { length: count },
    (_, index) => steps[Math.round((index * (steps.length - 1)) / Math.max(1, count - 1))]!,
  );
}
