import { described } from './described.ts';
import { make } from './dom.ts';
import type { Specimen } from './specimen.ts';
import type { Offer, Surface } from './surface.ts';
import type { BenchTexts } from './workbench-texts.ts';

/** A field for each custom property; for colours, a picker beside it. */
export function styleForm(
  { tagName, cssProperties }: Surface,
  values: Map<string, string>,
  specimen: Specimen,
  texts: BenchTexts,
  change: (name: string, value: string | undefined) => void,
): HTMLElement {
  return make(
    'form',
    { className: 'fields', onsubmit: (event) => event.preventDefault() },
    ...cssProperties.flatMap((property) => {
      const id = `style${property.name}`;
      return [
        make('label', { for: id }, make('code', {}, property.name)),
        make(
          'div',
          {},
          make(
            'span',
            { className: 'row' },
            ...fieldsFor(property, id, values.get(property.name), specimen, texts, change),
          ),
          described(tagName, 'css', property, texts),
        ),
      ];
    }),
  );
}

function fieldsFor(
  { name, default: usual }: Offer,
  id: string,
  value: string | undefined,
  specimen: Specimen,
  texts: BenchTexts,
  change: (name: string, value: string | undefined) => void,
): HTMLElement[] {
  const text = make('input', {
    id,
    type: 'text',
    value: value ?? '',
    placeholder: usual ?? '',
    autocomplete: 'off',
    spellcheck: false,
    onchange: () => change(name, text.value.trim() || undefined),
  });
  if (usual !== undefined || name === '--funnel-font') return [text];
  const picker = make('input', {
    type: 'color',
    'aria-label': texts.pick(name),
    oninput: () => {
      text.value = picker.value;
      change(name, picker.value);
    },
  });
  // What it is now, to start from.
  picker.addEventListener('pointerdown', () => {
    picker.value = colourNow(specimen, name);
  });
  picker.value = value && /^#[0-9a-f]{6}$/i.test(value) ? value : colourNow(specimen, name);
  return [picker, text];
}

/** The element's `--_x` stands for `--funnel-x` and its default, light or dark. @returns #rrggbb */
function colourNow({ element, frame }: Specimen, name: string): string {
  const inner = element.shadowRoot?.querySelector('.widget') ?? element;
  const probe = make('span');
  probe.style.color = getComputedStyle(inner).getPropertyValue(name.replace('--funnel-', '--_')).trim();
  frame.append(probe);
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  probe.remove();
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
