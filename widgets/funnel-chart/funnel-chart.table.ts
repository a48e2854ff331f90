import type { html as litHtml, TemplateResult } from 'lit';
import type { evidenceButton as button } from '../shared/evidence/evidence-button.ts';
import {
  type formatCount,
  type formatDuration,
  type formatInterval,
  type formatPercent,
  NO_FIGURE,
} from '../shared/format.ts';
import type { ChartScope } from './chart-scope.ts';
import type { StageFigure, StageRow } from './stage-row.ts';

/** Of the script that loads this: Lit and the words of figures must not be downloaded twice. */
export interface TableKit {
  html: typeof litHtml;
  evidenceButton: typeof button;
  format: {
    count: typeof formatCount;
    duration: typeof formatDuration;
    interval: typeof formatInterval;
    percent: typeof formatPercent;
  };
}

const COLUMNS: StageFigure[] = ['reached', 'cumulativeRate', 'advanced', 'open', 'lost', 'rate', 'medianTime'];

/** The chart's figures, a stage a row. */
export function renderTable(
  rows: StageRow[],
  scope: ChartScope,
  { html, evidenceButton, format }: TableKit,
): TemplateResult {
  const { texts, locale } = scope.language;
  const show = (figure: StageFigure, value: number): string => {
    if (figure === 'medianTime') return format.duration(value, locale);
    return /rate/i.test(figure) ? format.percent(value, locale) : format.count(value, locale);
  };
  const { chart } = texts;
  return html`
    <div class="scroller" role="group" aria-label=${texts.showTable} tabindex="0"><table class="data" part="table">
      <thead>
        <tr>
          <th scope="col">${chart.stage}</th>
          ${COLUMNS.map((column) => html`<th scope="col">${chart[column]}</th>${column === 'rate' ? html`<th scope="col">${texts.interval}</th>` : ''}`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, index) => html`
            <tr>
              <th scope="row">${row.stage.name}</th>
              ${COLUMNS.map((column) => {
                const value = row[column];
                const evidence = () => scope.evidence(column, row);
                const reason =
                  index === rows.length - 1 ? chart.noStep : column === 'medianTime' ? chart.noTimes : chart.noRate;
                const none = html`<td title=${reason}>${NO_FIGURE}<span class="hidden"> ${reason}</span></td>`;
                return html`
                  ${value === null ? none : html`<td>${evidenceButton(show(column, value), evidence)}</td>`}
                  ${column !== 'rate' ? '' : row.interval ? html`<td>${format.interval(row.interval, locale)}</td>` : none}
                `;
              })}
            </tr>
          `,
        )}
      </tbody>
    </table></div>
  `;
}
