import { html, nothing, type PropertyValues, svg, type TemplateResult, unsafeCSS } from 'lit';
import type { ExhibitOptions } from '../export/exhibits.ts';
import type { Texts } from '../languages/texts.ts';
import { renderChange } from '../shared/change.ts';
import { evidenceOfKpi, isSmallSample } from '../shared/evidence/evidence.ts';
import { drillButton, evidenceButton } from '../shared/evidence/evidence-button.ts';
import type { WidgetFailure } from '../shared/failure.ts';
import { formatDates, formatRelativeChange } from '../shared/format.ts';
import { frame } from '../shared/frame.styles.ts';
import { type FunnelFrame, FunnelWidget, type View } from '../shared/funnel-widget.element.ts';
import { type Answer, codeOf } from '../shared/graphql-request.ts';
import { formatChange, formatValue, intervalOf, judge } from '../shared/kpi-figure.ts';
import { CATEGORIES, type KpiValue, type StageCategory } from '../shared/kpi-types.ts';
import { property, state } from '../shared/reactive.ts';
import type { KpiScopeInput } from '../shared/scope-attributes.ts';
import { tokens } from '../shared/tokens.styles.ts';
import { viewPart } from '../shared/view-part.ts';
import type { Language } from '../shared/widget.element.ts';
import { grainOf, parseWindow, type TimeUnit } from '../shared/window-attribute.ts';
import document from './funnel-scorecard.graphql';
import { type ScorecardFunnel, valuesOf } from './scorecard-values.ts';
import { foldsBeyond, keysIn, type ScorecardVariables, scorecardVariables } from './scorecard-variables.ts';
import type { Kit } from './view/kit.ts';
import type { ScorecardView } from './view/scorecard-view.ts';

const kit: Kit = {
  ...{ html, svg, nothing, unsafeCSS, renderChange, evidenceOfKpi, isSmallSample, evidenceButton, drillButton },
  ...{ formatDates, formatRelativeChange, formatChange, formatValue, intervalOf, judge },
};
const part = viewPart(async (): Promise<ScorecardView> => (await import('./view/scorecard-view.ts')).createView(kit));

/**
 * The headline KPIs in their four categories: value, change against the window before, trend (dashed where it may still move). The other
 * KPIs of a category are asked for when its fold is opened. Every figure opens its evidence.
 *
 * @csspart fold - shows and hides the rest of a category
 * @csspart category - heading of a group
 * @csspart card - one KPI
 * @csspart value - its figure
 * @csspart mark - small sample, too early to tell
 * @csspart drill-down - a KPI's name
 * @csspart change - against the window before
 * @csspart sparkline - its values over time (SVG)
 * @csspart problem - which KPIs could not be had
 * @csspart table - the same figures as a table
 *
 * @cssproperty --funnel-accent - the trend
 * @cssproperty --funnel-better, --funnel-worse - changes
 */
export class FunnelScorecardElement extends FunnelWidget<ScorecardFunnel> {
  static override styles = [tokens, frame];

  /** Keys of the KPIs to show, separated by spaces or commas; empty: the headline KPIs. */
  @property() kpis = '';

  @state() private isTable = false;
  /** Whose folds are open. */
  @state() private opened: readonly StageCategory[] = [];

  /** Open folds whose KPIs could not be had, and why: not asked for again until the reader wants it, so that the others stay live. */
  @state() private failed: ReadonlyMap<StageCategory, WidgetFailure> = new Map();

  protected readonly document = document;

  protected override readonly viewPart = part;

  protected get placeholderFunnel(): ScorecardFunnel {
    return { values: part.view!.placeholderCards };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The headline KPIs do not fall with a fold.
    this.live.onOtherFailure = (answered, asked, failure) => {
      const lost = foldsBeyond(answered as ScorecardVariables, asked as ScorecardVariables);
      if (lost?.length) {
        this.failed = new Map([...this.failed, ...lost.map((category) => [category, failure] as const)]);
        this.announcement = this.texts.failed;
      }
      return lost !== undefined;
    };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (SCOPE.some((name) => changed.has(name))) this.failed = new Map();
  }

  protected ownVariables(scope: KpiScopeInput): object {
    const asked = this.opened.filter((category) => !this.failed.has(category));
    return scorecardVariables(scope, this.kpis, asked);
  }

