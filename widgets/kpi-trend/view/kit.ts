import type { html as litHtml, nothing as litNothing, svg as litSvg, unsafeCSS as litUnsafeCSS } from 'lit';
import type { evidenceOfKpi as ofKpi } from '../../shared/evidence/evidence.ts';
import type { evidenceButton as button } from '../../shared/evidence/evidence-button.ts';
import type * as format from '../../shared/format.ts';
import type { sentenceOf as sentence } from '../../shared/kpi-event/event-sentence.ts';
import type * as figure from '../../shared/kpi-figure.ts';

/** What the view needs of the script that loads it: Lit and the words of figures must not be downloaded twice. */
export interface Kit {
  html: typeof litHtml;
  svg: typeof litSvg;
  nothing: typeof litNothing;
  unsafeCSS: typeof litUnsafeCSS;
  evidenceOfKpi: typeof ofKpi;
  evidenceButton: typeof button;
  sentenceOf: typeof sentence;
  formatCount: typeof format.formatCount;
  formatDates: typeof format.formatDates;
  formatDecimal: typeof format.formatDecimal;
  formatPercent: typeof format.formatPercent;
  formatRelativeChange: typeof format.formatRelativeChange;
  formatShortCount: typeof format.formatShortCount;
  formatShortMoney: typeof format.formatShortMoney;
  formatTickDate: typeof format.formatTickDate;
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
export let evidenceOfKpi: Kit['evidenceOfKpi'];
export let evidenceButton: Kit['evidenceButton'];
export let sentenceOf: Kit['sentenceOf'];
export let formatCount: Kit['formatCount'];
export let formatDates: Kit['formatDates'];
export let formatDecimal: Kit['formatDecimal'];
export let formatPercent: Kit['formatPercent'];
export let formatRelativeChange: Kit['formatRelativeChange'];
export let formatShortCount: Kit['formatShortCount'];
export let formatShortMoney: Kit['formatShortMoney'];
export let formatTickDate: Kit['formatTickDate'];
export let formatChange: Kit['formatChange'];
export let formatValue: Kit['formatValue'];
export let intervalOf: Kit['intervalOf'];
export let judge: Kit['judge'];

export function useKit(kit: Kit): void {
  ({ html, svg, nothing, unsafeCSS, evidenceOfKpi, evidenceButton, sentenceOf } = kit);
  ({ formatCount, formatDates, formatDecimal, formatPercent, formatRelativeChange } = kit);
  ({ formatShortCount, formatShortMoney, formatTickDate, formatChange, formatValue, intervalOf, judge } = kit);
}
