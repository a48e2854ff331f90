import { html, nothing, svg, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { dataTable } from '../shared/data-table.styles.ts';
import { formatCount, formatDuration, formatInterval, formatPercent, NO_FIGURE } from '../shared/format.ts';
import { frame } from '../shared/frame.styles.ts';
import { type FunnelFrame, FunnelWidget, type View } from '../shared/funnel-widget.element.ts';
import type { Interval } from '../shared/kpi-types.ts';
import { tokens } from '../shared/tokens.styles.ts';
import type { Language } from '../shared/widget.element.ts';
import document from './funnel-chart.graphql';
import { layoutFunnel, type StageShape } from './funnel-chart.layout.ts';
import { styles } from './funnel-chart.styles.ts';

export interface StageRow {
  stage: { key: string; name: string };
  reached: number;
  advanced: number | null;
  lost: number | null;
  open: number | null;
  rate: number | null;
  interval: Interval | null;
  cumulativeRate: number | null;
  /** seconds */
  medianTime: number | null;
}

export interface ChartFunnel {
  conversion: StageRow[];
}

/**
 * The funnel, stage by stage: how many reached it; of those, how many advanced, are open, were lost; the conversion to the next stage with
 * its 95 % interval, and the median time that it takes. Widths are linear in counts.
 *
 * @csspart base - the card
 * @csspart header - title, dates, overall conversion
 * @csspart title
 * @csspart bar - a stage's bar (SVG)
 * @csspart table - the same figures as a table
 * @csspart footer
 * @csspart as-of - when the figures were true
 * @csspart stale - the same while they could not be refreshed
 * @csspart empty
 * @csspart error
 * @csspart button
 *
 * @cssproperty --funnel-surface - background of the card
 * @cssproperty --funnel-raised - background of what lies on it
 * @cssproperty --funnel-text
 * @cssproperty --funnel-muted - secondary text
 * @cssproperty --funnel-line - borders
 * @cssproperty --funnel-accent - leads that advanced; focus
 * @cssproperty --funnel-open - leads still open
 * @cssproperty --funnel-lost - leads lost (hatched)
 * @cssproperty --funnel-won - the last stage
 * @cssproperty --funnel-better - a change for the better
 * @cssproperty --funnel-worse - a change for the worse
 * @cssproperty --funnel-radius
 * @cssproperty --funnel-padding
 * @cssproperty --funnel-font
 *
 * @fires funnel-error - FunnelErrorEvent: the figures could not be had or refreshed
 */
export class FunnelChartElement extends FunnelWidget<ChartFunnel> {
  static override styles = [tokens, frame, dataTable, styles];

  protected readonly document = document;

  protected readonly placeholderFunnel: ChartFunnel = {
    conversion: [1000, 620, 380, 210].map((reached, index, all) => ({
      stage: { key: String(index), name: '――――' },
      reached,
      advanced: all[index + 1] ?? null,
      open: index < 3 ? 0 : null,
      lost: index < 3 ? reached - all[index + 1]! : null,
      rate: index < 3 ? 0.5 : null,
      interval: index < 3 ? { low: 0.45, high: 0.55 } : null,
      cumulativeRate: reached / 1000,
      medianTime: index < 3 ? 400_000 : null,
    })),
  };

  @state() private isTable = false;

  protected ownVariables(): object {
    return {};
  }

  protected view(funnel: ChartFunnel & FunnelFrame, language: Language): View {
    const { conversion, name } = funnel;
    const { texts, locale } = language;
    const last = conversion.at(-1);
    const overall = last?.cumulativeRate ?? null;
    const overallText = overall === null ? NO_FIGURE : formatPercent(overall, locale);
    return {
      label: texts.chart.label(name),
      isEmpty: (conversion[0]?.reached ?? 0) === 0,
      aside: html`
        <p class="overall">
          <strong><span class="ink">${overallText}</span></strong>
          <span class="muted ink">${texts.chart.overall}</span>
        </p>
        <button class="plain ink" part="button" type="button" aria-pressed=${String(this.isTable)}
          @click=${() => {
            this.isTable = !this.isTable;
          }}>${texts.showTable}</button>
      `,
      content: html`
        ${this.isTable ? nothing : this.renderStages(conversion, language)}
        <div class=${this.isTable ? 'scroller' : 'hidden'} role="group" aria-label=${texts.showTable} tabindex=${this.isTable ? 0 : nothing}>${this.renderTable(conversion, language)}</div>
      `,
      note: this.isTable ? undefined : texts.chart.scale,
      summary: conversion.map(({ stage, reached }) => `${stage.name} ${formatCount(reached, locale)}`).join(', '),
    };
  }

  private renderStages(rows: StageRow[], language: Language): TemplateResult {
    const shapes = layoutFunnel(rows);
    // The table says the same to those who do not see this.
    return html`
      ${paints}
      <ol aria-hidden="true">
        ${rows.map((row, index) => this.renderStage(row, shapes[index]!, language))}
      </ol>
    `;
  }

  private renderStage(row: StageRow, shape: StageShape, { locale, texts }: Language): TemplateResult {
    return html`
      <li class="stage">
        <div class="label">
          <div class="name"><span class="ink">${row.stage.name}</span></div>
          <div class="count"><span class="ink">${formatCount(row.reached, locale)}</span></div>
          ${
            row.cumulativeRate === null || row.cumulativeRate === 1
              ? nothing
              : html`<div class="muted"><span class="ink">${texts.chart.ofFirst(formatPercent(row.cumulativeRate, locale))}</span></div>`
          }
        </div>
        <div class="flow">
          ${renderBar(shape)}
          ${
            row.advanced === null
              ? nothing
              : html`
                <div class="step">
                  <svg class="ribbon" viewBox="0 0 100 100" preserveAspectRatio="none"><path fill="url(#fade)" d=${shape.ribbon ?? ''} /></svg>
                  <ul class="parts">
                    ${(['advanced', 'open', 'lost'] as const).map(
                      (part) =>
                        html`<li><span class="ink">${swatch(part)}${texts.chart[part]} ${formatCount(row[part] ?? 0, locale)}</span></li>`,
                    )}
                  </ul>
                  <p class="rate">
                    <strong class="ink">${row.rate === null ? NO_FIGURE : formatPercent(row.rate, locale)}</strong>
                    ${row.interval ? html`<span class="muted ink">${texts.intervalOf(formatInterval(row.interval, locale))}</span>` : nothing}
                    ${row.medianTime === null ? nothing : html`<span class="muted ink">${texts.chart.medianOf(formatDuration(row.medianTime, locale))}</span>`}
                  </p>
                </div>
              `
          }
        </div>
      </li>
    `;
  }

  private renderTable(rows: StageRow[], { locale, texts }: Language): TemplateResult {
    const { chart } = texts;
    const cell = (value: number | null, format: (value: number) => string, reason: string): TemplateResult =>
      value === null
        ? html`<td title=${reason}>${NO_FIGURE}<span class="hidden"> ${reason}</span></td>`
        : html`<td>${format(value)}</td>`;
    const count = (value: number): string => formatCount(value, locale);
    const percent = (value: number): string => formatPercent(value, locale);
    return html`
      <table class="data" part="table">
        <thead>
          <tr>
            ${[
              chart.stage,
              chart.reached,
              chart.cumulativeRate,
              chart.advanced,
              chart.open,
              chart.lost,
              chart.rate,
              texts.interval,
              chart.medianTime,
            ].map((heading) => html`<th scope="col">${heading}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row, index) => {
            const isLast = index === rows.length - 1;
            const noRate = isLast ? chart.noStep : chart.noRate;
            return html`
              <tr>
                <th scope="row">${row.stage.name}</th>
                ${cell(row.reached, count, '')}
                ${cell(row.cumulativeRate, percent, chart.noRate)}
                ${cell(row.advanced, count, chart.noStep)}
                ${cell(row.open, count, chart.noStep)}
                ${cell(row.lost, count, chart.noStep)}
                ${cell(row.rate, percent, noRate)}
                ${row.interval ? html`<td>${formatInterval(row.interval, locale)}</td>` : cell(null, count, noRate)}
                ${cell(row.medianTime, (seconds) => formatDuration(seconds, locale), isLast ? chart.noStep : chart.noTimes)}
              </tr>
            `;
          })}
        </tbody>
      </table>
    `;
  }
}

/** Once in each chart. Lost leads are told apart by a pattern, not by colour alone. */
const paints = html`
  <svg class="hidden" aria-hidden="true">
    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="hatch" d="M0 0V6" />
    </pattern>
    <linearGradient id="fade" x2="0" y2="1">
      <stop class="fade" stop-opacity="0.26" />
      <stop class="fade" offset="1" stop-opacity="0.06" />
    </linearGradient>
  </svg>
`;

function renderBar({ reached, parts }: StageShape): TemplateResult {
  return html`
    <svg class="bar" part="bar">
      ${
        parts.length === 0
          ? svg`<rect class="won" width="${reached.width}%" height="100%" />`
          : parts.map(
              ({ kind, span }) =>
                svg`<rect class=${kind} fill="url(#hatch)" x="${span.start}%" width="${span.width}%" height="100%" />`,
            )
      }
      <line class="axis" y2="100%" />
    </svg>
  `;
}

function swatch(kind: 'advanced' | 'open' | 'lost'): TemplateResult {
  return html`<svg><rect class=${kind} fill="url(#hatch)" width="10" height="10" rx="2" /></svg>`;
}
