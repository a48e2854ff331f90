// First of all, since the language is on its way from then on.
import '../languages/languages.ts';

/** Registers an element. A second load of the script finds the tag taken and leaves it. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
