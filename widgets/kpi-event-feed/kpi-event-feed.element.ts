import { html, nothing, type PropertyValues, svg, type TemplateResult, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Texts } from '../languages/texts.ts';
import type { WidgetFailure } from '../shared/failure.ts';
import { formatInstant } from '../shared/format.ts';
import { frame } from '../shared/frame.styles.ts';
import type { Answer } from '../shared/graphql-request.ts';
import { emptyFunnel } from '../shared/icons.ts';
import { KINDS, type KpiEvent, type KpiEventKind, SEVERITIES, type Severity } from '../shared/kpi-event/kpi-event.ts';
import { property, state } from '../shared/reactive.ts';
import { tokens } from '../shared/tokens.styles.ts';
import { viewPart } from '../shared/view-part.ts';
import { type Language, Widget } from '../shared/widget.element.ts';
import { type EventFilter, narrow, parseEventFilter, passes } from './event-filter.ts';
import { eventLog, type LogMessage } from './event-log.ts';
import type { FeedView } from './feed-view.ts';
import document from './kpi-event-feed.graphql';
import { onSeenChange, readSeen, writeSeen } from './last-seen.ts';
import { FunnelEventSelectEvent } from './select-event.ts';

const part = viewPart(
  async (): Promise<FeedView> => (await import('./feed-view.ts')).createView({ html, svg, nothing, unsafeCSS }),
);

export interface FeedData {
  workspace: {
    id: string;
    currency: string;
    timeZone: string;
    /** In the log's order, the newest last. */
    kpiEvents: { edges: { node: KpiEvent }[]; pageInfo: { hasPreviousPage: boolean } };
  };
}

/** Relative times move on. */
const TICK_MS = 30_000;
/** More of what came in is not kept until the next answer. */
const MOST_ARRIVALS = 1_000;
/** What comes in within this is announced together. */
const ANNOUNCE_MS = 1_500;

/**
 * The threshold log as it grows, newest first: what was crossed, by how much, where, by which rule; what was taken back is struck through.
 * Can be filtered by kind and severity, and marks what came since its reader was last here.
 *
 * @csspart filter - a select
 * @csspart list - scrolls
 * @csspart divider - between new and seen
 * @csspart event - a line
 * @csspart sentence - what happened, in words
 *
 * @cssproperty --funnel-feed-height - of the list, whatever it holds; absent: as tall as its events, up to 26rem
 * @cssproperty --funnel-accent - INFO, and what is new
 * @cssproperty --funnel-warning, --funnel-worse - WARNING and CRITICAL
 *
 * @fires {FunnelEventSelectEvent} funnel-event-select - a line was chosen; cancelled, it does not open
 */
export class KpiEventFeedElement extends Widget<FeedData, LogMessage> {
  static override styles = [tokens, frame];

  /** Keys of KPIs, separated by spaces or commas; empty: all. */
  @property() kpis = '';
  /** BREACHED, RECOVERED, NO_DATA, WINDOW_TURNED, REVISED; empty: all. */
  @property() kinds = '';
  /** INFO, WARNING or CRITICAL. */
  @property({ attribute: 'min-severity' }) minSeverity: 'INFO' | 'WARNING' | 'CRITICAL' | '' = '';
  /** How many lines at most: 1 to 500. */
  @property({ type: Number }) limit = 50;

  @state() private kind: KpiEventKind | '' = '';
  @state() private severity: Severity | '' = '';
  /** Ids of the line that shows its details, and of the one that Tab leads to. */
  @state() private open = '';
  @state() private tabStop = '';

  protected override readonly viewPart = part;
  protected readonly document = document;
  protected readonly stream = eventLog;
  protected readonly placeholder: FeedData = {
    workspace: {
      id: '',
      currency: 'CNY',
      timeZone: 'UTC',
      kpiEvents: { edges: [], pageInfo: { hasPreviousPage: false } },
    },
  };

  /** What the stream told since the answer. */
  #arrivals: KpiEvent[] = [];
  #source: object | undefined;
  #workspaceId = '';
  /** The number of the log's last event, as far as it is known. */
  #head = 0;
  #heardAt = Date.now();
  /** To be announced. */
  #untold: KpiEvent[] = [];
  #telling: ReturnType<typeof setTimeout> | undefined;
  #ticking: ReturnType<typeof setInterval> | undefined;
  #stopSeen: () => void = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopSeen = onSeenChange(() => this.requestUpdate());
    this.#ticking = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopSeen();
    clearInterval(this.#ticking);
  }

