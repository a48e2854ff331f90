import { html, nothing, svg, type TemplateResult, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { EvidenceAnchor } from '../shared/evidence/evidence.ts';
import { asFailure, FunnelErrorEvent } from '../shared/failure.ts';
import { frame } from '../shared/frame.styles.ts';
import { type FunnelFrame, FunnelWidget, type View } from '../shared/funnel-widget.element.ts';
import { state } from '../shared/reactive.ts';
import { tokens } from '../shared/tokens.styles.ts';
import { viewPart } from '../shared/view-part.ts';
import type { Language } from '../shared/widget.element.ts';
import document from './channel-roi-table.graphql';
import { type ChannelRow, isSmall, keyOf } from './channel-row.ts';
import type { ChannelTable, ChannelTables } from './channel-table.ts';
import { type ColumnKey, columns } from './columns.ts';
import type { GridFocus } from './grid-focus.ts';
import type { Slot } from './row-slots.ts';
import type { RowWindow } from './row-window.ts';
import type { Sorting } from './sort-rows.ts';
import type { TableView } from './table-view.ts';

const part = viewPart(
  async (): Promise<TableView> => (await import('./table-view.ts')).createView({ html, svg, nothing, unsafeCSS }),
);

type OnDemand = typeof import('./on-demand.ts');

export interface ChannelsFunnel {
  channelRoi: ChannelRow[];
}

/** Smaller tables stand in the page whole: the browser's search finds their rows, and they are copied. */
const WINDOWED_FROM = 60;
/** In sight before it is known how many are. */
const FIRST_ROWS = 16;
/** Rows whose template is kept. */
const MOST_DRAWN = 200;
const MOVES = /^(Arrow|Page|Home$|End$)/;
const CLICKS_AND_MOVES = /^(Enter$| $|Arrow|Page|Home$|End$)/;
const TOTAL = Symbol('total');
const headings: readonly ColumnKey[] = ['channel', ...columns.map(({ key }) => key)];

/**
 * What each channel brings and costs: leads and their share, qualified and won leads, conversion with its 95 % interval, spend, cost per
 * lead and per customer, won amount, return on spend; all channels together below. A grid to the keyboard: arrows, Home, End, Page up and
 * down move in it, Enter on a heading sorts, on a figure opens its evidence. As cards where the element is narrow.
 *
 * From 60 rows on it scrolls by itself and only the rows in sight stand in the page, so that ten thousand scroll as lightly as sixty. The
 * browser's own search then finds those alone: sort by channel, or narrow `filter`. Printed are up to 500.
 *
 * @csspart table - a channel a row
 * @csspart total - the last row
 *
 * @cssproperty [--funnel-table-height=34rem] - of a table that scrolls by itself
 * @cssproperty --funnel-accent - bars
 * @cssproperty --funnel-better, --funnel-worse - positive and negative return
 */
export class ChannelRoiTableElement extends FunnelWidget<ChannelsFunnel> {
  static override styles = [tokens, frame];

  protected readonly document = document;

  protected override readonly viewPart = part;

  protected get placeholderFunnel(): ChannelsFunnel {
    return { channelRoi: part.view!.placeholderRows };
  }

  @state() private sorting: Sorting = { key: 'newLeads', isAscending: false };

  #tables: ChannelTables | undefined;
  #table: ChannelTable = { rows: [], total: undefined, scale: undefined, notes: [], drawn: new Map() };
  #frame!: FunnelFrame;
  #language!: Language;
  #loading: Promise<OnDemand | undefined> | undefined;
  #loaded: OnDemand | undefined;
  #focus: GridFocus | undefined;
  #window: RowWindow | undefined;

  protected ownVariables(): object {
    return {};
  }

  protected view(funnel: ChannelsFunnel & FunnelFrame, language: Language): View {
    const { texts, locale } = language;
    this.#tables ??= part.view!.createTables();
    const table = this.#tables.of(funnel.channelRoi, this.sorting, locale, texts);
    const { rows, notes } = table;
    const label = texts.channels.label(funnel.name);
    this.#table = table;
    this.#frame = funnel;
    this.#language = language;
    this.#focus?.follow((key) => (key === TOTAL ? rows.length : rows.findIndex((row) => keyOf(row) === key)) + 1);
    return {
      label,
      isEmpty: rows.length === 0,
      content: this.#renderTable(label, language),
      note: [...(this.#window?.notesOn(rows.length, language) ?? []), ...notes].join(' · '),
      summary: rows
        .slice(0, 3)
        .map((row) => `${row.channel?.name ?? texts.channels.none} ${part.view!.show(row, columns[0]!, locale)}`)
        .join(', '),
    };
  }

  /** Of a row of the grid; undefined: the headings. */
  #keyOf(row: number): unknown {
    const { rows } = this.#table;
    return row > rows.length ? TOTAL : row > 0 ? keyOf(rows[row - 1]!) : undefined;
  }

  get #rowCount(): number {
    const { rows, total } = this.#table;
    return rows.length + (total ? 2 : 1);
  }

  /** Of a large table the first, until that has come which knows those in sight. */
  #slots(isLarge: boolean): readonly Slot[] {
    const { length } = this.#table.rows;
    if (isLarge) this.#load();
    if (isLarge && this.#window) return this.#window.slots(length, (this.#focus?.row ?? 0) - 1);
    return Array.from({ length: isLarge ? FIRST_ROWS : length }, (_, index) => ({ key: index, index }));
  }

  /** undefined: it cannot be had; the next occasion tries again. */
  readonly #load = (): Promise<OnDemand | undefined> => {
    this.#loading ??= import('./on-demand.ts').then(
      (loaded) => {
        this.#window = new loaded.RowWindow(this);
        this.#focus = new loaded.GridFocus(this, {
          size: () => ({ rows: this.#rowCount, columns: headings.length, page: this.#window!.page }),
          keyOf: (row) => this.#keyOf(row),
        });
        this.requestUpdate();
        this.#loaded = loaded;
        return loaded;
      },
      (thrown) => {
        this.#loading = undefined;
        this.dispatchEvent(new FunnelErrorEvent(asFailure(thrown)));
        return undefined;
      },
    );
    return this.#loading;
  };

  readonly #focusin = async ({ target }: Event): Promise<void> => {
    await this.#load();
    this.#focus?.enter(target as Element);
  };

  readonly #keydown = async (event: KeyboardEvent): Promise<void> => {
    const { key, altKey, shiftKey, ctrlKey, metaKey, target } = event;
    // Buttons know Enter and Space by themselves.
    const keys = ctrlKey || metaKey ? /^(Home|End)$/ : (target as Element).matches('button') ? MOVES : CLICKS_AND_MOVES;
    if (altKey || shiftKey || !keys.test(key)) return;
    event.preventDefault();
    await this.#load();
    this.#focus?.press(event);
  };

  #renderTable(label: string, language: Language): TemplateResult {
    const { rows, total } = this.#table;
    const isLarge = rows.length >= WINDOWED_FROM;
    return html`
      <div class="scroller ${isLarge && !this.#window?.isPrinting ? 'windowed' : ''}" .style="--_count:${rows.length}">
        <table part="table" role="grid" aria-label=${label} aria-rowcount=${this.#rowCount} aria-colcount=${headings.length}
          @keydown=${this.#keydown} @focusin=${this.#focusin} @click=${this.#open}>
          <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">${headings.map((key, column) => this.#renderHeading(key, column, language))}</tr>
          </thead>
          <tbody role="rowgroup">
            ${repeat(
              this.#slots(isLarge),
              ({ key, index }) => (isLarge ? key : keyOf(rows[index]!)),
              ({ index }) =>
                html`<tr role="row" aria-rowindex=${index + 2} .style="inset-block-start:calc(var(--_row) * ${index})">${this.#cellsOf(rows[index]!, index + 1, language)}</tr>`,
            )}
          </tbody>
          ${
            total &&
            html`
              <tfoot role="rowgroup">
                <tr role="row" part="total" aria-rowindex=${rows.length + 2}>${this.#cellsOf(total, rows.length + 1, language)}</tr>
              </tfoot>
            `
          }
        </table>
      </div>
    `;
  }

  #renderHeading(key: ColumnKey, column: number, language: Language): TemplateResult {
    const { channels } = language.texts;
    const { sorting } = this;
    const isSorted = sorting.key === key;
    return html`
      <th scope="col" role="columnheader" aria-sort=${isSorted ? (sorting.isAscending ? 'ascending' : 'descending') : nothing}>
        <button class="sort ink" type="button" tabindex=${this.#tabindex(0, column)} title=${channels.about[key] ?? nothing}
          @click=${() => this.#sortBy(key, language)}
          >${channels[key]}<svg viewBox="0 0 10 10" aria-hidden="true"><path d=${sorting.isAscending ? 'M5 1l4 7H1z' : 'M5 9l4-7H1z'} /></svg></button>
      </th>
    `;
  }

  /** A new column begins with its largest figures, names with the first of the alphabet. */
  #sortBy(key: ColumnKey, { texts }: Language): void {
    const isAscending = this.sorting.key === key ? !this.sorting.isAscending : key === 'channel';
    this.sorting = { key, isAscending };
    this.announcement = texts.channels.sortedBy(texts.channels[key], isAscending);
    this.#window?.toTop();
  }

  /** Made once, but for the row that Tab leads to. */
  #cellsOf(row: ChannelRow, index: number, language: Language): TemplateResult {
    const { drawn } = this.#table;
    if (index === this.#focus?.row) return this.#renderCells(row, index, language);
    const cells = drawn.get(row) ?? this.#renderCells(row, -1, language);
    if (drawn.size > MOST_DRAWN) drawn.clear();
    drawn.set(row, cells);
    return cells;
  }

  /** @param index in the grid; -1: Tab does not lead to it */
  #renderCells(row: ChannelRow, index: number, language: Language): TemplateResult {
    const { few } = language.texts.channels;
    return html`
      <th scope="row" role="rowheader" part="drill-down" aria-haspopup="dialog" tabindex=${this.#tabindex(index, 0)}
        >${this.#nameOf(row, language)}${isSmall(row) ? html` <small>${few}</small>` : nothing}</th>
      ${columns.map((column, at) => part.view!.renderCell(row, column, language, this.#table.scale, this.#tabindex(index, at + 1)))}
    `;
  }

  /** 0 for the one cell that Tab leads to. */
  #tabindex(row: number, column: number): 0 | -1 {
    const { row: focusedRow, column: focusedColumn } = this.#focus ?? { row: 0, column: 0 };
    return row === focusedRow && column === focusedColumn ? 0 : -1;
  }

  #nameOf(row: ChannelRow, { texts: { channels } }: Language): string {
    return row === this.#table.total ? channels.total : (row.channel?.name ?? channels.none);
  }

  /** A click on a cell gives it its evidence, of the row that it shows now; what that tells is always of the newest figures. */
  readonly #open = async ({ target }: Event): Promise<void> => {
    const cell = (target as Element).closest<EvidenceAnchor & HTMLTableCellElement>('[aria-haspopup]');
    if (!cell) return;
    const key = this.#keyOf(Number(cell.parentElement!.ariaRowIndex) - 1);
    const column = columns[Math.max(0, cell.cellIndex - 1)]!;
    const row = (): ChannelRow =>
      key === TOTAL ? this.#table.total! : this.#table.rows.find((each) => keyOf(each) === key)!;
    const wasLoaded = this.#loaded !== undefined;
    const loaded = this.#loaded ?? (await this.#load());
    if (!loaded) return;
    cell.evidence = () =>
      loaded.evidenceOf(row(), column, this.#nameOf(row(), this.#language), this.#frame, this.#language);
    if (cell.cellIndex === 0) cell.drillDown = key === TOTAL ? {} : { channel: key as string | null };
    // Else the click finds it on its way up.
    if (!wasLoaded) this.evidence.open(cell);
  };
}
