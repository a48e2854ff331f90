import { html, nothing, type TemplateResult } from 'lit';
import type { ExhibitOptions } from '../export/exhibits.ts';
import { dataTable } from '../shared/data-table.styles.ts';
import { frame } from '../shared/frame.styles.ts';
import { type FunnelFrame, FunnelWidget, type View } from '../shared/funnel-widget.element.ts';
import type { Answer } from '../shared/graphql-request.ts';
import { formatValue } from '../shared/kpi-figure.ts';
import { CATEGORIES, type KpiValue, type StageCategory } from '../shared/kpi-types.ts';
import { property, state } from '../shared/reactive.ts';
import type { KpiScopeInput } from '../shared/scope-attributes.ts';
import { tokens } from '../shared/tokens.styles.ts';
import type { Language } from '../shared/widget.element.ts';
import { grainOf, parseWindow, type TimeUnit } from '../shared/window-attribute.ts';
import document from './funnel-scorecard.graphql';
import { styles } from './funnel-scorecard.styles.ts';
import { renderCard } from './scorecard-card.ts';
import { type ScorecardFunnel, valuesOf } from './scorecard-values.ts';
import { keysIn, scorecardVariables } from './scorecard-variables.ts';

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
  static override styles = [tokens, frame, dataTable, styles];

  /** Keys of the KPIs to show, separated by spaces or commas; empty: the headline KPIs. */
  @property() kpis = '';

  @state() private isTable = false;
  /** Loaded with the first table that somebody wants. */
  #tables: typeof import('./scorecard-tables.ts') | undefined;
  /** Whose folds are open. */
  @state() private opened: readonly StageCategory[] = [];

  protected readonly document = document;

  protected readonly placeholderFunnel: ScorecardFunnel = { values: CATEGORIES.flatMap(placeholderCards) };

  protected ownVariables(scope: KpiScopeInput): object {
    return scorecardVariables(scope, this.kpis, this.opened);
  }

  get #keys(): string[] | null {
    return keysIn(this.kpis);
  }

  protected override exportOptions(): Partial<ExhibitOptions> {
    return { grain: this.#grain };
  }

  async #turn(): Promise<void> {
    this.#tables ??= await import('./scorecard-tables.ts').catch(() => undefined);
    this.isTable = !this.isTable && this.#tables !== undefined;
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
          @click=${() => this.#turn()}>${texts.showTable}</button>
      `,
      content: html`
        ${this.isTable ? this.#tables!.renderTables(shown, grain, language) : this.#renderGroups(shown, grain, language)}
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
              <div class="cards">${first.map((value) => renderCard(value, grain, language))}</div>
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
            ${rest.length > 0 ? rest.map((value) => renderCard(value, grain, { texts, ...language })) : html`<p class="muted">${texts.loading}</p>`}
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

/** Two cards a category, as the headline KPIs are. */
function placeholderCards(category: StageCategory): KpiValue[] {
  const window = { from: '2026-01-01', to: '2026-04-01', timeZone: 'UTC', asOf: '2026-03-31T12:00:00Z' };
  const definition = {
    key: '',
    category,
    name: '――――――',
    description: '',
    formula: '',
    unit: 'COUNT' as const,
    direction: 'NEUTRAL' as const,
  };
  const figure = { value: 5_000, money: null, sampleSize: 1 };
  const card = {
    ...figure,
    definition,
    window,
    status: 'OK' as const,
    basis: null,
    numerator: null,
    denominator: null,
    interval: null,
    median: null,
    p90: null,
    leftOut: [],
    previous: { ...figure, window },
    change: 1_000,
    relativeChange: 0.2,
    series: [],
  };
  return [card, card];
}
