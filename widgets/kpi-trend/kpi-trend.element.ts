import { html, nothing, svg, unsafeCSS } from 'lit';
import { dataChanges } from '../shared/data-changes.ts';
import { evidenceOfKpi } from '../shared/evidence/evidence.ts';
import { evidenceButton } from '../shared/evidence/evidence-button.ts';
import { WidgetFailure } from '../shared/failure.ts';
import {
  formatCount,
  formatDates,
  formatDecimal,
  formatPercent,
  formatRelativeChange,
  formatShortCount,
  formatShortMoney,
  formatTickDate,
} from '../shared/format.ts';
import { frame } from '../shared/frame.styles.ts';
import { type FunnelFrame, FunnelWidget, type View, type WidgetData } from '../shared/funnel-widget.element.ts';
import { type Answer, codeOf } from '../shared/graphql-request.ts';
import { sentenceOf } from '../shared/kpi-event/event-sentence.ts';
import { formatChange, formatValue, intervalOf, judge } from '../shared/kpi-figure.ts';
import { LiveQueryController } from '../shared/live-query-controller.ts';
import { property, state } from '../shared/reactive.ts';
import { type KpiFilterInput, type KpiScopeInput, parseFilter } from '../shared/scope-attributes.ts';
import { tokens } from '../shared/tokens.styles.ts';
import { viewPart } from '../shared/view-part.ts';
import type { Language } from '../shared/widget.element.ts';
import { grainOf, type TimeUnit } from '../shared/window-attribute.ts';
import document from './kpi-trend.graphql';
import eventsDocument from './kpi-trend-events.graphql';
import type { Kit } from './view/kit.ts';
import type { LogState } from './view/trend.ts';
import type { TrendLog } from './view/trend-events.ts';
import type { TrendKpi } from './view/trend-steps.ts';
import type { Drawn, TrendView } from './view/trend-view.ts';

export interface TrendFunnel {
  /** One, or null where it cannot be answered. */
  kpis: (TrendKpi | null)[];
}

/** What the element takes as `data`: the two answers as one. Without the log nothing is marked. */
export interface TrendData extends WidgetData<TrendFunnel> {
  workspace: WidgetData<TrendFunnel>['workspace'] & Partial<TrendLog['workspace']>;
}

const GRAINS: TimeUnit[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];
/** The newest; older ones are not marked. */
const MOST_EVENTS = 200;
/** What is marked: neither what took another event back, nor what was taken back. */
const KINDS = ['BREACHED', 'RECOVERED', 'NO_DATA', 'WINDOW_TURNED'];
/** Rules are looked at just after facts change. */
const EVALUATION_MS = 2_000;

const kit: Kit = {
  ...{ html, svg, nothing, unsafeCSS, evidenceOfKpi, evidenceButton, sentenceOf },
  ...{ formatCount, formatDates, formatDecimal, formatPercent, formatRelativeChange },
  ...{ formatShortCount, formatShortMoney, formatTickDate, formatChange, formatValue, intervalOf, judge },
};
const part = viewPart(async (): Promise<TrendView> => (await import('./view/trend-view.ts')).createView(kit));

/**
 * One KPI over time: its value in each bucket of the window with its 95 % interval, the window before as a thin line, threshold events
 * where they happened. Heights are linear, from zero. A bucket without data is a gap; one whose value can still change is dashed; one of
 * few facts is hollow. A cursor goes through the points, by pointer or arrow keys, and says all of each.
 *
 * @csspart value - the value of the whole window
 * @csspart change - against the window before
 * @csspart readout - the point at the cursor
 * @csspart chart - plot and axes
 * @csspart cursor - the slider, a ring around the point that is read
 * @csspart event - mark of a threshold event
 * @csspart legend - what the lines and points are
 * @csspart table - the same figures as a table
 *
 * @cssproperty --funnel-accent - the line; focus
 * @cssproperty --funnel-better, --funnel-worse - changes; breaches
 * @cssproperty [--funnel-trend-height=220px] - height of the plot; by default less where it is narrow
 */
export class KpiTrendElement extends FunnelWidget<TrendFunnel> {
  static override styles = [tokens, frame];

  /** Key of the KPI. */
  @property() kpi = 'new_leads';
  /** What the window is cut into; empty: what suits it. */
  @property() grain: 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | '' = '';
  /** Of a cohort's conversion: only ends within so many days count; members whose days have not run out are set apart. */
  @property({ attribute: 'within-days' }) withinDays = '';
  /** 'off': threshold events are neither asked for nor marked. */
  @property() events: 'on' | 'off' = 'on';

