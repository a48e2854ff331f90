import { described } from './described.ts';
import { make } from './dom.ts';
import type { Specimen } from './specimen.ts';
import type { Surface } from './surface.ts';
import type { BenchTexts } from './workbench-texts.ts';

/** Properties that no attribute sets. `data` can be tried, the others are explained: keys and functions come from a script. */
export function propertyList(
  { tagName, members }: Surface,
  specimen: Specimen,
  texts: BenchTexts,
  changed: () => void,
): HTMLElement {
  return make(
    'dl',
    { className: 'offers' },
    ...members
      .filter(({ attribute }) => !attribute)
      .map((member) =>
        make(
          'div',
          {},
          make(
            'dt',
            {},
            make('code', {}, member.name),
            ' ',
            make('code', { className: 'type' }, member.type?.text ?? ''),
          ),
          make(
            'dd',
            {},
            described(tagName, 'property', member, texts),
            ...(member.name === 'data' ? [dataField(specimen, texts, changed)] : []),
          ),
        ),
      ),
  );
}

/** JSON to be shown instead of the API's answer. */
function dataField(specimen: Specimen, texts: BenchTexts, changed: () => void): HTMLElement {
  const problem = make('p', { className: 'problem', id: 'data-problem' });
  problem.setAttribute('role', 'alert');
  const area = make('textarea', {
    rows: 6,
    spellcheck: false,
    'aria-label': 'data',
    'aria-describedby': 'data-problem',
    oninput: () => apply(),
  });
  const apply = (): void => {
    try {
      specimen.ownData = area.value.trim() ? (JSON.parse(area.value) as object) : undefined;
      problem.textContent = '';
    } catch (thrown) {
      problem.textContent = String((thrown as Error).message);
    }
    changed();
  };
  const take = make(
    'button',
    {
      type: 'button',
      className: 'small',
      onclick: () => {
        area.value = JSON.stringify(specimen.answer ?? {}, null, 2);
        apply();
      },
    },
    texts.takeAnswer,
  );
  const clear = make(
    'button',
    {
      type: 'button',
      className: 'small',
      onclick: () => {
        area.value = '';
        apply();
      },
    },
    texts.clear,
  );
  return make('div', { className: 'data' }, area, make('p', { className: 'row' }, take, clear), problem);
}
