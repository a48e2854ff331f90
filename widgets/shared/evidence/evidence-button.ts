import { html, type TemplateResult } from 'lit';
import type { DrillDown } from '../drill-down-event.ts';
import type { Evidence } from './evidence.ts';

/**
 * A figure that opens its evidence. It looks like text until it is pointed at.
 * @param shown what is read: with the figure's name, unless that stands right before it
 * @param evidence asked when it is opened, and again whenever the element renders while it is open
 */
export function evidenceButton(shown: unknown, evidence: () => Evidence): TemplateResult {
  return html`<button class="figure" part="figure" type="button" aria-haspopup="dialog" .evidence=${evidence}><span class="ink">${shown}</span></button>`;
}

/**
 * The name of a stage, a KPI, a channel: the page is told what its reader wants to see more of; where it does nothing about it, the evidence
 * of the figure opens.
 * @param drillDown beside the element's own scope; with a `window` of its own where it is less than the whole
 */
export function drillButton(shown: unknown, drillDown: Partial<DrillDown>, evidence: () => Evidence): TemplateResult {
  return html`<button class="figure" part="drill-down" type="button" .drillDown=${drillDown} .evidence=${evidence}><span class="ink">${shown}</span></button>`;
}
