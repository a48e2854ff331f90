import { localeOf } from '../languages/languages.ts';
import type { Locale } from '../languages/locale.ts';

/** The nearest `lang`: the element's own, an ancestor's (through shadow roots too), the document's; else the browser's language. */
export function localeOfElement(element: Element): Locale {
  for (let node: Element | undefined = element; node; node = hostOf(node)) {
    const tag = node.closest('[lang]')?.getAttribute('lang');
    if (tag) return localeOf(tag);
  }
  return localeOf(navigator.language);
}

function hostOf(element: Element): Element | undefined {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : undefined;
}

const listeners = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls back when any `lang` attribute of the page changes. One observer serves all elements. Returns the way to stop. */
export function onLanguageChange(listener: () => void): () => void {
  observer ??= new MutationObserver(() => {
    for (const each of listeners) each();
  });
  if (listeners.size === 0) observer.observe(document, { attributes: true, attributeFilter: ['lang'], subtree: true });
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) observer?.disconnect();
  };
}
