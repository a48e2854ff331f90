import type { TemplateResult } from 'lit';
import { formatInterval, NO_FIGURE } from '../shared/format.ts';
import { html, nothing } from '../shared/lit.ts';
import type { Language } from '../shared/widget.element.ts';
import type { ChannelRow } from './channel-row.ts';
import { type Column, missing, show } from './columns.ts';
import type { IntervalScale } from './interval-scale.ts';

/**
 * A figure with its bar. The cell itself is what is clicked: hundreds are made while a large table scrolls, and
 * every node less shows.
 * @param tabindex 0 for the one that Tab leads to
 */
export function renderCell(
  row: ChannelRow,
  column: Column,
  { locale, texts: { channels } }: Language,
  scale: IntervalScale | undefined,
  tabindex: number,
): TemplateResult {
  const { key } = column;
  const shown = show(row, column, locale);
  const bar = key === 'share' ? renderShare(row) : key === 'conversionRate' ? renderRange(row, scale, locale) : nothing;
  return html`<td role="gridcell" part="figure" aria-haspopup="dialog" class=${toneOf(row, column)} data-column=${key}
    data-label=${channels[key]} tabindex=${tabindex}
    >${
      shown === null ? html`${NO_FIGURE}<span class="hidden"> ${channels[missing(row, key)]}</span>` : shown
    }${bar}</td>`;
}

function toneOf(row: ChannelRow, { key }: Column): string {
  const figure = row[key];
  if (figure === null) return 'absent';
  return key === 'roi' && figure ? ((figure as number) > 0 ? 'gain' : 'loss') : '';
}

/** Linear: the whole width is all leads. */
function renderShare({ share }: ChannelRow): unknown {
  return share === null ? nothing : html`<span class="bar"><b .style=${`inline-size:${share * 100}%`}></b></span>`;
}

/** From low to high, with a tick at the rate; what goes beyond the axis is cut off and says so. */
function renderRange(
  { interval, conversionRate }: ChannelRow,
  scale: IntervalScale | undefined,
  locale: string,
): unknown {
  if (!interval || !scale) return nothing;
  const { low, high } = interval;
  const at = (fraction: number): number => Math.min(100, (fraction / scale.end) * 100);
  return html`<span class="range ${high > scale.end ? 'cut' : ''}" aria-hidden="true"><b
    .style=${`inset-inline-start:${at(low)}%;inline-size:${at(high) - at(low)}%`}></b><i
    .style=${`inset-inline-start:${at(conversionRate!)}%`}></i></span><small>${formatInterval(interval, locale)}</small>`;
}
