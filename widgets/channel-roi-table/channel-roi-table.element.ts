import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { formatInterval, NO_FIGURE } from '../shared/format.ts';
import { frame } from '../shared/frame.styles.ts';
import { type FunnelFrame, FunnelWidget, type View } from '../shared/funnel-widget.element.ts';
import { tokens } from '../shared/tokens.styles.ts';
import type { Language } from '../shared/widget.element.ts';
import document from './channel-roi-table.graphql';
import { styles } from './channel-roi-table.styles.ts';
import { type ChannelRow, type Column, type ColumnKey, columns, type Sorting, sortRows } from './columns.ts';

export interface ChannelsFunnel {
  channelRoi: ChannelRow[];
}

/**
 * What each channel brings and costs: leads and their share, qualified and won leads, conversion with its 95 % interval, spend, cost per
 * lead and per customer, won amount, return on spend. Sorted by its headings; as cards where the element is narrow.
 *
 * @csspart base - the card
 * @csspart header
 * @csspart title
 * @csspart table
 * @csspart footer
 * @csspart as-of
 * @csspart stale
 * @csspart empty
 * @csspart error
 * @csspart button
 *
 * @cssproperty --funnel-surface, --funnel-raised, --funnel-text, --funnel-muted, --funnel-line - see funnel-chart
 * @cssproperty --funnel-accent - share bars
 * @cssproperty --funnel-better, --funnel-worse - positive and negative return
 * @cssproperty --funnel-radius, --funnel-padding, --funnel-font
 *
 * @fires funnel-error - FunnelErrorEvent: the figures could not be had or refreshed
 */
export class ChannelRoiTableElement extends FunnelWidget<ChannelsFunnel> {
  static override styles = [tokens, frame, styles];

  protected readonly document = document;

  protected readonly placeholderFunnel: ChannelsFunnel = {
    channelRoi: Array.from({ length: 8 }, () => placeholderRow),
  };

  @state() private sorting: Sorting = { key: 'newLeads', isAscending: false };
  @state() private sortingSaid = '';

  protected ownVariables(): object {
    return {};
  }

  protected view(funnel: ChannelsFunnel & FunnelFrame, language: Language): View {
    const { channelRoi, name } = funnel;
    const { texts, locale } = language;
    const rows = sortRows(channelRoi, this.sorting, locale);
    const label = texts.channels.label(name);
    const reasons = new Set(
      rows.flatMap((row) =>
        columns.filter(({ show }) => show(row, locale) === null).map(({ reason }) => reason(row, texts)),
      ),
    );
    return {
      label,
      isEmpty: rows.length === 0,
      content: html`
        <div class="scroller">
          <table part="table" role="table" aria-label=${label}>
            <thead role="rowgroup">
              <tr role="row">${this.renderHeading('channel', language)} ${columns.map(({ key }) => this.renderHeading(key, language))}</tr>
            </thead>
            <tbody role="rowgroup">
              ${rows.map((row) => this.renderRow(row, language))}
            </tbody>
          </table>
        </div>
        <p class="hidden" role="status">${this.sortingSaid}</p>
      `,
      note: reasons.size > 0 ? `${NO_FIGURE} ${[...reasons].join(' · ')}` : undefined,
      summary: rows
        .slice(0, 3)
        .map((row) => `${row.channel?.name ?? texts.channels.none} ${columns[0]!.show(row, locale)}`)
        .join(', '),
    };
  }

  private renderHeading(key: ColumnKey, language: Language): TemplateResult {
    const { channels } = language.texts;
    const { sorting } = this;
    const isSorted = sorting.key === key;
    return html`
      <th scope="col" role="columnheader" aria-sort=${isSorted ? (sorting.isAscending ? 'ascending' : 'descending') : nothing}>
        <button class="sort ink" type="button" title=${(channels.about as Partial<Record<ColumnKey, string>>)[key] ?? nothing}
          @click=${() => this.sortBy(key, language)}
          >${channels[key]}<svg viewBox="0 0 10 10" aria-hidden="true"><path d=${sorting.isAscending ? 'M5 1l4 7H1z' : 'M5 9l4-7H1z'} /></svg></button>
      </th>
    `;
  }

  /** A new column begins with its largest figures, names with the first of the alphabet. */
  private sortBy(key: ColumnKey, { texts }: Language): void {
    const isAscending = this.sorting.key === key ? !this.sorting.isAscending : key === 'channel';
    this.sorting = { key, isAscending };
    this.sortingSaid = texts.channels.sortedBy(texts.channels[key], isAscending);
  }

  private renderRow(row: ChannelRow, language: Language): TemplateResult {
    const name = row.channel?.name ?? language.texts.channels.none;
    return html`
      <tr role="row">
        <th scope="row" role="rowheader"><span class="ink">${name}</span></th>
        ${columns.map((column) => renderCell(row, column, language))}
      </tr>
    `;
  }
}

function renderCell(row: ChannelRow, column: Column, { locale, texts }: Language): TemplateResult {
  const { key, show, title, reason } = column;
  const shown = show(row, locale);
  const why = shown === null ? reason(row, texts) : undefined;
  return html`
    <td role="cell" data-column=${key} title=${why ?? title?.(row, locale, texts) ?? nothing}>
      <span class="label" aria-hidden="true">${texts.channels[key]}</span>
      ${
        shown === null
          ? html`<span class="absent ink">${NO_FIGURE}<span class="hidden"> ${why}</span></span>`
          : html`<span class="ink ${toneOf(row, key)}">${shown}</span>`
      }
      ${key === 'share' && row.share !== null ? renderShareBar(row.share) : nothing}
      ${
        key === 'conversionRate' && row.interval
          ? html`<small><span class="ink">${formatInterval(row.interval, locale)}</span></small>`
          : nothing
      }
    </td>
  `;
}

function toneOf({ roi }: ChannelRow, key: ColumnKey): string {
  if (key !== 'roi' || !roi) return '';
  return roi > 0 ? 'gain' : 'loss';
}

/** Linear: the whole width is all leads. The figure stands above it. */
function renderShareBar(share: number): TemplateResult {
  return html`<svg class="share-bar" aria-hidden="true"><rect width="${share * 100}%" height="100%" /></svg>`;
}

const money = { amount: '50000', currency: 'CNY' };
const placeholderRow: ChannelRow = {
  channel: { key: '', name: '――――――' },
  newLeads: 1_000,
  share: 0.1,
  qualifiedLeads: 400,
  qualifiedLeadRate: 0.4,
  won: 30,
  conversionRate: 0.03,
  interval: { low: 0.02, high: 0.04 },
  spend: money,
  wonAmount: money,
  costPerLead: money,
  costPerAcquisition: money,
  roi: 1,
};
