import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { mayAnnounce } from './announcer.ts';
import { FunnelErrorEvent, WidgetFailure } from './failure.ts';
import { formatDates, formatInstant } from './format.ts';
import { type Answer, codeOf } from './graphql-request.ts';
import { brokenLine, dot, emptyFunnel } from './icons.ts';
import type { Window } from './kpi-types.ts';
import { type Locale, localeOfElement, onLanguageChange } from './language.ts';
import { LiveQueryController, type LiveState, type Question } from './live-query-controller.ts';
import { type KpiFilterInput, type KpiScopeInput, parseScope } from './scope-attributes.ts';
import { defaultEndpoint, onSettingsChange, pageSettings, type TokenProvider } from './settings.ts';
import { type Texts, textsIn } from './texts.ts';

/** What every widget's query answers, beside the element's own fields of the funnel. */
export interface WidgetData<Funnel> {
  workspace: { currency: string; funnel: (Funnel & FunnelFrame) | null };
}

export interface FunnelFrame {
  name: string;
  /** One KPI that takes any filter and basis: asked for the window that the server made of the scope. */
  frame: ({ window: Window; basis: 'COHORT' | 'PERIOD' } | null)[];
}

/** The part of the query that answers FunnelFrame. */
export const FRAME_FIELDS =
  'name(locale: $locale) frame: kpiValues(keys: ["lead_to_won_rate"], scope: $scope) { basis window { from to timeZone asOf } }';

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

export interface Language {
  locale: Locale;
  texts: Texts;
  currency: string;
}

/**
 * What the three elements share: attributes, key, language, asking, and the states loading, empty, failed, stale.
 * An element adds its query and how an answer is drawn.
 */
