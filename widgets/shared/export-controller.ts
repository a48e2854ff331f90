import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { ExportFormat, ExportRequest } from '../export/export.ts';
import type { Texts } from '../languages/texts.ts';
import { partMissing, WidgetFailure } from './failure.ts';

const FORMATS: readonly ExportFormat[] = ['png', 'svg', 'csv'];

/** The button that shows the formats, and what makes the files: loaded with the first one that somebody wants. */
export class ExportController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #request: () => Omit<ExportRequest, 'format'> | undefined;
  #isOpen = false;
  #hasFailed = false;

  /** @param request what is shown now; undefined: nothing yet */
  constructor(host: ReactiveControllerHost & HTMLElement, request: () => Omit<ExportRequest, 'format'> | undefined) {
    this.#host = host;
    this.#request = request;
  }

  /** @throws WidgetFailure NOTHING_TO_EXPORT before there are figures, NETWORK where the part of the script that makes files cannot be had */
  async file(format: ExportFormat): Promise<File> {
    const request = this.#request();
    if (!request) throw new WidgetFailure('NOTHING_TO_EXPORT', 'there are no figures yet');
    return (await load()).exportFile({ ...request, format });
  }

  async #download(format: ExportFormat): Promise<void> {
    try {
      const file = await this.file(format);
      this.#hasFailed = false;
      (await load()).handOver(this.#host, format, file);
    } catch {
      this.#hasFailed = true;
    }
    this.#host.requestUpdate();
  }

  render(texts: Texts): TemplateResult {
    return html`
      <span class="export" part="export">
        <button class="quiet ink" type="button" aria-expanded=${String(this.#isOpen)} @click=${() => {
          this.#isOpen = !this.#isOpen;
          this.#host.requestUpdate();
        }}>${texts.files.open}</button>
        ${
          this.#isOpen
            ? FORMATS.map(
                (format) =>
                  html`<button class="plain" part="button" type="button" aria-label=${texts.files.as(format.toUpperCase())}
                    @click=${() => this.#download(format)}>${format.toUpperCase()}</button>`,
              )
            : nothing
        }
        <span role="status">${this.#hasFailed ? texts.files.failed : nothing}</span>
      </span>
    `;
  }
}

function load(): Promise<typeof import('../export/export.ts')> {
  return import('../export/export.ts').catch((thrown) => {
    throw partMissing(thrown);
  });
}
