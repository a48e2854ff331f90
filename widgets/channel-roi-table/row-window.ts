import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { formatCount } from '../shared/format.ts';
import type { Language } from '../shared/widget.element.ts';
import { RowSlots, type Slot } from './row-slots.ts';

/** px, above and below what is in sight: the browser scrolls before the rows that it uncovers are made. */
const MARGIN = 400;
/** Rows drawn in one frame while it scrolls, those in sight first: dragged fast, some stay blank for a frame or two, but none is dropped. */
const ROWS_A_FRAME = 3;
const FRAME_MS = 16;
/** Without scrolling: it has come to rest. */
const REST_MS = 120;
const MOST_PRINTED = 500;

type Host = ReactiveControllerHost & HTMLElement;

/**
 * Which rows of a large table stand in the page: those in sight and some around them, in a scroller of its own, each of the height that the
 * style sheet gives it. Paper gets them all, up to 500.
 */
export class RowWindow implements ReactiveController {
  isPrinting = false;
  readonly #host: Host;
  readonly #observer = new ResizeObserver(() => this.#measure());
  readonly #slots = new RowSlots();
  #scroller: Element | undefined;
  #isScrolling = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** px */
  #top = 0;
  #height = 600;
  #rowHeight = 60;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeprint', this.#print);
    addEventListener('afterprint', this.#print);
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this.#print);
    removeEventListener('afterprint', this.#print);
    this.#observe(undefined);
    clearTimeout(this.#timer);
  }

  hostUpdated(): void {
    this.#observe(this.#host.shadowRoot!.querySelector('.windowed') ?? undefined);
  }

  /** The rows to draw. @param focused is always among them: focus must not scroll away */
  slots(count: number, focused: number): readonly Slot[] {
    const wanted = this.#wanted(count);
    this.#slots.cut(count);
    if (focused >= 0 && focused < count && !wanted.includes(focused)) wanted.push(focused);
    if (!this.#isScrolling) return this.#slots.settle(wanted);
    const middle = (this.#top + this.#height / 2) / this.#rowHeight;
    const distanceOf = (index: number) => (index === focused ? -1 : Math.abs(index - middle));
    const isComplete = this.#slots.move(wanted, distanceOf, ROWS_A_FRAME);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#isScrolling = !isComplete;
        this.#host.requestUpdate();
      },
      isComplete ? REST_MS : FRAME_MS,
    );
    return this.#slots.all;
  }

  #wanted(count: number): number[] {
    if (this.isPrinting) return Array.from({ length: Math.min(count, MOST_PRINTED) }, (_, index) => index);
    const first = Math.max(0, Math.floor((this.#top - MARGIN) / this.#rowHeight));
    const end = Math.min(count, Math.ceil((this.#top + this.#height + MARGIN) / this.#rowHeight));
    return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  }

  /** What paper leaves out. */
  notesOn(count: number, { locale, texts }: Language): string[] {
    if (!this.isPrinting || count <= MOST_PRINTED) return [];
    return [texts.channels.printed(formatCount(MOST_PRINTED, locale), formatCount(count, locale))];
  }

  /** How many rows are in sight. */
  get page(): number {
    return Math.max(1, Math.floor(this.#height / this.#rowHeight) - 2);
  }

  /** After sorting: what is largest now is in sight. */
  toTop(): void {
    if (this.#scroller) this.#scroller.scrollTop = 0;
  }

  #observe(scroller: Element | undefined): void {
    if (scroller === this.#scroller) return;
    this.#observer.disconnect();
    this.#scroller?.removeEventListener('scroll', this.#scroll);
    this.#scroller = scroller;
    if (!scroller) return;
    this.#observer.observe(scroller);
    scroller.addEventListener('scroll', this.#scroll, { passive: true });
  }

  readonly #scroll = (): void => {
    this.#isScrolling = true;
    this.#top = this.#scroller!.scrollTop;
    this.#host.requestUpdate();
  };

  /** Heights change with the width alone, so scrolling need not ask for them. */
  #measure(): void {
    const row = this.#scroller?.querySelector<HTMLElement>('tbody tr');
    if (!this.#scroller || !row) return;
    this.#top = this.#scroller.scrollTop;
    this.#height = this.#scroller.clientHeight;
    this.#rowHeight = row.offsetHeight || this.#rowHeight;
    this.#host.requestUpdate();
  }

  readonly #print = ({ type }: Event): void => {
    this.isPrinting = type === 'beforeprint';
    this.#isScrolling &&= !this.isPrinting;
    this.#host.requestUpdate();
  };
}
