import type { CSSResult, TemplateResult } from 'lit';
import { dataTable } from '../../shared/data-table.styles.ts';
import type { Language } from '../../shared/widget.element.ts';
import { html, type Kit, nothing, unsafeCSS, useKit } from './kit.ts';
import { placeholderKpi } from './placeholder.ts';
import { styles } from './trend.styles.ts';
import { type Known, type Trend, trendOf } from './trend.ts';
import { marksOf } from './trend-events.ts';
import { renderHeadline, renderReadout } from './trend-headline.ts';
import { renderHappened, renderLegend } from './trend-legend.ts';
import { type Cursor, renderPlot } from './trend-plot.ts';
import type { Step, TrendKpi } from './trend-steps.ts';
import { renderTable } from './trend-table.ts';
import { wordsOf } from './trend-words.ts';

/** What the element knows that is drawn. */
export interface Drawn extends Known {
  isTable: boolean;
  /** First day of the bucket at the cursor; '': the last one with a value. */
  at: string;
  /** @param hasMoved of a press: whether it moved the cursor; undefined: no press */
  move(at: string, hasMoved: boolean | undefined): void;
  hasMoved(): boolean;
}

/** Everything between the header and the footer. In a file of its own, loaded with the language when the first trend is on the page. */
export interface TrendView {
  styles: CSSResult;
  placeholderKpi: TrendKpi;
  trendOf(drawn: Drawn): Trend;
  render(trend: Trend, drawn: Drawn, language: Language): TemplateResult;
}

export function createView(kit: Kit): TrendView {
  useKit(kit);
  return { styles: unsafeCSS(dataTable + styles), placeholderKpi, trendOf, render };
}

function render(trend: Trend, drawn: Drawn, language: Language): TemplateResult {
  return html`${renderHeadline(trend.kpi, language)} ${drawn.isTable ? renderTable(trend, language) : renderChart(trend, drawn, language)}`;
}

function renderChart(trend: Trend, drawn: Drawn, language: Language): TemplateResult {
  const { steps, marks, kpi, logState } = trend;
  const cursor = cursorIn(steps, drawn);
  const step = steps[cursor.index]!;
  const words = wordsOf(step, marksOf(step, marks), kpi, language);
  return html`
    ${renderReadout(step, words, kpi, language)} ${logState === 'off' ? nothing : renderHappened(trend, language)}
    ${renderPlot(trend, cursor, words, language)} ${renderLegend(trend, language)}
  `;
}

function cursorIn(steps: readonly Step[], { at, move, hasMoved }: Drawn): Cursor {
  const latest = steps.findLastIndex(({ value }) => value !== null);
  const known = steps.findIndex(({ from }) => from === at);
  const index = [known, latest].find((each) => each >= 0) ?? steps.length - 1;
  return { index, move: (to, isPress) => move(steps[to]!.from, isPress ? to !== index : undefined), hasMoved };
}