export abstract class FunnelWidget<Funnel> extends LitElement {
  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit finalizes the very class whose getter runs; its name here would be the base's.
    return [...super.observedAttributes, 'lang', 'key', 'token'];
  }

  /** GraphQL address. Absent: configure()'s, else /graphql on the origin of this script. */
  @property() endpoint = '';
  @property() funnel = 'sales';
  /** '2026', '2026-Q3', '2026-11', '2026-W47', '2026-01-01/2026-04-01' (half-open), '30d', '12w', '6m', '4q', '2y'. */
  @property() window = '90d';
  /** KpiFilterInput: JSON as an attribute, an object or JSON as a property. */
  @property() filter: string | KpiFilterInput = '';
  /** 'COHORT' or 'PERIOD'; empty: the API's default. */
  @property() basis = '';
  /** The API key. Only a property: attributes stand in the page's source. */
  @property({ attribute: false }) key: string | undefined;
  @property({ attribute: false }) tokenProvider: TokenProvider | undefined;
  /** The data of this element's query as plain JSON: nothing is asked then. */
  @property({ attribute: false }) data: WidgetData<Funnel> | undefined;

  @state() private announcement = '';

  private readonly live = new LiveQueryController<WidgetData<Funnel>>(this, {
    isIdle: () => this.data !== undefined,
    question: () => this.question(),
    check: (answer) => this.check(answer),
    onRefresh: () => this.announce(),
    onFailure: (failure) => this.dispatchEvent(new FunnelErrorEvent(failure)),
  });
  private stopListening: (() => void)[] = [];

  /** The whole query; its variables are at least $funnel, $scope and $locale. */
  protected abstract readonly query: string;
  /** Variables beside those three. @throws WidgetFailure */
  protected abstract variables(scope: KpiScopeInput): object;
  protected abstract view(funnel: Funnel & FunnelFrame, language: Language, answer: Answer<unknown>): View;
  /** Data of the usual shape, to draw the skeleton with. */
  protected abstract readonly placeholder: Funnel;

  override connectedCallback(): void {
    super.connectedCallback();
    const update = (): void => this.requestUpdate();
    this.stopListening = [onSettingsChange(update), onLanguageChange(update)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stopListening) stop();
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (name === 'lang') this.requestUpdate();
    else if (name === 'key' || name === 'token') this.refuseKeyAttribute(name, value);
    else super.attributeChangedCallback(name, before, value);
  }

  protected get locale(): Locale {
    return localeOfElement(this);
  }

  private question(): Question | undefined {
    const settings = pageSettings();
    const credentials = this.key || this.tokenProvider || settings.key || settings.tokenProvider;
    if (!credentials) return undefined;
    const scope = parseScope(this);
    return {
      endpoint: this.endpoint || settings.endpoint || defaultEndpoint(),
      credentials,
      query: this.query,
      variables: { funnel: this.funnel, scope, locale: this.locale, ...this.variables(scope) },
    };
  }

  private check({ data, errors }: Answer<WidgetData<Funnel>>): void {
    if (data.workspace.funnel?.frame[0]) return;
    const [error] = errors;
    if (!error) throw new WidgetFailure('UNKNOWN_FUNNEL', `there is no funnel '${this.funnel}'`);
    throw new WidgetFailure(codeOf(error), error.message);
  }

  private announce(): void {
    const { state } = this.live;
    if (state.status !== 'ready' || !mayAnnounce(Date.now())) return;
    const { texts, view } = this.viewOf(state.answer);
    this.announcement = `${texts.updated(view.label)} ${view.summary}`;
  }

  private refuseKeyAttribute(name: string, value: string | null): void {
    if (value === null) return;
    console.warn(
      `<${this.localName}> ignores the attribute '${name}': whoever sees the page would see the key. ` +
        'Set the property key or tokenProvider from a script, or call configure({ tokenProvider }).',
    );
  }

  private viewOf(answer: Answer<WidgetData<Funnel>>): { texts: Texts; funnel: Funnel & FunnelFrame; view: View } {
    const { locale } = this;
    const texts = textsIn(locale);
    const { currency, funnel } = answer.data.workspace;
    return { texts, funnel: funnel!, view: this.view(funnel!, { locale, texts, currency }, answer) };
  }

  override render(): TemplateResult {
    const { live, data, locale } = this;
    const texts = textsIn(locale);
    const state: LiveState<WidgetData<Funnel>> = data
      ? { status: 'ready', answer: { data, errors: [] }, isAsking: false }
      : live.state;
    const isBusy = state.status === 'loading' || live.isOutdated;
    return html`
      <div class="widget" part="base" lang=${locale} aria-busy=${String(isBusy)}>
        ${
          state.status === 'loading'
            ? this.renderSkeleton(texts)
            : state.status === 'failed'
              ? this.renderFailure(state.failure, texts, state.isAsking)
              : this.renderAnswer(state.answer, state.failure)
        }
        <p class="hidden" role="status">${this.announcement}</p>
      </div>
    `;
  }

  private renderSkeleton(texts: Texts): TemplateResult {
    const window = { from: '2026-01-01', to: '2026-04-01', timeZone: 'UTC', asOf: '2026-03-31T12:00:00Z' };
    const funnel = { ...this.placeholder, name: '――――――', frame: [{ window, basis: 'COHORT' as const }] };
    const answer = { data: { workspace: { currency: 'CNY', funnel } }, errors: [] };
    return html`
      <div class="body skeleton" inert aria-hidden="true">${this.renderFrame(answer, undefined)}</div>
      <p class="hidden">${texts.loading}</p>
    `;
  }

  private renderAnswer(answer: Answer<WidgetData<Funnel>>, failure: WidgetFailure | undefined): TemplateResult {
    return html`<div class="body ${this.live.isOutdated ? 'busy' : ''}">${this.renderFrame(answer, failure)}</div>`;
  }

  private renderFrame(answer: Answer<WidgetData<Funnel>>, failure: WidgetFailure | undefined): TemplateResult {
    const { texts, funnel, view } = this.viewOf(answer);
    const { window, basis } = funnel.frame[0]!;
    const dates = formatDates(window, this.locale);
    return html`
      <div role="group" aria-label="${view.label}, ${dates}">
        <header part="header">
          <div class="heading">
            <p class="title" part="title"><span class="ink">${view.label}</span></p>
            <p class="muted"><span class="ink">${dates} · ${texts.basis[basis] ?? nothing}</span></p>
          </div>
          ${view.isEmpty ? nothing : (view.aside ?? nothing)}
        </header>
        ${view.isEmpty ? this.renderEmpty(texts, dates) : view.content}
        <footer part="footer">
          ${view.note && !view.isEmpty ? html`<span class="note"><span class="ink">${view.note}</span></span>` : nothing}
          ${this.renderFreshness(window, texts, failure)}
        </footer>
      </div>
    `;
  }

  private renderEmpty(texts: Texts, dates: string): TemplateResult {
    return html`
      <div class="message" part="empty">
        ${emptyFunnel}
        <strong>${texts.empty}</strong>
        <p class="muted">${texts.emptyReason(dates)}</p>
      </div>
    `;
  }

  private renderFreshness(
    { asOf, timeZone }: Window,
    texts: Texts,
    failure: WidgetFailure | undefined,
  ): TemplateResult {
    const time = texts.asOf(formatInstant(asOf, timeZone, this.locale, Date.now()));
    if (this.data) return html`<span class="freshness ink">${time}</span>`;
    const trouble = failure ? texts.notRefreshed : this.live.isStreamDown ? texts.streamDown : undefined;
    if (!trouble) return html`<span class="freshness ink" part="as-of">${dot} ${texts.live} · ${time}</span>`;
    return html`
      <span class="freshness stale" part="as-of stale" title=${failure ? adviceOn(failure, texts) : nothing}>
        ${dot} <span><strong>${time}</strong> · ${trouble}</span>
      </span>
      ${this.renderRetry(texts)}
    `;
  }

  private renderFailure(failure: WidgetFailure, texts: Texts, isAsking: boolean): TemplateResult {
    return html`
      <div class="body">
        <div class="message" part="error" role="group" aria-label=${texts.failed} aria-busy=${String(isAsking)}>
          ${brokenLine}
          <strong>${texts.failed}</strong>
          <p class="muted">${adviceOn(failure, texts)}</p>
          ${this.renderRetry(texts)}
        </div>
      </div>
    `;
  }

  private renderRetry(texts: Texts): TemplateResult {
    return html`<button class="plain" part="button" type="button" @click=${() => this.live.retry()}>${texts.retry}</button>`;
  }
}

function adviceOn({ code, message }: WidgetFailure, texts: Texts): string {
  return texts.advice[code] ?? `${texts.adviceElse} ${message}`;
}
