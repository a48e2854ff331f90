import type { html as litHtml, nothing as litNothing, svg as litSvg, unsafeCSS as litUnsafeCSS } from 'lit';

/** Lit of the script that loads a view: it must not be downloaded twice. */
export interface Lit {
  html: typeof litHtml;
  svg: typeof litSvg;
  nothing: typeof litNothing;
  unsafeCSS: typeof litUnsafeCSS;
}

// Views import these as if they came from Lit; they are there before anything is rendered.
export let html: Lit['html'];
export let svg: Lit['svg'];
export let nothing: Lit['nothing'];
export let unsafeCSS: Lit['unsafeCSS'];

export function useLit(lit: Lit): void {
  ({ html, svg, nothing, unsafeCSS } = lit);
}
