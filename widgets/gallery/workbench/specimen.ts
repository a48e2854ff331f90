import { configure, type TokenProvider } from '../../funnel-widgets.ts';
import type { BenchState } from './bench-state.ts';
import { dataIn, type StateName, stageAnswers } from './states.ts';
import type { Surface } from './surface.ts';

/** The page's own colours, to see the element in somebody else's house. */
export const OWN_COLOURS: Record<string, string> = {
  '--funnel-surface': '#fff8ec',
  '--funnel-raised': '#f6ead6',
  '--funnel-text': '#33241a',
  '--funnel-muted': '#6f5a49',
  '--funnel-line': '#e6d5bb',
  '--funnel-accent': '#a3401f',
  '--funnel-open': '#eab897',
  '--funnel-lost': '#8f7a68',
  '--funnel-won': '#3f6b3a',
  '--funnel-better': '#35602f',
  '--funnel-worse': '#a11d33',
  '--funnel-warning': '#8a5300',
  '--funnel-radius': '4px',
  '--funnel-font': 'Georgia, "Noto Serif SC", "Songti SC", serif',
};

type Shown = HTMLElement & { data?: object | undefined };

/** The element on show. A state that it got into only a new one leaves, so it is made anew for another state. */
export class Specimen {
  readonly frame: HTMLElement;
  element: Shown;
  /** What the API answered last. */
  answer: object | undefined;
  onEvent: (event: Event) => void = () => {};
  onAnswer: () => void = () => {};
  readonly #surface: Surface;
  readonly #provider: TokenProvider;
  #state: StateName = 'live';
  #ownData: object | undefined;

  constructor(surface: Surface, frame: HTMLElement, access: { endpoint: string; provider: TokenProvider }) {
    this.#surface = surface;
    this.#provider = access.provider;
    this.frame = frame;
    this.element = document.createElement(surface.tagName);
    stageAnswers(
      access.endpoint,
      () => this.#state,
      (data) => this.#heard(data),
    );
  }

  /** A new element in that state. */
  enter(bench: BenchState): void {
    this.#state = bench.state;
    // Who has no key is told so only where the page has none either.
    configure({ tokenProvider: bench.state === 'nokey' ? undefined : this.#provider });
    this.element = document.createElement(this.#surface.tagName);
    for (const { name } of this.#surface.events) this.element.addEventListener(name, (event) => this.onEvent(event));
    this.dress(bench);
    this.#show();
    this.frame.replaceChildren(this.element);
  }

  /** The present one, with other attributes and colours. */
  dress({ attributes, styles, scheme, direction, width }: BenchState): void {
    const { element, frame } = this;
    for (const name of element.getAttributeNames())
      if (name !== 'style' && !attributes.has(name)) element.removeAttribute(name);
    for (const [name, value] of attributes) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    const all = new Map([...(scheme === 'own' ? Object.entries(OWN_COLOURS) : []), ...styles]);
    for (const { name } of this.#surface.cssProperties) {
      const value = all.get(name);
      if (value) element.style.setProperty(name, value);
      else element.style.removeProperty(name);
    }
    if (!element.getAttribute('style')) element.removeAttribute('style');
    frame.dataset.scheme = scheme === 'own' ? 'light' : scheme;
    frame.dir = direction;
    frame.style.inlineSize = width ? `${width}px` : '';
  }

  /** What the reader wrote; undefined: what belongs to the state. */
  set ownData(data: object | undefined) {
    this.#ownData = data;
    this.#show();
  }

  /** What it asks beside its own (the trend its events) comes into the same data. */
  #heard(data: object): void {
    this.answer = { workspace: { ...workspaceOf(this.answer), ...workspaceOf(data) } };
    this.#show();
    this.onAnswer();
  }

  #show(): void {
    const isWhole = this.answer && 'currency' in workspaceOf(this.answer);
    this.element.data = this.#ownData ?? (isWhole ? dataIn(this.#state, this.answer!) : undefined);
  }
}

function workspaceOf(answer: object | undefined): object {
  return (answer as { workspace?: object } | undefined)?.workspace ?? {};
}
