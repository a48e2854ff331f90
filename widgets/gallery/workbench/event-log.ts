import { described } from './described.ts';
import { make } from './dom.ts';
import type { Specimen } from './specimen.ts';
import type { Surface } from './surface.ts';
import type { BenchTexts } from './workbench-texts.ts';

const MOST_LINES = 30;

/** What the element tells its page: each event explained, and the last ones that it fired. */
export function eventLog({ tagName, events }: Surface, specimen: Specimen, texts: BenchTexts): HTMLElement {
  const lines = make('div', { className: 'log', tabIndex: 0, 'aria-label': texts.log });
  lines.setAttribute('role', 'log');
  const none = make('p', { className: 'what' }, texts.noEvents);
  const prevent = make('input', { type: 'checkbox', id: 'prevent' });
  specimen.onEvent = (event) => {
    if (prevent.checked) event.preventDefault();
    none.hidden = true;
    const time = new Date().toLocaleTimeString(texts.locale, { hour12: false });
    lines.prepend(
      make('p', {}, make('span', { className: 'time' }, time), make('code', {}, event.type), ` ${toldBy(event)}`),
    );
    while (lines.children.length > MOST_LINES) lines.lastChild!.remove();
  };
  return make(
    'div',
    {},
    make(
      'dl',
      { className: 'offers' },
      ...events.map((event) =>
        make(
          'div',
          {},
          make(
            'dt',
            {},
            make('code', {}, event.name),
            ' ',
            make('code', { className: 'type' }, event.type?.text ?? ''),
          ),
          make('dd', {}, described(tagName, 'event', event, texts)),
        ),
      ),
    ),
    make('p', { className: 'row' }, prevent, make('label', { for: 'prevent' }, texts.prevent)),
    none,
    lines,
  );
}

/** What it carries: a detail, or fields of its own. */
function toldBy(event: Event): string {
  const { isTrusted, ...own } = event as Event & Record<string, unknown>;
  return JSON.stringify('detail' in event ? event.detail : own, (_, value: unknown) =>
    value instanceof File ? value.name : value,
  );
}
