import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DrillDown } from '../drill-down-event.ts';
import { FunnelErrorEvent, partMissing } from '../failure.ts';
import type { Language } from '../widget.element.ts';
import type { EvidenceAnchor } from './evidence.ts';
import type { EvidencePopover } from './evidence-popover.ts';

// In a file of its own, loaded when somebody points at a figure.
const load = () => import('./evidence-popover.ts');

export interface EvidenceOptions {
  language(): Language;
  /** @returns false where the page takes care of it */
  drillDown(what: Partial<DrillDown>): boolean;
  /** Settled when evidence can be asked. */
  prepare(): Promise<void>;
}

/** Opens the evidence of whatever is clicked in its host and has some (EvidenceAnchor); renews it when the host renders anew. */
export class EvidenceController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: EvidenceOptions;
  #popover: EvidencePopover | undefined;
  /** What was open when the pointer went down: the same click that closes it must not open it again. */
  #pressed: EvidenceAnchor | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, options: EvidenceOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
    for (const type of ['pointerover', 'focusin'])
      host.addEventListener(type, () => void this.#load().catch(() => undefined), { once: true });
    host.addEventListener('pointerdown', () => {
      this.#pressed = this.#popover?.anchor;
    });
    host.addEventListener('click', (event) => {
      const anchor = event
        .composedPath()
        .find((node): node is EvidenceAnchor => typeof (node as EvidenceAnchor).evidence === 'function');
      if (anchor && anchor !== this.#pressed) this.open(anchor);
      this.#pressed = undefined;
    });
  }

  async #load(): Promise<typeof import('./evidence-popover.ts')> {
    const [popover] = await Promise.all([load(), this.#options.prepare()]);
    return popover;
  }

  hostUpdated(): void {
    this.#popover?.refresh();
  }

  hostDisconnected(): void {
    this.#popover?.close();
  }

  /** What a click on it does: the evidence opens beside it, with the focus in it; back to the anchor when it closes. */
  async open(anchor: EvidenceAnchor): Promise<void> {
    if (anchor.drillDown && !this.#options.drillDown(anchor.drillDown)) return;
    try {
      const { openEvidence } = await this.#load();
      this.#popover?.close();
      this.#popover = openEvidence(anchor, this.#options.language, () => {
        this.#popover = undefined;
      });
    } catch (thrown) {
      this.#host.dispatchEvent(new FunnelErrorEvent(partMissing(thrown)));
    }
  }
}
