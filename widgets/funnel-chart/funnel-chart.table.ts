import { html, type TemplateResult } from 'lit';
import { evidenceButton } from '../shared/evidence/evidence-button.ts';
import { formatCount, formatDuration, formatInterval, formatPercent, NO_FIGURE } from '../shared/format.ts';
import { type ChartScope, stageEvidence } from './stage-evidence.ts';
import type { StageFigure, StageRow } from './stage-row.ts';

const COLUMNS: StageFigure[] = ['reached', 'cumulativeRate', 'advanced', 'open', 'lost', 'rate', 'medianTime'];

/** The chart's figures, a stage a row. */
export function renderTable(rows: StageRow[], scope: ChartScope): TemplateResult {
  const { texts, locale } = scope.language;
  const { chart } = texts;
  return html`
    <table class="data" part="table">
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
                const evidence = () => stageEvidence(column, row, scope);
                const reason =
                  index === rows.length - 1 ? chart.noStep : column === 'medianTime' ? chart.noTimes : chart.noRate;
                const none = html`<td title=${reason}>${NO_FIGURE}<span class="hidden"> ${reason}</span></td>`;
                return html`
                  ${value === null ? none : html`<td>${evidenceButton(formats[column](value, locale), evidence)}</td>`}
                  ${column !== 'rate' ? '' : row.interval ? html`<td>${formatInterval(row.interval, locale)}</td>` : none}
                `;
              })}
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

const percent = (value: number, locale: string): string => formatPercent(value, locale);
const formats: Record<StageFigure, (value: number, locale: string) => string> = {
  reached: formatCount,
  advanced: formatCount,
  open: formatCount,
  lost: formatCount,
  cumulativeRate: percent,
  rate: percent,
  medianTime: formatDuration,
};
