import { html, nothing, type TemplateResult } from 'lit';
import type { ExhibitOptions } from '../export/exhibits.ts';
import type { ExportFormat, ExportRequest } from '../export/export.ts';
import type { Texts } from '../languages/texts.ts';
import { mayAnnounce } from './announcer.ts';
import { dataChanges } from './data-changes.ts';
import { type DrillDown, FunnelDrillDownEvent } from './drill-down-event.ts';
import { EvidenceController } from './evidence/evidence-controller.ts';
import { ExportController } from './export-controller.ts';
import { FunnelErrorEvent, partMissing, WidgetFailure } from './failure.ts';
import { formatDates, formatInstant } from './format.ts';
import { type Answer, codeOf } from './graphql-request.ts';
import { emptyFunnel } from './icons.ts';
import { property } from './reactive.ts';
import { type KpiFilterInput, type KpiScopeInput, parseFilter, parseScope } from './scope-attributes.ts';
import { type Language, Widget } from './widget.element.ts';
import type { FunnelFrame, WidgetData } from './widget-data.ts';

export type { FunnelFrame, WidgetData } from './widget-data.ts';

/** What an element draws between the shared header and footer. */
export interface View {
  label: string;
  content: TemplateResult;
  /** At the header's end: a headline figure, a switch. */
  aside?: TemplateResult;
  note?: TemplateResult | string;
  isEmpty: boolean;
  /** The figures in one sentence, for announcing a live update. */
  summary: string;
}

/** As of now: a time without a date, as the figures will have, so that the footer breaks into as many lines. */
function placeholderFrame(): FunnelFrame {
  const window = { from: '2026-01-01', to: '2026-04-01', timeZone: 'UTC', asOf: new Date().toISOString() };
  return { name: '――――――', frame: [{ window, basis: 'COHORT' }] };
}

/**
 * What the elements share that show figures of one funnel in one scope. An element adds its query and how an answer is drawn.
 *
 * @csspart figure - a figure that opens its evidence
 * @csspart drill-down - a name that leads to more: of a stage, a KPI, a channel
 * @csspart export - the menu that saves the element as PNG, SVG or CSV
 *
 * @fires {FunnelExportEvent} funnel-export - a reader saves the element; cancelled, the page takes care of `file`
 * @fires {FunnelDrillDownEvent} funnel-drill-down - a reader wants to see more of a stage, KPI, channel or day; cancelled, the evidence stays closed
 */
export abstract class FunnelWidget<Funnel> extends Widget<WidgetData<Funnel>, { version: unknown }> {
  /** Key of the funnel. */
  @property() funnel = 'sales';
  /** '2026', '2026-Q3', '2026-11', '2026-W47', '2026-01-01/2026-04-01' (half-open), '30d', '12w', '6m', '4q', '2y'. */
  @property() window = '90d';
  /** KpiFilterInput: JSON as an attribute, an object or JSON as a property. */
  @property() filter: string | KpiFilterInput = '';
  /** 'COHORT' or 'PERIOD'; empty: the API's default. */
  @property() basis: 'COHORT' | 'PERIOD' | '' = '';

  /** Without the button that exports. */
  @property({ type: Boolean, attribute: 'no-export' }) noExport = false;

  protected readonly stream = dataChanges;
  readonly #exporting = new ExportController(this, () => this.#exhibit());
  /** Opens what is clicked and has evidence. */
  protected readonly evidence = new EvidenceController(this, {
    language: () => this.#language,
    drillDown: (what) => this.#drillDown(what),
    prepare: () => this.prepareEvidence(),
  });

  /** Variables beside $funnel, $scope and $locale. @throws WidgetFailure */
  protected abstract ownVariables(scope: KpiScopeInput): object;
  protected abstract view(funnel: Funnel & FunnelFrame, language: Language, answer: Answer<unknown>): View;
  /** Data of the usual shape, to draw the skeleton with. */
  protected abstract readonly placeholderFunnel: Funnel;

  /** Settled when `evidence` can be asked of what is clicked. */
  protected async prepareEvidence(): Promise<void> {}

  /** A part of the script, for a click. @returns false where it cannot be had, which the page is told; the next click tries again */
  protected async hasPart(load: () => Promise<unknown>): Promise<boolean> {
    try {
      await load();
      return true;
    } catch (thrown) {
      this.dispatchEvent(new FunnelErrorEvent(partMissing(thrown)));
      return false;
    }
  }