  get #keys(): string[] | null {
    return keysIn(this.kpis);
  }

  protected override exportOptions(): Partial<ExhibitOptions> {
    return { grain: this.#grain };
  }

  protected view(funnel: ScorecardFunnel & FunnelFrame, language: Language, answer: Answer<unknown>): View {
    const { values, name } = funnel;
    const { texts } = language;
    const shown = valuesOf(funnel);
    const missing = values.length - shown.length;
    const grain = this.#grain;
    return {
      label: texts.scorecard.label(name),
      isEmpty: shown.length > 0 && shown.every(({ sampleSize, value }) => sampleSize === 0 && !value),
      aside: html`
        <button class="plain ink" part="button" type="button" aria-pressed=${String(this.isTable)}
          @click=${() => {
            this.isTable = !this.isTable;
          }}>${texts.showTable}</button>
      `,
      content: html`
        ${this.isTable ? part.view!.renderTables(shown, grain, language) : this.#renderGroups(shown, grain, language)}
        ${
          missing === 0
            ? nothing
            : html`<p class="problem" part="problem" title=${answer.errors.map(({ message }) => message).join('\n')}>
              ${texts.scorecard.notAvailable(missing)}${[...new Set(answer.errors.map((error) => texts.advice[codeOf(error)] ?? error.message))].join(' ')}
            </p>`
        }
      `,
      note: this.isTable ? undefined : texts.scorecard.dashed,
      summary: shown
        .slice(0, 4)
        .map(({ definition, value }) => `${definition.name} ${formatValue(value, definition, language)}`)
        .join(texts.comma),
    };
  }

  #renderGroups(values: KpiValue[], grain: TimeUnit, language: Language): TemplateResult {
    const { scorecard } = language.texts;
    return html`
      <div class="groups">
        ${CATEGORIES.map((category) => {
          const all = values.filter(({ definition }) => definition.category === category);
          if (all.length === 0) return nothing;
          const first = this.#keys ? all : all.filter(isShownFirst);
          return html`
            <div role="group" aria-label=${scorecard.category[category]}>
              <p class="category" part="category"><span class="ink">${scorecard.category[category]}</span></p>
              <div class="cards">${first.map((value) => part.view!.renderCard(value, grain, language))}</div>
              ${this.#renderFold(category, all, grain, language)}
            </div>
          `;
        })}
      </div>
    `;
  }

  /** The rest of a category. Where KPIs were chosen, or given without a rest, there is none. */
  #renderFold(
    category: StageCategory,
    all: KpiValue[],
    grain: TimeUnit,
    { texts, ...language }: Language,
  ): TemplateResult | typeof nothing {
    const rest = all.filter((value) => !isShownFirst(value));
    if (this.#keys || (this.data && rest.length === 0)) return nothing;
    const isOpen = this.opened.includes(category);
    const toggle = (): void => {
      this.#forget(category);
      this.opened = isOpen ? this.opened.filter((each) => each !== category) : [...this.opened, category];
    };
    return html`
      <button class="fold ink" part="fold" type="button" aria-expanded=${String(isOpen)} @click=${toggle}>
        ${isOpen ? texts.scorecard.fewer : texts.scorecard.more}
      </button>
      ${
        isOpen
          ? html`<div class="cards rest">
            ${rest.length > 0 ? rest.map((value) => part.view!.renderCard(value, grain, { texts, ...language })) : this.#renderLack(category, texts)}
          </div>`
          : nothing
      }
    `;
  }

  /** Why an open fold has nothing. Where its KPIs are not to be had under this filter, the line below all of them says so. */
  #renderLack(category: StageCategory, texts: Texts): TemplateResult | typeof nothing {
    const failure = this.failed.get(category);
    if (failure)
      return html`
        <p class="problem" part="problem">
          ${texts.failed}${texts.colon}${this.adviceOn(failure, texts)}
          <button class="plain" part="button" type="button" @click=${() => this.#forget(category)}>${texts.retry}</button>
        </p>
      `;
    return this.live.isOutdated ? html`<p class="muted">${texts.loading}</p>` : nothing;
  }

  /** That it could not be had: it is asked for again. */
  #forget(category: StageCategory): void {
    this.failed = new Map([...this.failed].filter(([each]) => each !== category));
  }

  get #grain(): TimeUnit {
    try {
      return grainOf(parseWindow(this.window));
    } catch {
      // An invalid window with data given: days never mark a bucket as partial.
      return 'DAY';
    }
  }
}

/** What makes it another question altogether. */
const SCOPE = ['funnel', 'window', 'filter', 'basis', 'kpis', 'endpoint'] as const;

const isShownFirst = ({ definition }: KpiValue): boolean => definition.headline !== false;
