import type { Language } from '../widget.element.ts';
import type { EvidenceAnchor } from './evidence.ts';
import { formatExact } from './evidence-exactly.ts';
import { evidenceLines } from './evidence-lines.ts';
import { styles } from './evidence-popover.styles.ts';
import { besideAnchor } from './evidence-position.ts';

export interface EvidencePopover {
  anchor: EvidenceAnchor;
  /** The figures may have changed; the anchor may be gone. */
  refresh(): void;
  close(): void;
}

/** Built without Lit: this module stands in a file of its own, which must not bring a second one. */
export function openEvidence(anchor: EvidenceAnchor, language: () => Language, onClose: () => void): EvidencePopover {
  const root = anchor.getRootNode() as ShadowRoot;
  // The colours and the font are the card's.
  const card = anchor.closest('.widget')!;
  const dialog = document.createElement('div');
  const hasPopovers: boolean = 'popover' in HTMLElement.prototype;
  const listening = new AbortController();
  addStyles(root);
  dialog.className = 'evidence';
  dialog.tabIndex = -1;
  for (const [name, value] of [
    ['role', 'dialog'],
    ['part', 'evidence'],
    ['aria-labelledby', 'evidence-title'],
  ] as const)
    dialog.setAttribute(name, value);
  if (hasPopovers) dialog.popover = 'auto';

  const popover: EvidencePopover = { anchor, refresh, close };
  let shown = '';
  fill();
  card.append(dialog);
  // Tab goes on from the anchor, where the browser knows `source`.
  if (hasPopovers) (dialog.showPopover as (options: { source: HTMLElement }) => void)({ source: anchor });
  place();
  dialog.focus({ preventScroll: true });
  listen();
  return popover;

  function fill(): boolean {
    const evidence = anchor.evidence!();
    const spoken = language();
    const lines = evidenceLines(evidence, spoken);
    const exact = formatExact(evidence.value, evidence, spoken, evidence.money);
    const now = JSON.stringify([evidence.title, exact, lines]);
    if (now === shown) return false;
    shown = now;
    const title = made('p', evidence.title);
    title.className = 'title';
    title.id = 'evidence-title';
    const button = made('button', '×');
    button.setAttribute('type', 'button');
    button.setAttribute('aria-label', spoken.texts.evidence.close);
    button.addEventListener('click', close);
    const value = made('p', exact);
    value.className = 'exact';
    const list = made(
      'dl',
      ...lines.flatMap(([term, ...texts]) => [made('dt', term), ...texts.map((text) => made('dd', text))]),
    );
    const hadFocus = dialog.contains(root.activeElement);
    dialog.replaceChildren(made('header', title, button), value, list);
    if (hadFocus) dialog.focus({ preventScroll: true });
    return true;
  }

  function place(): void {
    const box = anchor.getBoundingClientRect();
    const { left, top } = besideAnchor(
      box,
      { width: dialog.offsetWidth, height: dialog.offsetHeight },
      { width: document.documentElement.clientWidth, height: innerHeight },
      getComputedStyle(anchor).direction === 'rtl',
    );
    // Without a top layer it is placed inside the card's border.
    const origin = hasPopovers ? { left: 0, top: 0 } : card.getBoundingClientRect();
    const border = hasPopovers ? 0 : card.clientLeft;
    dialog.style.left = `${left - origin.left - border}px`;
    dialog.style.top = `${top - origin.top - border}px`;
  }

  function listen(): void {
    const { signal } = listening;
    const outside = (event: Event): void => {
      if (!event.composedPath().includes(dialog)) close();
    };
    addEventListener('scroll', (event) => event.target !== dialog && place(), { capture: true, passive: true, signal });
    addEventListener('resize', place, { signal });
    dialog.addEventListener('toggle', (event) => (event as ToggleEvent).newState === 'closed' && close(), { signal });
    // Not modal: whoever tabs on leaves it.
    dialog.addEventListener(
      'focusout',
      ({ relatedTarget }) => {
        if (relatedTarget && !dialog.contains(relatedTarget as Node)) close();
      },
      { signal },
    );
    if (hasPopovers) return;
    document.addEventListener('pointerdown', outside, { signal });
    dialog.addEventListener(
      'keydown',
      ({ key }) => {
        if (key === 'Escape') close();
      },
      { signal },
    );
  }

  function refresh(): void {
    if (!anchor.isConnected || !anchor.evidence) close();
    else if (fill()) place();
  }

  function close(): void {
    if (listening.signal.aborted) return;
    listening.abort();
    const hadFocus = dialog.contains(root.activeElement);
    dialog.remove();
    if (hadFocus) anchor.focus({ preventScroll: true });
    onClose();
  }
}

let sheet: CSSStyleSheet | undefined;

/** As a constructed sheet, which a strict policy lets pass. A browser without such sheets shows plain text. */
function addStyles(root: ShadowRoot): void {
  if (!root.adoptedStyleSheets) return;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

function made(tag: string, ...content: (string | Node)[]): HTMLElement {
  const element = document.createElement(tag);
  element.append(...content);
  return element;
}
