import { html, nothing, svg, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { dataTable } from '../shared/data-table.styles.ts';
import { formatDates, formatInterval, formatRelativeChange, NO_FIGURE } from '../shared/format.ts';
import { frame } from '../shared/frame.styles.ts';
import type { Answer } from '../shared/graphql-request.ts';
import type { KpiValue, StageCategory } from '../shared/kpi-types.ts';
import type { KpiScopeInput } from '../shared/scope-attributes.ts';
import { tokens } from '../shared/tokens.styles.ts';
import { FRAME_FIELDS, type FunnelFrame, FunnelWidget, type Language, type View } from '../shared/widget.element.ts';
import { grainOf, isPartial, parseWindow, type TimeUnit } from '../shared/window-attribute.ts';
import { styles } from './funnel-scorecard.styles.ts';
import { formatChange, formatExactly, formatValue, judge } from './kpi-figure.ts';
import { HEIGHT, layoutSparkline, WIDTH } from './sparkline.layout.ts';

export interface ScorecardFunnel {
  values: (KpiValue | null)[];
  /** With a basis: the same KPIs without it, for those that take none. */
  plain?: (KpiValue | null)[];
}

const CATEGORIES: StageCategory[] = ['ACQUISITION', 'NURTURING', 'OPPORTUNITY', 'RETENTION'];

/**
 * The headline KPIs in their four categories: value, change against the window before, trend.
 *
 * @csspart base - the card around all
 * @csspart header
 * @csspart title
 * @csspart category - heading of a group
 * @csspart card - one KPI
 * @csspart value
 * @csspart change
 * @csspart sparkline
 * @csspart table - the same figures as a table
 * @csspart footer
 * @csspart as-of
 * @csspart stale
 * @csspart empty
 * @csspart error
 * @csspart button
 *
 * @cssproperty --funnel-surface, --funnel-raised, --funnel-text, --funnel-muted, --funnel-line - see funnel-chart
 * @cssproperty --funnel-accent - the trend
 * @cssproperty --funnel-better, --funnel-worse - changes
 * @cssproperty --funnel-radius, --funnel-padding, --funnel-font
 *
 * @fires funnel-error - FunnelErrorEvent: the figures could not be had or refreshed
 */
export class FunnelScorecardElement extends FunnelWidget<ScorecardFunnel> {
  static override styles = [tokens, frame, dataTable, styles];

  /** Keys of the KPIs to show, separated by spaces or commas; empty: the headline KPIs. */
  @property() kpis = '';

  @state() private isTable = false;

  protected readonly query = `fragment Card on KpiValue {
  definition { key category name(locale: $locale) description(locale: $locale) formula(locale: $locale) unit direction }
  window { from to timeZone asOf } value money { amount currency } sampleSize status interval { low high }
  previous { value money { amount currency } sampleSize window { from to } } change relativeChange
  series(grain: $grain) { from to value }
}
query FunnelScorecard($funnel: String!, $scope: KpiScopeInput!, $locale: String, $grain: TimeUnit!, $keys: [String!], $plain: KpiScopeInput!, $hasBasis: Boolean!) {
  workspace { currency funnel(key: $funnel) { ${FRAME_FIELDS}
    values: kpiValues(keys: $keys, scope: $scope) { ...Card }
    plain: kpiValues(keys: $keys, scope: $plain) @include(if: $hasBasis) { ...Card }
  } } }`;

  protected readonly placeholder: ScorecardFunnel = { values: CATEGORIES.flatMap(placeholderCards) };

  protected variables(scope: KpiScopeInput): object {
    const { basis, ...plain } = scope;
    const keys = this.kpis.split(/[\s,]+/).filter(Boolean);
    return { grain: grainOf(scope.window), keys: keys.length > 0 ? keys : null, plain, hasBasis: basis !== undefined };
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

function renderCard(value: KpiValue, grain: TimeUnit, language: Language): TemplateResult {
  const { definition } = value;
  return html`
    <div class="card" part="card" role="group" aria-label=${definition.name} data-kpi=${definition.key}>
      <p class="name" title="${definition.description}\n${definition.formula}"><span class="ink">${definition.name}</span></p>
      <p class="value" part="value" title=${titleOf(value, language)}>
        <span class="ink">${formatValue(value.value, definition.unit, language)}</span>
      </p>
      ${renderChange(value, language)} ${renderSparkline(value, grain, language)}
    </div>
  `;
}

/** The exact value and how sure it is. */
function titleOf(value: KpiValue, language: Language): string {
  const { texts, locale } = language;
  const interval = intervalOf(value, language);
  return [
    formatExactly(value, language),
    interval && texts.intervalOf(interval),
    `${texts.scorecard.sample} = ${value.sampleSize.toLocaleString(locale)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function intervalOf({ interval, definition }: KpiValue, language: Language): string | undefined {
  if (!interval) return undefined;
  if (definition.unit === 'RATIO') return formatInterval(interval, language.locale);
  return `${formatValue(interval.low, definition.unit, language)}–${formatValue(interval.high, definition.unit, language)}`;
}

function renderChange(value: KpiValue, language: Language): TemplateResult {
  const { texts, locale } = language;
  const { change, relativeChange, previous, definition, status } = value;
  if (value.value === null)
    return html`<p class="change muted" part="change"><span class="ink">${status === 'IMMATURE' ? texts.scorecard.immature : texts.scorecard.noData}</span></p>`;
  if (change === null || !previous)
    return html`<p class="change muted" part="change"><span class="ink">${texts.scorecard.noPrevious}</span></p>`;
  const { scorecard } = texts;
  const judgement = judge(change, definition.direction);
  const before = scorecard.previousOf(
    formatValue(previous.value, definition.unit, language),
    formatDates(previous.window, locale),
  );
  return html`
    <p class="change muted ${judgement}" part="change" title=${before}>
      <span class="ink">
        <strong
          >${arrow(change)}${change > 0 ? scorecard.up : change < 0 ? scorecard.down : scorecard.same}
          ${change === 0 ? nothing : formatChange(change, definition.unit, language, false)}</strong
        >
        ${[
          relativeChange === null || change === 0 ? [] : formatRelativeChange(relativeChange, locale),
          judgement === 'neutral' ? [] : scorecard[judgement],
        ]
          .flat()
          .join(' · ')}
      </span>
    </p>
  `;
}

function arrow(change: number): TemplateResult | typeof nothing {
  if (change === 0) return nothing;
  return html`<svg class="arrow" viewBox="0 0 10 10" aria-hidden="true"><path d=${change > 0 ? 'M5 1l4 7H1z' : 'M5 9l4-7H1z'} /></svg> `;
}

function renderSparkline({ series, definition }: KpiValue, grain: TimeUnit, language: Language): TemplateResult {
  const values = series.flatMap(({ value }) => (value === null ? [] : [value]));
  const points = series.map((point) => ({ value: point.value, isPartial: isPartial(point, grain) }));
  const { line, partialLine, area, end } = layoutSparkline(points);
  const say = (value: number): string => formatValue(value, definition.unit, language);
  const label = language.texts.scorecard.trendOf(
    grain,
    say(Math.min(...values)),
    say(Math.max(...values)),
    say(values.at(-1) ?? 0),
  );
  return html`
    <svg class="spark" part="sparkline" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"
      role=${values.length > 0 ? 'img' : 'none'} aria-label=${values.length > 0 ? label : nothing}>
      <path class="zero" d="M0 ${HEIGHT}H${WIDTH}" />
      <path class="area" d=${area} />
      <path d=${line} />
      <path class="partial" d=${partialLine} />
      ${end ? svg`<path class="end" d="M${end.x} ${end.y}h0" />` : nothing}
    </svg>
  `;
}

function renderTables(values: KpiValue[], grain: TimeUnit, language: Language): TemplateResult {
  const { texts, locale } = language;
  const { scorecard } = texts;
  const buckets = values[0]?.series ?? [];
  return html`
    <div class="scroller" role="group" aria-label=${texts.showTable} tabindex="0">
      <table class="data" part="table">
        <thead>
          <tr>
            ${[
              scorecard.kpi,
              scorecard.value,
              scorecard.previous,
              scorecard.change,
              texts.interval,
              scorecard.sample,
            ].map((heading) => html`<th scope="col">${heading}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${values.map(
            (value) => html`
              <tr>
                <th scope="row">${value.definition.name}</th>
                <td title=${formatExactly(value, language)}>${figure(value.value, value, language)}</td>
                <td>${figure(value.previous?.value ?? null, value, language)}</td>
                <td>${
                  value.change === null
                    ? figure(null, value, language)
                    : `${formatChange(value.change, value.definition.unit, language)}${
                        value.relativeChange === null ? '' : ` (${formatRelativeChange(value.relativeChange, locale)})`
                      }`
                }</td>
                <td>${intervalOf(value, language) ?? NO_FIGURE}</td>
                <td>${value.sampleSize.toLocaleString(locale)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
    <div class="scroller trend" role="group" aria-label=${scorecard.trend} tabindex="0">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">${scorecard.trend}</th>
            ${values.map(({ definition }) => html`<th scope="col">${definition.name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${buckets.map(
            (bucket, index) => html`
              <tr>
                <th scope="row">${formatDates(bucket, locale)}${isPartial(bucket, grain) ? html` <span class="muted">(${scorecard.partial})</span>` : nothing}</th>
                ${values.map((value) => html`<td>${figure(value.series[index]?.value ?? null, value, language)}</td>`)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}

function figure(value: number | null, { definition }: KpiValue, language: Language): TemplateResult | string {
  if (value !== null) return formatValue(value, definition.unit, language);
  const reason = language.texts.noFigure;
  return html`<span title=${reason}>${NO_FIGURE}<span class="hidden"> ${reason}</span></span>`;
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
    status: 'OK',
    interval: null,
    previous: { ...figure, window },
    change: 1_000,
    relativeChange: 0.2,
    series: [],
  };
  return [card, card];
}
