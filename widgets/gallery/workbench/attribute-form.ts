import { described } from './described.ts';
import { make } from './dom.ts';
import { type Offer, type Surface, valuesOf } from './surface.ts';
import type { BenchTexts } from './workbench-texts.ts';

/** What most attributes are tried with. */
const SUGGESTIONS: Record<string, string[]> = {
  window: ['30d', '90d', '12w', '6m', '4q', '12m', '2y', '2026-Q3', '2026-11', '2026-01-01/2026-04-01'],
  filter: ['{"channels":["ads"]}', '{"channels":[null]}'],
  lang: ['en', 'zh-CN', 'zh-Hant', 'en-GB'],
  kpis: ['new_leads lead_to_won_rate revenue'],
  kinds: ['BREACHED RECOVERED'],
};

/** A field for each attribute, by its type. @param change is told undefined where the attribute is to go */
export function attributeForm(
  { tagName, attributes }: Surface,
  values: Map<string, string>,
  texts: BenchTexts,
  change: (name: string, value: string | undefined) => void,
): HTMLElement {
  return make(
    'form',
    { className: 'fields', onsubmit: (event) => event.preventDefault() },
    ...attributes.flatMap((attribute) => {
      const id = `attribute-${attribute.name}`;
      const field = fieldFor(attribute, id, values.get(attribute.name), change);
      return [
        make('label', { for: id }, make('code', {}, attribute.name)),
        make('div', {}, field, ...suggestionsFor(attribute, id), described(tagName, 'attribute', attribute, texts)),
      ];
    }),
  );
}

function fieldFor(
  attribute: Offer,
  id: string,
  value: string | undefined,
  change: (name: string, value: string | undefined) => void,
): HTMLElement {
  const { name } = attribute;
  const tell = ({ target }: Event): void => {
    const said = (target as HTMLInputElement | HTMLSelectElement).value.trim();
    change(name, said === '' ? undefined : said);
  };
  const values = valuesOf(attribute);
  if (values.length > 0)
    return make(
      'select',
      { id, onchange: tell },
      ...['', ...values].map((each) => make('option', { value: each, selected: each === (value ?? '') }, each || '—')),
    );
  if (attribute.type?.text === 'boolean')
    return make('input', {
      id,
      type: 'checkbox',
      checked: value !== undefined,
      onchange: ({ target }) => change(name, (target as HTMLInputElement).checked ? '' : undefined),
    });
  const field = make('input', {
    id,
    type: attribute.type?.text === 'number' ? 'number' : 'text',
    value: value ?? '',
    placeholder: (attribute.default ?? '').replace(/^'(.*)'$/, '$1'),
    autocomplete: 'off',
    spellcheck: false,
    onchange: tell,
  });
  if (SUGGESTIONS[name]) field.setAttribute('list', `${id}-list`);
  return field;
}

function suggestionsFor({ name }: Offer, id: string): HTMLElement[] {
  const values = SUGGESTIONS[name];
  if (!values) return [];
  return [make('datalist', { id: `${id}-list` }, ...values.map((value) => make('option', { value })))];
}
