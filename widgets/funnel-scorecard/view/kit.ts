import type { html as litHtml, nothing as litNothing, svg as litSvg, unsafeCSS as litUnsafeCSS } from 'lit';
import type { renderChange as change } from '../../shared/change.ts';
import type { isSmallSample as isSmall, evidenceOfKpi as ofKpi } from '../../shared/evidence/evidence.ts';
import type { evidenceButton as button, drillButton as drill } from '../../shared/evidence/evidence-button.ts';
import type * as format from '../../shared/format.ts';
import type * as figure from '../../shared/kpi-figure.ts';

/** What the view needs of the script that loads it: Lit and the words of figures must not be downloaded twice. */
export interface Kit {
  html: typeof litHtml;
  svg: typeof litSvg;
  nothing: typeof litNothing;
  unsafeCSS: typeof litUnsafeCSS;
  renderChange: typeof change;
  evidenceOfKpi: typeof ofKpi;
  isSmallSample: typeof isSmall;
  evidenceButton: typeof button;
  drillButton: typeof drill;
  formatDates: typeof format.formatDates;
  formatRelativeChange: typeof format.formatRelativeChange;
  formatChange: typeof figure.formatChange;
  formatValue: typeof figure.formatValue;
  intervalOf: typeof figure.intervalOf;
  judge: typeof figure.judge;
}

// Import these as if they came from where they stand; they are there before anything is rendered.
export let html: Kit['html'];
export let svg: Kit['svg'];
export let nothing: Kit['nothing'];
export let unsafeCSS: Kit['unsafeCSS'];
export let renderChange: Kit['renderChange'];
export let evidenceOfKpi: Kit['evidenceOfKpi'];
export let isSmallSample: Kit['isSmallSample'];
export let evidenceButton: Kit['evidenceButton'];
export let drillButton: Kit['drillButton'];
export let formatDates: Kit['formatDates'];
export let formatRelativeChange: Kit['formatRelativeChange'];
export let formatChange: Kit['formatChange'];
export let formatValue: Kit['formatValue'];
export let intervalOf: Kit['intervalOf'];
export let judge: Kit['judge'];

export function useKit(kit: Kit): void {
  ({ html, svg, nothing, unsafeCSS, renderChange } = kit);
  ({ evidenceOfKpi, isSmallSample, evidenceButton, drillButton } = kit);
  ({ formatDates, formatRelativeChange, formatChange, formatValue, intervalOf, judge } = kit);
}
