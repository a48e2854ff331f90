import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { languageReady, textsIn } from '../languages/languages.ts';
import type { Locale } from '../languages/locale.ts';
import type { Texts } from '../languages/texts.ts';
import type { Credentials } from './access.ts';
import { adopt } from './adopt.ts';
import { FunnelErrorEvent, WidgetFailure } from './failure.ts';
import type { Answer } from './graphql-request.ts';
import { brokenLine, dot } from './icons.ts';
import { localeOfElement, onLanguageChange } from './language.ts';
import { LiveQueryController, type LiveState, type Question } from './live-query-controller.ts';
import { property, state } from './reactive.ts';
import { defaultEndpoint, onSettingsChange, pageSettings, type TokenProvider } from './settings.ts';
import type { StreamKind } from './shared-stream.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { requestToken } from './token-request-event.ts';
import type { ViewPart } from './view-part.ts';

export interface Language {
  locale: Locale;
  texts: Texts;
  currency: string;
}

/**
 * What all elements share: key, language, asking, and the states loading, failed, stale. An element adds its question, the stream that
 * tells when to ask again, and how an answer is drawn.
 *
 * @attr {'compact' | ''} density - compact: less space between things, the same type size
 * @attr {string} lang - Language of this element; absent: that of what it stands in
 *
 * @slot - what stands there before the first figures, and without script
 *
 * @csspart base - the card around all
 * @csspart header - title, dates, and what is beside them
 * @csspart title - what the figures are about
 * @csspart footer - notes, and as of when the figures are
 * @csspart as-of - when the figures were true
 * @csspart stale - the same while they could not be refreshed
 * @csspart empty - what is said where there is nothing to show
 * @csspart error - what is said where the figures could not be had
 * @csspart button - every button that is not a figure
 *
 * @cssproperty --funnel-surface - background of the card
 * @cssproperty --funnel-raised - background of what lies on it
 * @cssproperty --funnel-text - text and figures
 * @cssproperty --funnel-muted - secondary text
 * @cssproperty --funnel-line - borders
 * @cssproperty --funnel-accent - what stands out; focus
 * @cssproperty [--funnel-radius=14px] - of the card's corners
 * @cssproperty [--funnel-padding=20px] - between the card's border and what is in it
 * @cssproperty [--funnel-density=1] - factor of the space between things; 0.6 where `density` is compact
 * @cssproperty --funnel-font - font family
 *
 * @fires {FunnelErrorEvent} funnel-error - the figures could not be had or refreshed; `code` says why
 * @fires {FunnelTokenRequestEvent} token-request - there is neither key nor provider: `respondWith(token)` hands one over
 */
