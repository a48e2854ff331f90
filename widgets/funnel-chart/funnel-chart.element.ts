import { html, nothing, type TemplateResult } from 'lit';
import type { ExhibitOptions } from '../export/exhibits.ts';
import { adopt } from '../shared/adopt.ts';
import { evidenceButton } from '../shared/evidence/evidence-button.ts';
import { formatCount, formatDates, formatDuration, formatInterval, formatPercent } from '../shared/format.ts';
import { frame } from '../shared/frame.styles.ts';
import { type FunnelFrame, FunnelWidget, type View } from '../shared/funnel-widget.element.ts';
import { property, state } from '../shared/reactive.ts';
import { tokens } from '../shared/tokens.styles.ts';
import type { Language } from '../shared/widget.element.ts';
import type { ChartScope } from './chart-scope.ts';
import document from './funnel-chart.graphql';
import { layoutFunnel, type Scale } from './funnel-chart.layout.ts';
import { paints, renderStage } from './funnel-chart.stage.ts';
import { styles } from './funnel-chart.styles.ts';
import type { StageRow } from './stage-row.ts';

type Details = typeof import('./chart-details.ts');

const kit = {
  html,
  evidenceButton,
  format: { count: formatCount, duration: formatDuration, interval: formatInterval, percent: formatPercent },
};
let details: Details | undefined;

export interface ChartFunnel {
  conversion: StageRow[];
  /** When the window before was. */
  before?: ({ previous: { window: { from: string; to: string } } | null } | null)[];
}

/**
 * The funnel, stage by stage: how many reached it; of those, how many advanced, are open, were lost; the conversion to the next stage with
 * its 95 % interval, and the median time that it takes; each against the window before. Small samples and cohorts that are still mostly open
 * are marked. Widths are linear in counts, unless `scale` says otherwise, as the chart then does. Every figure opens its evidence.
 *
 * @csspart bar - a stage's bar (SVG)
 * @csspart mark - small sample, immature cohort
 * @csspart table - the same figures as a table
 *
 * @cssproperty --funnel-accent - leads that advanced; focus
 * @cssproperty --funnel-open - leads still open
 * @cssproperty --funnel-lost - leads lost (hatched)
 * @cssproperty --funnel-won - the last stage
 * @cssproperty --funnel-better - a change for the better
 * @cssproperty --funnel-worse - a change for the worse
 */
export class FunnelChartElement extends FunnelWidget<ChartFunnel> {
  static override styles = [tokens, frame, styles];

  /** 'linear', or 'sqrt' for funnels so steep that their last stages could not be seen: the chart then says that widths follow the root. */
  @property() scale: 'linear' | 'sqrt' = 'linear';

  protected readonly document = document;

  protected readonly placeholderFunnel: ChartFunnel = {
    conversion: [1000, 620, 380, 210].map((reached, index) => {
      const rate = index < 3 ? 0.5 : null;
      return {
        stage: { key: String(index), name: '――――' },
        reached,
        ...{ advanced: rate && 500, open: rate && 0, lost: rate && 500 },
        rate,
        interval: rate && { low: 0.45, high: 0.55 },
        cumulativeRate: reached / 1000,
        medianTime: rate && 400_000,
        previous: { reached, rate, cumulativeRate: rate },
      };
    }),
    before: [{ previous: { window: { from: '2025-10-01', to: '2026-01-01' } } }],
  };

  @state() private isTable = false;

  protected override async prepareEvidence(): Promise<void> {
    details ??= await import('./chart-details.ts');
  }

  protected ownVariables(): object {
    return {};
  }

  protected override exportOptions(): Partial<ExhibitOptions> {
    return { scale: this.#drawnScale };
  }

  protected view({ conversion: rows, name, frame, before }: ChartFunnel & FunnelFrame, language: Language): View {
    const { texts, locale } = language;
    const first = rows[0]?.reached ?? 0;
    const scope: ChartScope = {
      language,
      ...frame[0]!,
      // A window of nothing is nothing to compare with.
      before: rows[0]?.previous?.reached ? before?.[0]?.previous?.window : undefined,
      first,
      evidence: (figure, row) => details!.stageEvidence(figure, row, scope),
    };
    const last = rows.at(-1);
    return {
      label: texts.chart.label(name),
      isEmpty: first === 0,
      aside: html`
        ${
          last && rows.length > 1 && last.cumulativeRate !== null
            ? html`<p class="overall">
              <strong>${evidenceButton(formatPercent(last.cumulativeRate, locale), () => scope.evidence('cumulativeRate', last))}</strong>
              <span class="muted ink">${texts.chart.overall}</span>
            </p>`
            : nothing
        }
        <button class="plain ink" part="button" type="button" aria-pressed=${String(this.isTable)}
          @click=${this.#turn}>${texts.showTable}</button>
      `,
      content: this.isTable ? details!.renderTable(rows, scope, kit) : this.#renderStages(rows, scope),
      note: this.isTable ? undefined : this.#noteOn(scope),
      summary: rows.map(({ stage, reached }) => `${stage.name} ${formatCount(reached, locale)}`).join(', '),
    };
  }

  readonly #turn = async (): Promise<void> => {
    if (!(await this.hasPart(() => this.prepareEvidence()))) return;
    adopt(this.renderRoot as ShadowRoot, details!.tableStyles);
    this.isTable = !this.isTable;
  };

  #renderStages(rows: StageRow[], scope: ChartScope): TemplateResult {
    const compared = scope.before ? rows : rows.map(({ previous: _, ...row }) => row);
    const shapes = layoutFunnel(compared, this.#drawnScale);
    return html`
      ${paints}
      <ol class=${rows.length > 7 ? 'many' : ''}>
        ${rows.map((row, index) => renderStage(row, shapes[index]!, scope))}
      </ol>
    `;
  }

  get #drawnScale(): Scale {
    return this.scale.trim().toLowerCase() === 'sqrt' ? 'SQRT' : 'LINEAR';
  }

  /** What widths and outlines mean. */
  #noteOn({ before, language }: ChartScope): string {
    const { chart } = language.texts;
    const outline = before ? chart.outline(formatDates(before, language.locale)) : '';
    return chart.scale[this.#drawnScale] + outline;
  }
}
