import './workbench.css';
import type { TokenProvider } from '../../funnel-widgets.ts';
import { showCopyable } from '../copy-snippet.ts';
import type { GalleryTexts } from '../gallery-texts.ts';
import { attributeForm } from './attribute-form.ts';
import { type BenchState, readBenchState, writeBenchState } from './bench-state.ts';
import { described } from './described.ts';
import { make } from './dom.ts';
import { eventLog } from './event-log.ts';
import { partList } from './part-list.ts';
import { propertyList } from './property-list.ts';
import { settingsBar } from './settings-bar.ts';
import { snippetOf } from './snippet-of.ts';
import { Specimen } from './specimen.ts';
import { styleForm } from './style-form.ts';
import { surfaces } from './surface.ts';
import { benchTexts } from './workbench-texts.ts';

export interface WorkbenchOptions {
  /** Tag of the element to try; an unknown one: the first. */
  element: string;
  /** Attributes to begin with, by tag. */
  given: Map<string, Map<string, string>>;
  address: URL;
  texts: GalleryTexts;
  access: { endpoint: string; provider: TokenProvider };
  /** Puts `address` into the browser's. */
  remember(): void;
}

/** One element with all that can be done to it: states, themes, widths, attributes, custom properties; its parts and events. */
export function openWorkbench(place: HTMLElement, options: WorkbenchOptions): void {
  const { address } = options;
  const texts = benchTexts(document.documentElement.lang);
  const surface = surfaces.find(({ tagName }) => tagName === options.element) ?? surfaces[0]!;
  const { tagName } = surface;
  const given = options.given.get(tagName) ?? new Map<string, string>();
  const bench: BenchState = readBenchState(address.searchParams, given);
  const frame = make('div', { className: 'specimen' });
  const specimen = new Specimen(surface, frame, options.access);
  const snippet = make('div', { className: 'snippet' });

  const tell = (): void => {
    writeBenchState(bench, address.searchParams, given);
    options.remember();
    showCopyable(snippet, snippetOf(tagName, bench, specimen.element.data !== undefined), options.texts);
  };
  const dress = (): void => {
    specimen.dress(bench);
    tell();
  };
  const attributes = make('div');
  const showAttributes = (): void =>
    attributes.replaceChildren(
      attributeForm(surface, bench.attributes, texts, (name, value) => {
        put(bench.attributes, name, value);
        dress();
        settings.update();
      }),
    );
  const settings = settingsBar(tagName, bench, texts, {
    dress: () => {
      dress();
      showAttributes();
    },
    enter: () => {
      specimen.enter(bench);
      tell();
    },
  });
  specimen.onAnswer = tell;

  document.title = `<${tagName}> · Funnelgraph`;
  const floor = make('div', { className: 'floor', tabIndex: 0, 'aria-label': texts.stage }, frame);
  floor.setAttribute('role', 'region');
  const log = eventLog(surface, specimen, texts);
  specimen.enter(bench);
  showAttributes();
  place.replaceChildren(
    elementLinks(tagName, address, texts),
    make(
      'div',
      { className: 'introduction' },
      make('h1', {}, make('code', {}, `<${tagName}>`)),
      described(tagName, 'element', { name: tagName, description: surface.description }, texts),
    ),
    make(
      'div',
      { className: 'bench' },
      make('div', { className: 'shown' }, settings.bar, floor),
      make(
        'div',
        { className: 'panels' },
        panel(texts.snippet, true, snippet),
        panel(texts.kinds.attribute, true, attributes),
        panel(texts.kinds.property, false, propertyList(surface, specimen, texts, tell)),
        panel(
          texts.kinds.css,
          false,
          styleForm(surface, bench.styles, specimen, texts, (name, value) => {
            put(bench.styles, name, value);
            dress();
          }),
        ),
        panel(
          texts.kinds.part,
          false,
          make('p', { className: 'what' }, texts.partHint),
          partList(surface, specimen, texts),
        ),
        panel(texts.kinds.event, false, log),
      ),
    ),
  );
  tell();
}

function elementLinks(shown: string, address: URL, texts: ReturnType<typeof benchTexts>): HTMLElement {
  const to = (element: string | undefined): string => {
    const target = new URL(address.pathname, address);
    for (const name of ['lang', 'theme']) {
      const value = address.searchParams.get(name);
      if (value) target.searchParams.set(name, value);
    }
    if (element) target.searchParams.set('element', element);
    return `${target.pathname}${target.search}`;
  };
  return make(
    'nav',
    { className: 'elements', 'aria-label': texts.elements },
    make('a', { href: to(undefined), className: 'back' }, `← ${texts.back}`),
    ...surfaces.map(({ tagName }) => {
      const link = make('a', { href: to(tagName) }, tagName);
      if (tagName === shown) link.setAttribute('aria-current', 'page');
      return link;
    }),
  );
}

function panel(title: string, isOpen: boolean, ...content: HTMLElement[]): HTMLElement {
  return make('details', { className: 'panel', open: isOpen }, make('summary', {}, make('h2', {}, title)), ...content);
}

function put(values: Map<string, string>, name: string, value: string | undefined): void {
  if (value === undefined) values.delete(name);
  else values.set(name, value);
}
