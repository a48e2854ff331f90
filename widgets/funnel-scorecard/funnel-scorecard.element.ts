import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ExhibitOptions } from '../export/exhibits.ts';
import { dataTable } from '../shared/data-table.styles.ts';
import { frame } from '../shared/frame.styles.ts';
import { type FunnelFrame, FunnelWidget, type View } from '../shared/funnel-widget.element.ts';
import type { Answer } from '../shared/graphql-request.ts';
import { formatValue } from '../shared/kpi-figure.ts';
import type { KpiValue, StageCategory } from '../shared/kpi-types.ts';
import type { KpiScopeInput } from '../shared/scope-attributes.ts';
import { tokens } from '../shared/tokens.styles.ts';
import type { Language } from '../shared/widget.element.ts';
import { grainOf, parseWindow, type TimeUnit } from '../shared/window-attribute.ts';
import document from './funnel-scorecard.graphql';
import { styles } from './funnel-scorecard.styles.ts';
import { renderCard } from './scorecard-card.ts';
import { renderTables } from './scorecard-tables.ts';

export interface ScorecardFunnel {
  values: (KpiValue | null)[];
  /** With a basis: the same KPIs without it, for those that take none. */
  plain?: (KpiValue | null)[];
}

const CATEGORIES: StageCategory[] = ['ACQUISITION', 'NURTURING', 'OPPORTUNITY', 'RETENTION'];

/**
 * The headline KPIs in their four categories: value, change against the window before, trend.
 *
 * @csspart category - heading of a group
 * @csspart card - one KPI
 * @csspart value - its figure
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

  protected readonly document = document;

  protected readonly placeholderFunnel: ScorecardFunnel = { values: CATEGORIES.flatMap(placeholderCards) };

  protected ownVariables(scope: KpiScopeInput): object {
    const { basis, ...plain } = scope;
    const keys = this.kpis.split(/[\s,]+/).filter(Boolean);
    return { grain: grainOf(scope.window), keys: keys.length > 0 ? keys : null, plain, hasBasis: basis !== undefined };
  }

  protected override exportOptions(): Partial<ExhibitOptions> {
    return { grain: this.grain };
  }

  protected view(funnel: ScorecardFunnel & FunnelFrame, language: Language, answer: Answer<unknown>): View {
    const { values, plain, name } = funnel;
    const { texts } = language;
    const shown = values.flatMap((value, index) => value ?? plain?.[index] ?? []);
    const missing = values.length - shown.length;
    const grain = this.grain;
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
        ${this.isTable ? renderTables(shown, grain, language) : renderGroups(shown, grain, language)}
        ${
          missing === 0
            ? nothing
            : html`<p class="problem" part="problem">
              ${texts.scorecard.notAvailable(missing)} ${[...new Set(answer.errors.map(({ message }) => message))].join(' ')}
            </p>`
        }
      `,
      summary: shown
        .slice(0, 4)
        .map(({ definition, value }) => `${definition.name} ${formatValue(value, definition.unit, language)}`)
        .join(', '),
    };
  }

  private get grain(): TimeUnit {
    try {
      return grainOf(parseWindow(this.window));
    } catch {
      // An invalid window with data given: days never mark a bucket as partial.
      return 'DAY';
    }
  }
}

function renderGroups(values: KpiValue[], grain: TimeUnit, language: Language): TemplateResult {
  return html`
    <div class="groups">
      ${CATEGORIES.map((category) => {
        const cards = values.filter(({ definition }) => definition.category === category);
        if (cards.length === 0) return nothing;
        const name = language.texts.scorecard.category[category];
        return html`
          <div role="group" aria-label=${name}>
            <p class="category" part="category"><span class="ink">${name}</span></p>
            <div class="cards">${cards.map((value) => renderCard(value, grain, language))}</div>
          </div>
        `;
      })}
    </div>
  `;
}

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
