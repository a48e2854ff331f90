import { html, nothing, svg, type TemplateResult, unsafeCSS } from 'lit';
import type { ExhibitOptions } from '../export/exhibits.ts';
import { renderChange } from '../shared/change.ts';
import { evidenceOfKpi, isSmallSample } from '../shared/evidence/evidence.ts';
import { drillButton, evidenceButton } from '../shared/evidence/evidence-button.ts';
import { formatDates, formatRelativeChange } from '../shared/format.ts';
import { frame } from '../shared/frame.styles.ts';
import { type FunnelFrame, FunnelWidget, type View } from '../shared/funnel-widget.element.ts';
import type { Answer } from '../shared/graphql-request.ts';
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
import { keysIn, scorecardVariables } from './scorecard-variables.ts';
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

  protected readonly document = document;

  protected override readonly viewPart = part;

  protected get placeholderFunnel(): ScorecardFunnel {
    return { values: part.view!.placeholderCards };
  }

  protected ownVariables(scope: KpiScopeInput): object {
    return scorecardVariables(scope, this.kpis, this.opened);
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
            : html`<p class="problem" part="problem">
              ${texts.scorecard.notAvailable(missing)} ${[...new Set(answer.errors.map(({ message }) => message))].join(' ')}
            </p>`
        }
      `,
      note: this.isTable ? undefined : texts.scorecard.dashed,
      summary: shown
        .slice(0, 4)
        .map(({ definition, value }) => `${definition.name} ${formatValue(value, definition.unit, language)}`)
        .join(', '),
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
      this.opened = isOpen ? this.opened.filter((each) => each !== category) : [...this.opened, category];
    };
    return html`
      <button class="fold ink" part="fold" type="button" aria-expanded=${String(isOpen)} @click=${toggle}>
        ${isOpen ? texts.scorecard.fewer : texts.scorecard.more}
      </button>
      ${
        isOpen
          ? html`<div class="cards rest">
            ${rest.length > 0 ? rest.map((value) => part.view!.renderCard(value, grain, { texts, ...language })) : html`<p class="muted">${texts.loading}</p>`}
          </div>`
          : nothing
      }
    `;
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

const isShownFirst = ({ definition }: KpiValue): boolean => definition.headline !== false;
