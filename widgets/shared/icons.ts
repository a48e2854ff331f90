import { svg, type TemplateResult } from 'lit';

/** A dot: filled while live, a ring while not. */
export const dot: TemplateResult = svg`<svg viewBox="0 0 8 8" aria-hidden="true"><circle cx="4" cy="4" r="2.7"/></svg>`;

/** A funnel with nothing in it. */
export const emptyFunnel: TemplateResult = svg`<svg viewBox="0 0 44 44" aria-hidden="true"><path d="M7 9h30L26 23v11l-8 4V23z"/></svg>`;

/** A line that does not meet. */
export const brokenLine: TemplateResult = svg`<svg viewBox="0 0 44 44" aria-hidden="true"><path d="M4 22h11l3-6M40 22H29l-3 6M22 8v5M31 11l-3 4M22 36v-5M13 33l3-4"/></svg>`;
