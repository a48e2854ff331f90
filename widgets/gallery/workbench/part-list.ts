import { described } from './described.ts';
import { make } from './dom.ts';
import type { Specimen } from './specimen.ts';
import type { Surface } from './surface.ts';
import type { BenchTexts } from './workbench-texts.ts';

/** Every part; the one that is pointed at, or focused, is outlined in the element. */
export function partList({ tagName, cssParts }: Surface, specimen: Specimen, texts: BenchTexts): HTMLElement {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  const said = make('p', { className: 'hidden' });
  said.setAttribute('role', 'status');
  const show = (name: string): void => {
    sheet.replaceSync(
      `.specimen > *::part(${name}) { outline: 3px solid #d6336c !important; outline-offset: 1px !important; }`,
    );
    const count = specimen.element.shadowRoot?.querySelectorAll(`[part~="${name}"]`).length ?? 0;
    said.textContent = texts.partShown(name, count);
  };
  const hide = (): void => {
    sheet.replaceSync('');
    said.textContent = '';
  };
  const items = [...cssParts]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((part) => {
      const button = make(
        'button',
        { type: 'button', className: 'part', onfocus: () => show(part.name), onblur: hide },
        make('code', {}, part.name),
      );
      return make(
        'li',
        { onpointerenter: () => show(part.name), onpointerleave: hide },
        button,
        described(tagName, 'part', part, texts),
      );
    });
  return make('div', {}, make('ul', { className: 'parts' }, ...items), said);
}
