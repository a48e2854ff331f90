import { html, type TemplateResult } from 'lit';
import type { Language } from './widget.element.ts';

/** An arrow, the word for it, and by how much: up 12. @param size without a sign, in its unit */
export function renderChange(change: number, size: string, language: Language): TemplateResult {
  const { up, down, same } = language.texts.scorecard;
  if (change === 0) return html`${same}`;
  return html`<svg class="arrow" viewBox="0 0 10 10" aria-hidden="true"><path d=${change > 0 ? 'M5 1l4 7H1z' : 'M5 9l4-7H1z'} /></svg> ${change > 0 ? up : down} ${size}`;
}