  protected variables(): object {
    const filter = narrow(parseEventFilter(this), this.kind, this.severity);
    return { last: this.#most, filter: Object.keys(filter).length > 0 ? filter : null };
  }

  get #most(): number {
    return Math.min(500, Math.max(1, Math.round(this.limit) || 50));
  }

  protected override adviceOn(failure: WidgetFailure, texts: Texts): string {
    const isAttribute = failure.code === 'INVALID_FILTER' || failure.code === 'INVALID_ATTRIBUTE';
    if (isAttribute) return `${texts.feed.notUnderstood} ${failure.message}`;
    return super.adviceOn(failure, texts);
  }

  /** What the attributes let through; what is wrong with them the question says. */
  get #given(): EventFilter {
    try {
      return parseEventFilter(this);
    } catch {
      return {};
    }
  }

  /** And what the reader does. */
  get #filter(): EventFilter {
    return narrow(this.#given, this.kind, this.severity);
  }

  protected override hear(message: LogMessage): void {
    this.#heardAt = Date.now();
    this.#source = message.source;
    this.requestUpdate();
    if (message.__typename === 'Heartbeat') {
      this.#head = message.sequence;
      // After a restored backup the log may have fewer.
      this.#arrivals = this.#arrivals.filter(({ sequence }) => sequence <= message.sequence);
    }
    if (message.__typename !== 'KpiEvent') return;
    const before = this.#arrivals.at(-1)?.sequence ?? 0;
    if (message.sequence > before) this.#arrivals = [...this.#arrivals, message].slice(-MOST_ARRIVALS);
    this.#head = message.sequence;
    // Whoever is here, and has seen all before, sees this too.
    const seen = this.#seen;
    if (!message.isMissed && seen !== undefined && seen === message.sequence - 1)
      writeSeen(this.#log, message.sequence);
    if (!message.silenced && this.live.state.status === 'ready' && passes(this.#filter, message)) {
      this.#untold.push(message);
      this.#telling ??= setTimeout(() => this.#tell(), ANNOUNCE_MS);
    }
  }

  #tell(): void {
    const { state } = this.live;
    const latest = this.#untold.at(-1);
    if (latest && state.status === 'ready' && this.texts) {
      const language = this.#language(state.answer);
      const count = this.#untold.length > 1 ? language.texts.brackets(String(this.#untold.length)) : '';
      this.announcement = `${language.texts.feed.isNew}${count}${language.texts.colon}${part.view!.sentenceOf(latest, language)}`;
    }
    this.#untold = [];
    this.#telling = undefined;
  }

  #language({ data }: Answer<FeedData>): Language {
    const { locale, texts } = this;
    return { locale, texts, currency: data.workspace.currency };
  }

  /** By what is kept up to where a reader has seen all. */
  get #log(): string {
    return `${this.address} ${this.#workspaceId}`;
  }

  get #seen(): number | undefined {
    return this.#workspaceId && !this.data ? readSeen(this.#log) : undefined;
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { state } = this.live;
    if (state.status !== 'ready') return;
    const { id } = state.answer.data.workspace;
    if (this.#workspaceId === id) return;
    // Another key: another company's events are of no concern here.
    if (this.#workspaceId)
      this.#arrivals = this.#arrivals.filter((event) => (event as LogMessage).source === this.#source);
    this.#workspaceId = id;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.#workspaceId || this.#head === 0 || this.live.state.status !== 'ready') return;
    const seen = this.#seen;
    // At the first visit nothing is new; nor is what a log has not that is shorter than it was.
    if (seen === undefined || seen > this.#head) writeSeen(this.#log, this.#head);
  }

  /** The newest first. */
  #lines({ workspace }: FeedData): KpiEvent[] {
    const answered = workspace.kpiEvents.edges.map(({ node }) => node);
    const last = answered.at(-1)?.sequence ?? 0;
    const takenBack = new Map(this.#arrivals.flatMap(({ revises, reason }) => (revises ? [[revises.id, reason]] : [])));
    const filter = this.#filter;
    return [...answered, ...this.#arrivals.filter(({ sequence }) => sequence > last)]
      .filter((event) => passes(filter, event))
      .slice(-this.#most)
      .map((event) =>
        takenBack.has(event.id)
          ? { ...event, isRevised: true, revisedBy: { reason: takenBack.get(event.id) ?? null } }
          : event,
      )
      .reverse();
  }

  protected renderFrame(answer: Answer<FeedData>, failure: WidgetFailure | undefined): TemplateResult {
    const { workspace } = answer.data;
    const language = this.#language(answer);
    const { texts, locale } = language;
    const { feed } = texts;
    const lines = this.#lines(answer.data);
    const seen = this.#seen ?? Number.POSITIVE_INFINITY;
    const news = lines.filter(({ sequence }) => sequence > seen).length;
    const isMore = workspace.kpiEvents.pageInfo.hasPreviousPage || lines.length === this.#most;
    const count = `${news}${news === lines.length && isMore ? '+' : ''}`;
    const heard = formatInstant(new Date(this.#heardAt).toISOString(), workspace.timeZone, locale, Date.now());
    return html`
      <div role="group" aria-label=${feed.label}>
        <header part="header">
          <div class="heading">
            <p class="title" part="title"><span class="ink">${feed.label}</span></p>
            <p class="muted"><span class="ink">${news > 0 ? feed.news(count) : feed.noNews}</span></p>
          </div>
          <div class="controls">
            ${this.#renderFilters(texts)}
            <button class="plain ink" part="button" type="button" aria-disabled=${String(news === 0)}
              @click=${() => news > 0 && this.#markAsRead(texts)}>${feed.markAsRead}</button>
          </div>
        </header>
        <div class="scroller" part="list">
          ${lines.length > 0 ? this.#renderLines(lines, news, language) : workspace.id ? this.#renderEmpty(texts) : bones}
        </div>
        <footer part="footer">
          ${isMore && lines.length > 0 ? html`<span class="note"><span class="ink">${feed.newest(lines.length)}</span></span>` : nothing}
          ${this.renderFreshness(texts.asOf(heard), texts, failure)}
        </footer>
      </div>
    `;
  }

  #renderFilters({ feed }: Texts): TemplateResult {
    const given = this.#given;
    return html`
      <select class="plain ink" part="filter" aria-label=${feed.kindFilter} @change=${({ target }: Event) => {
        this.kind = (target as HTMLSelectElement).value as KpiEventKind | '';
      }}>
        <option value="">${feed.allKinds}</option>
        ${(given.kinds ?? KINDS).map((kind) => html`<option value=${kind}>${feed.kinds[kind]}</option>`)}
      </select>
      <select class="plain ink" part="filter" aria-label=${feed.severityFilter} @change=${({ target }: Event) => {
        this.severity = (target as HTMLSelectElement).value as Severity | '';
      }}>
        <option value="">${feed.allSeverities}</option>
        ${(given.severities ?? SEVERITIES).map(
          (severity) =>
            html`<option value=${severity}>${severity === 'CRITICAL' ? feed.severities[severity] : feed.andAbove(feed.severities[severity])}</option>`,
        )}
      </select>
    `;
  }

  #renderLines(lines: KpiEvent[], news: number, language: Language): TemplateResult {
    const tabStop = lines.some(({ id }) => id === this.tabStop) ? this.tabStop : lines[0]!.id;
    const now = Date.now();
    return html`
      <ol role="list" @keydown=${this.#moveFocus}>
        ${repeat(
          lines,
          ({ id }) => id,
          (event, index) => html`
            ${
              index === news && news > 0
                ? html`<li class="divider" part="divider"><span>${language.texts.feed.away} ↑</span></li>`
                : nothing
            }
            ${part.view!.renderLine(
              event,
              {
                now,
                isNew: index < news,
                isOpen: event.id === this.open,
                isTabStop: event.id === tabStop,
                select: () => this.#select(event),
              },
              language,
            )}`,
        )}
      </ol>
    `;
  }

  #renderEmpty({ feed }: Texts): TemplateResult {
    const isFiltered = Object.keys(this.#filter).length > 0;
    return html`
      <div class="message" part="empty">
        ${emptyFunnel}
        <strong>${feed.empty}</strong>
        <p class="muted">${isFiltered ? feed.nothingMatches : feed.emptyReason}</p>
      </div>
    `;
  }

  #select(event: KpiEvent): void {
    this.tabStop = event.id;
    if (this.dispatchEvent(new FunnelEventSelectEvent(event))) this.open = this.open === event.id ? '' : event.id;
  }

  #markAsRead({ feed }: Texts): void {
    writeSeen(this.#log, this.#head);
    this.announcement = feed.noNews;
  }

  /** One stop for Tab; from there the arrows lead on. */
  #moveFocus({ key, target }: KeyboardEvent): void {
    const says = [...this.renderRoot.querySelectorAll<HTMLElement>('.say')];
    const at = says.indexOf(target as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: says.length - 1 }[key];
    if (at < 0 || to === undefined) return;
    says[to]?.focus();
  }
}

/** As many lines as the list shows at once. */
const bones = Array.from(
  { length: 7 },
  () => html`<p class="event bone"><span></span><span class="ink">――――――――――</span></p>`,
);