  /** What is shown now; undefined before there are figures. */
  get #shown(): WidgetData<Funnel> | undefined {
    const { state } = this.live;
    return this.data ?? (state.status === 'ready' ? state.answer.data : undefined);
  }

  get #language(): Language {
    const { locale, texts } = this;
    return { locale, texts, currency: (this.#shown ?? this.placeholder).workspace.currency };
  }

  /** What is shown, as a file: PNG, SVG, or CSV that no spreadsheet takes for formulas. @throws WidgetFailure before there are figures */
  exportAs(format: ExportFormat): Promise<File> {
    return this.#exporting.file(format);
  }

  #exhibit(): Omit<ExportRequest, 'format'> | undefined {
    const data = this.#shown;
    const card = this.renderRoot.querySelector('.widget');
    if (!data?.workspace.funnel?.frame[0] || !card) return undefined;
    const options = { funnel: this.funnel, ...this.exportOptions() };
    return { tag: this.localName, data, language: this.#language, options, card };
  }

  /** What the picture needs to know beside the data. */
  protected exportOptions(): Partial<ExhibitOptions> {
    return {};
  }

  /** Tells the page what a reader wants to see more of. @returns false where a listener takes care of it */
  #drillDown(what: Partial<DrillDown>): boolean {
    const frame = this.#shown?.workspace.funnel?.frame[0];
    if (!frame) return true;
    const { localName: element, funnel } = this;
    const { window, basis } = frame;
    const detail = { element, funnel, filter: parseFilter(this.filter), window, basis, ...what };
    return this.dispatchEvent(new FunnelDrillDownEvent(detail));
  }

  protected variables(): object {
    const scope = parseScope(this);
    return { funnel: this.funnel, scope, locale: this.locale, ...this.ownVariables(scope) };
  }

  protected get placeholder(): WidgetData<Funnel> {
    return { workspace: { currency: 'CNY', funnel: { ...this.placeholderFunnel, ...placeholderFrame() } } };
  }

  protected override check({ data, errors }: Answer<WidgetData<Funnel>>): void {
    if (data.workspace.funnel?.frame[0]) return;
    const [error] = errors;
    if (!error) throw new WidgetFailure('UNKNOWN_FUNNEL', `there is no funnel '${this.funnel}'`);
    throw new WidgetFailure(codeOf(error), error.message);
  }

  protected override refreshed(): void {
    const { state } = this.live;
    if (state.status !== 'ready' || !this.texts || !mayAnnounce(Date.now())) return;
    const { texts, view } = this.#viewOf(state.answer);
    this.announcement = `${texts.updated(view.label)} ${view.summary}`;
  }

  #viewOf(answer: Answer<WidgetData<Funnel>>): { texts: Texts; funnel: Funnel & FunnelFrame; view: View } {
    const { locale, texts } = this;
    const { currency, funnel } = answer.data.workspace;
    return { texts, funnel: funnel!, view: this.view(funnel!, { locale, texts, currency }, answer) };
  }

  protected renderFrame(answer: Answer<WidgetData<Funnel>>, failure: WidgetFailure | undefined): TemplateResult {
    const { texts, funnel, view } = this.#viewOf(answer);
    const { window, basis } = funnel.frame[0]!;
    const dates = formatDates(window, this.locale);
    const asOf = formatInstant(window.asOf, window.timeZone, this.locale, Date.now());
    return html`
      <div role="group" aria-label="${view.label}, ${dates}">
        <header part="header">
          <div class="heading">
            <p class="title" part="title"><span class="ink">${view.label}</span></p>
            <p class="muted"><span class="ink">${dates} · ${texts.basis[basis] ?? nothing}</span></p>
          </div>
          ${view.isEmpty ? nothing : (view.aside ?? nothing)}
        </header>
        ${view.isEmpty ? this.#renderEmpty(texts, dates) : view.content}
        <footer part="footer">
          ${view.note && !view.isEmpty ? html`<span class="note"><span class="ink">${view.note}</span></span>` : nothing}
          ${view.isEmpty || this.noExport ? nothing : this.#exporting.render(texts)}
          ${this.renderFreshness(texts.asOf(asOf), texts, failure)}
        </footer>
      </div>
    `;
  }

  #renderEmpty(texts: Texts, dates: string): TemplateResult {
    return html`
      <div class="message" part="empty">
        ${emptyFunnel}
        <strong>${texts.empty}</strong>
        <p class="muted">${texts.emptyReason(dates)}</p>
      </div>
    `;
  }
}