export abstract class Widget<Data, Message> extends LitElement {
  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit finalizes the very class whose getter runs; its name here would be the base's.
    return [...super.observedAttributes, 'lang', 'key', 'token'];
  }

  /** GraphQL address. Absent: configure()'s, else /graphql on the origin of this script. */
  @property() endpoint = '';
  /** The API key. Only a property: attributes stand in the page's source. */
  @property({ attribute: false }) key: string | undefined;
  /** Gives the API key or token of the moment; asked again before a token ends. */
  @property({ attribute: false }) tokenProvider: TokenProvider | undefined;
  /** Address on the host's site that gives tokens (GET): as text, or as JSON with `token`. */
  @property({ attribute: 'token-endpoint' }) tokenEndpoint = '';
  /** The data of this element's query as plain JSON: nothing is asked then. */
  @property({ attribute: false }) data: Data | undefined;

  /** What a screen reader is told. */
  @state() protected announcement = '';

  protected readonly live: LiveQueryController<Data, Message> = new LiveQueryController<Data, Message>(this, {
    isIdle: () => this.data != null,
    stream: () => this.stream,
    onMessage: (message) => this.hear(message),
    question: () => this.questionOf(this.document, () => this.variables()),
    check: (answer) => this.check(answer),
    onRefresh: () => this.refreshed(),
    onFailure: (failure) => this.dispatchEvent(new FunnelErrorEvent(failure)),
  });
  /** What could not be drawn, and why. */
  #undrawable: { data: unknown; failure: WidgetFailure } | undefined;
  #fallback: HTMLSlotElement | undefined;
  #stopListening: (() => void)[] = [];

  /** Id of the document that it asks (a .graphql file). */
  protected abstract readonly document: string;
  /** @throws WidgetFailure */
  protected abstract variables(): object;
  /** What tells that the answer may differ. */
  protected abstract readonly stream: StreamKind<Message>;
  /** An answer of the usual shape, to draw the skeleton with. */
  protected abstract readonly placeholder: Data;
  /** Everything inside the card. */
  protected abstract renderFrame(answer: Answer<Data>, failure: WidgetFailure | undefined): TemplateResult;

  /** What draws it, where that comes in a file of its own. */
  protected readonly viewPart: ViewPart | undefined;

  /** Refuses an answer that has nothing for this element. @throws WidgetFailure */
  protected check(_answer: Answer<Data>): void {}
  protected hear(_message: Message): void {}
  /** A newer answer came to the same question. */
  protected refreshed(): void {}

  /** What the host page put into the element stands there until there is something to show. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    this.#fallback = root.appendChild(document.createElement('slot'));
    return root;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const update = (): void => this.requestUpdate();
    this.#stopListening = [onSettingsChange(update), onLanguageChange(update)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stopListening) stop();
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (name === 'lang') this.requestUpdate();
    else if (name === 'key' || name === 'token') this.#refuseKeyAttribute(name, value);
    else super.attributeChangedCallback(name, before, value);
  }

  protected get locale(): Locale {
    return localeOfElement(this);
  }

  /** What the element says in its language; an update waits until it is loaded. */
  protected get texts(): Texts {
    return textsIn(this.locale)!;
  }

  /** The question goes out while language and view are still on their way. */
  protected override async scheduleUpdate(): Promise<void> {
    const { viewPart } = this;
    while (!textsIn(this.locale) || (viewPart && !viewPart.view)) {
      this.live.hostUpdated();
      await Promise.all([languageReady(this.locale), viewPart?.ready()]);
    }
    adopt(this.renderRoot as ShadowRoot, viewPart?.view?.styles.styleSheet);
    super.scheduleUpdate();
  }

  /** Where this element asks. */
  protected get address(): string {
    return this.endpoint || pageSettings().endpoint || defaultEndpoint();
  }

  /** Undefined while there are no credentials. */
  protected questionOf(documentId: string, variables: () => object): Question | undefined {
    const credentials = this.#credentials();
    if (!credentials) return undefined;
    return { endpoint: this.address, credentials, documentId, variables: variables() };
  }

  /** The element's own, then the page's, then whoever hears the event. */
  #credentials(): Credentials | undefined {
    const { tokenEndpoint: address, ...settings } = pageSettings();
    return (
      this.key ||
      this.tokenProvider ||
      (this.tokenEndpoint && tokenEndpoint(this.tokenEndpoint)) ||
      settings.key ||
      settings.tokenProvider ||
      (address && tokenEndpoint(address)) ||
      requestToken(this, this.address)
    );
  }

  #refuseKeyAttribute(name: string, value: string | null): void {
    if (value === null) return;
    console.warn(
      `<${this.localName}> ignores the attribute '${name}', which all could read. Set key or tokenProvider by script.`,
    );
  }

  /** Data of another shape than the document's is told like any failure: the host page sees no exception. */
  protected override update(changed: PropertyValues): void {
    try {
      super.update(changed);
    } catch (thrown) {
      const failure = new WidgetFailure('INVALID_DATA', String(thrown));
      this.#undrawable = { data: this.data ?? this.live.state, failure };
      this.dispatchEvent(new FunnelErrorEvent(failure));
      super.update(changed);
    }
  }

  /** What there is to draw: data that the host gave go before answers. */
  get #drawn(): LiveState<Data> {
    const { data, live } = this;
    const undrawable = this.#undrawable;
    if (undrawable && undrawable.data === (data ?? live.state))
      return { status: 'failed', failure: undrawable.failure, isAsking: false };
    return data == null ? live.state : { status: 'ready', answer: { data, errors: [] }, isAsking: false };
  }

  override render(): TemplateResult {
    const { live, locale, texts } = this;
    const state = this.#drawn;
    this.#fallback?.remove();
    if (state.status === 'loading' && this.childElementCount > 0) return html`<slot></slot>`;
    const isBusy = state.status === 'loading' || live.isOutdated;
    return html`
      <div class="widget" part="base" lang=${locale} aria-busy=${String(isBusy)}>
        ${
          state.status === 'loading'
            ? this.#renderSkeleton(texts)
            : state.status === 'failed'
              ? this.#renderFailure(state.failure, texts, state.isAsking)
              : this.#renderAnswer(state.answer, state.failure)
        }
        <p class="hidden" role="status">${this.announcement}</p>
      </div>
    `;
  }

  #renderSkeleton(texts: Texts): TemplateResult {
    return html`
      <div class="body skeleton" inert aria-hidden="true">${this.renderFrame({ data: this.placeholder, errors: [] }, undefined)}</div>
      <p class="hidden">${texts.loading}</p>
    `;
  }

  #renderAnswer(answer: Answer<Data>, failure: WidgetFailure | undefined): TemplateResult {
    return html`<div class="body ${this.live.isOutdated ? 'busy' : ''}">${this.renderFrame(answer, failure)}</div>`;
  }

  /** @param time as of when the figures are, in words */
  protected renderFreshness(time: string, texts: Texts, failure: WidgetFailure | undefined): TemplateResult {
    if (this.data) return html`<span class="freshness ink">${time}</span>`;
    const trouble = failure ? texts.notRefreshed : this.live.isStreamDown ? texts.streamDown : undefined;
    if (!trouble) return html`<span class="freshness ink" part="as-of">${dot} ${texts.live} · ${time}</span>`;
    return html`
      <span class="freshness stale" part="as-of stale" title=${failure ? this.adviceOn(failure, texts) : nothing}>
        ${dot} <span><strong>${time}</strong> · ${trouble}</span>
      </span>
      ${this.#renderRetry(texts)}
    `;
  }

  #renderFailure(failure: WidgetFailure, texts: Texts, isAsking: boolean): TemplateResult {
    return html`
      <div class="body">
        <div class="message" part="error" role="group" aria-label=${texts.failed} aria-busy=${String(isAsking)}>
          ${brokenLine}
          <strong>${texts.failed}</strong>
          <p class="muted">${this.adviceOn(failure, texts)}</p>
          ${this.#renderRetry(texts)}
        </div>
      </div>
    `;
  }

  #renderRetry(texts: Texts): TemplateResult {
    return html`<button class="plain" part="button" type="button" @click=${() => this.live.retry()}>${texts.retry}</button>`;
  }

  /** What to do. */
  protected adviceOn({ code, message }: WidgetFailure, texts: Texts): string {
    return texts.advice[code] ?? texts.adviceElse + message;
  }
}
