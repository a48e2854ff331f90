import type { CSSResult, TemplateResult } from 'lit';
import type { Locale } from '../languages/locale.ts';
import { type Lit, unsafeCSS, useLit } from '../shared/lit.ts';
import type { Language } from '../shared/widget.element.ts';
import { styles } from './channel-roi-table.styles.ts';
import type { ChannelRow } from './channel-row.ts';
import { ChannelTables } from './channel-table.ts';
import { type Column, show } from './columns.ts';
import type { IntervalScale } from './interval-scale.ts';
import { placeholderRow } from './placeholder-row.ts';
import { renderCell } from './render-cell.ts';

/** What makes the table ready and draws its cells. In a file of its own, loaded with the language when the first table is on the page. */
export interface TableView {
  styles: CSSResult;
  placeholderRows: ChannelRow[];
  createTables(): ChannelTables;
  show(row: ChannelRow, column: Column, locale: Locale): string | null;
  renderCell(
    row: ChannelRow,
    column: Column,
    language: Language,
    scale: IntervalScale | undefined,
    tabindex: number,
  ): TemplateResult;
}

export function createView(lit: Lit): TableView {
  useLit(lit);
  return {
    styles: unsafeCSS(styles),
    placeholderRows: Array.from({ length: 8 }, (_, index) => placeholderRow(index)),
    createTables: () => new ChannelTables(),
    show,
    renderCell,
  };
}