  @state() private isTable = false;
  /** First day of the bucket at the cursor; '': the last one with a value. */
  @state() private at = '';
  #hasPressMoved = false;
  #evaluation: ReturnType<typeof setTimeout> | undefined;

  /** Asked apart: whoever may not read the log sees the chart without. */
  readonly #logQuery = new LiveQueryController<TrendLog, { version: unknown }>(this, {
    isIdle: () => this.data !== undefined || !this.#wantsEvents,
    stream: () => dataChanges,
    question: () => this.questionOf(eventsDocument, () => this.#logVariables()),
    check: () => undefined,
    onRefresh: () => undefined,
    onFailure: () => undefined,
  });

  protected readonly document = document;

  protected override readonly viewPart = part;

  protected get placeholderFunnel(): TrendFunnel {
    return { kpis: [part.view!.placeholderKpi] };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#evaluation);
  }

  protected ownVariables(scope: KpiScopeInput): object {
    const asked = this.grain.trim().toUpperCase();
    const grain = asked ? GRAINS.find((each) => each === asked) : grainOf(scope.window);
    if (!grain) throw new WidgetFailure('INVALID_GRAIN', `grain="${this.grain}"`);
    const withinDays = this.withinDays.trim() && { withinDays: Number(this.withinDays) };
    if (withinDays && !Number.isInteger(withinDays.withinDays))
      throw new WidgetFailure('INVALID_WITHIN_DAYS', `within-days="${this.withinDays}"`);
    return { keys: [this.kpi.trim()], grain, scope: { ...scope, ...(withinDays || {}) } };
  }

  protected override check(answer: Answer<WidgetData<TrendFunnel>>): void {
    super.check(answer);
    const [error] = answer.errors;
    if (error && !answer.data.workspace.funnel!.kpis[0]) throw new WidgetFailure(codeOf(error), error.message);
  }

  protected override refreshed(): void {
    super.refreshed();
    clearTimeout(this.#evaluation);
    this.#evaluation = setTimeout(() => this.#logQuery.retry(), EVALUATION_MS);
  }

  protected view(funnel: TrendFunnel & FunnelFrame, language: Language): View {
    const { texts } = language;
    const kpi = funnel.kpis[0]!;
    const { definition, value, basis } = kpi;
    const { funnel: key, isTable, at } = this;
    const drawn: Drawn = {
      ...{ kpi, funnel: key, filter: this.#ownFilter, log: this.#log, logState: this.#logState, isTable, at },
      move: (to, hasMoved) => {
        this.#hasPressMoved = hasMoved ?? this.#hasPressMoved;
        this.at = to;
      },
      hasMoved: () => this.#hasPressMoved,
    };
    const trend = part.view!.trendOf(drawn);
    const isFollowed = definition.takesWithinDays && basis === 'COHORT' && this.withinDays === '';
    return {
      label: texts.trend.label(funnel.name, definition.name, trend.grain),
      isEmpty: !value && trend.steps.every((step) => !step.value && step.sampleSize === 0),
      aside: html`
        <button class="plain ink" part="button" type="button" aria-pressed=${String(isTable)}
          @click=${() => {
            this.isTable = !isTable;
          }}>${texts.showTable}</button>
      `,
      content: part.view!.render(trend, drawn, language),
      note: isFollowed ? texts.trend.maturing : undefined,
      summary: `${definition.name} ${formatValue(value, definition, language)}`,
    };
  }

  get #wantsEvents(): boolean {
    return this.events !== 'off';
  }

  get #log(): TrendLog | undefined {
    const { state } = this.#logQuery;
    const kpiEvents = (this.data as TrendData | undefined)?.workspace.kpiEvents;
    if (!this.#wantsEvents) return undefined;
    if (this.data) return kpiEvents && { workspace: { kpiEvents } };
    return state.status === 'ready' ? state.answer.data : undefined;
  }

  get #logState(): LogState {
    if (!this.#wantsEvents || (this.data && !this.#log)) return 'off';
    return this.data ? 'ready' : this.#logQuery.state.status;
  }

  #logVariables(): object {
    return { last: MOST_EVENTS, filter: { kpis: [this.kpi.trim()], kinds: KINDS } };
  }

  get #ownFilter(): KpiFilterInput | undefined {
    try {
      return parseFilter(this.filter);
    } catch {
      // With data given nobody asks whether it is understood.
      return undefined;
    }
  }
}
