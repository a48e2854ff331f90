/** What a click on the chart asks for, in a file of its own: what stands behind a figure, and the table. */
import { dataTable } from '../shared/data-table.styles.ts';

export { renderTable } from './funnel-chart.table.ts';
export { stageEvidence } from './stage-evidence.ts';

export const tableStyles = new CSSStyleSheet();
tableStyles.replaceSync(dataTable);
