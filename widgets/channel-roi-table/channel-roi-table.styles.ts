export const styles = `
  .scroller {
    /* As far as the card's border: lines go from one to the other. */
    --_edge: calc(var(--_padding) * var(--_density));
    position: relative;
    overflow-x: auto;
    margin-inline: calc(-1 * var(--_edge));
    /* What is focused comes out from under what is sticky. */
    scroll-padding-inline: 12rem 6rem;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font: inherit;
    font-size: 13.5px;
  }
  th,
  td {
    padding-block: 8px;
    padding-inline: 14px 0;
    border-block-end: 1px solid var(--_line);
    text-align: end;
    vertical-align: top;
    white-space: nowrap;
  }
  tbody:last-child tr:last-child > *,
  tfoot tr > * {
    border-block-end: 0;
  }
  /* The return, which it is all about, stays in sight as the channel does. */
  tr > :last-child {
    padding-inline-end: var(--_edge);
    position: sticky;
    inset-inline-end: 0;
    background: var(--_surface);
  }
  th:first-child {
    padding-inline-start: var(--_edge);
    text-align: start;
    position: sticky;
    inset-inline-start: 0;
    z-index: 1;
    background: var(--_surface);
  }
  tbody th,
  tfoot th {
    font-weight: 600;
    white-space: normal;
    overflow-wrap: break-word;
    min-inline-size: 9rem;
    max-inline-size: 11rem;
    /* The line above is the table's, which its surface would cover. */
    clip-path: inset(1px 0 0);
  }
  thead th {
    padding-block: 0 6px;
    font-weight: 500;
    vertical-align: bottom;
  }
  tfoot tr > * {
    border-block-start: 2px solid var(--_control);
    font-weight: 600;
  }
  .sort {
    min-block-size: 28px;
    min-inline-size: 24px;
    position: relative;
    border-radius: 4px;
    color: var(--_muted);
    font-size: 12.5px;
    white-space: nowrap;
  }
  .sort:hover,
  [aria-sort] .sort {
    color: var(--_text);
  }
  [aria-sort] .sort {
    font-weight: 600;
  }
  /* Beside the heading, on its free side, so that headings stand over their figures. */
  .sort svg {
    position: absolute;
    inset-block-start: calc(50% - 4px);
    inset-inline-end: calc(100% + 3px);
    inline-size: 8px;
    block-size: 8px;
    fill: currentColor;
    visibility: hidden;
  }
  th:first-child .sort svg {
    inset-inline: calc(100% + 3px) auto;
  }
  [aria-sort] .sort svg {
    visibility: visible;
  }
  tbody tr:hover > * {
    background: var(--_raised);
  }
  :is(th, td)[tabindex] {
    cursor: pointer;
  }
  :is(th, td)[tabindex]:hover {
    outline: 1px dotted var(--_control);
  }
  :is(th, td)[tabindex]:is(:hover, :focus-visible) {
    outline-offset: -2px;
  }
  :is(th, td):focus-visible {
    outline: 2px solid var(--_accent);
  }

  small {
    display: block;
    color: var(--_muted);
    font-size: 12px;
    font-weight: 400;
    line-height: 1.25;
  }
  th small::before {
    content: '◌ ' / '';
  }
  /* Bars are borders: paper and forced colours keep them. */
  .bar,
  .range {
    display: inline-block;
    inline-size: 72px;
    block-size: 5px;
    position: relative;
  }
  .bar {
    display: block;
    margin: 4px 0 0;
    margin-inline-start: auto;
    border-radius: 3px;
    background: var(--_line);
    overflow: hidden;
  }
  .bar b,
  .range b {
    display: block;
    border-block-end: 5px solid var(--_accent);
  }
  .range {
    block-size: 9px;
    float: inline-start;
    margin-block-start: 5px;
    margin-inline-end: 14px;
    border-inline: 1px solid var(--_control);
    background: linear-gradient(var(--_line), var(--_line)) center / 100% 1px no-repeat;
  }
  .range > * {
    position: absolute;
    inset-block-start: 3px;
  }
  .range b {
    min-inline-size: 1px;
    border-block-end: 3px solid var(--_accent);
  }
  .range i {
    inset-block-start: 0;
    block-size: 9px;
    margin-inline-start: -1px;
    border-inline-start: 2px solid var(--_text);
  }
  .cut::after {
    content: '›';
    position: absolute;
    inset-inline-start: calc(100% + 3px);
    inset-block-start: -0.55em;
    color: var(--_muted);
  }
  .gain,
  .loss {
    font-weight: 600;
  }
  .gain {
    color: var(--_better);
  }
  .loss {
    color: var(--_worse);
  }
  .absent {
    color: var(--_muted);
  }
  .skeleton :is(td, tbody th, tfoot th) {
    color: transparent;
    background: linear-gradient(var(--_line), var(--_line)) right 4px / 70% 14px no-repeat content-box var(--_surface);
  }
  .skeleton :is(tbody, tfoot) th {
    background-position-x: left;
  }
  .skeleton :is(td, th) > :not(.sort) {
    visibility: hidden;
  }
  /* Figures are read from left to right on every page: not 72%-. */
  td:dir(rtl) {
    direction: ltr;
    padding-inline: 0 14px;
    text-align: left;
  }
  td:last-child:dir(rtl) {
    padding-inline-start: var(--_edge);
    inset-inline: 0 auto;
  }
  :host([density='compact']) :is(th, td) {
    padding-block: 3px;
  }

  /* Rows come and go as it scrolls: of one height, columns of one width, each row in its place. */
  .windowed {
    --_row: 57px;
    --_columns: minmax(140px, 1.6fr) minmax(76px, 1fr) repeat(2, minmax(90px, 1fr)) minmax(62px, 0.7fr) minmax(150px, 1.5fr) repeat(4, minmax(88px, 1fr)) minmax(86px, 1fr);
    overflow-y: auto;
    max-block-size: var(--funnel-table-height, 34rem);
    scroll-padding-block: 40px 64px;
    border-block-end: 1px solid var(--_line);
  }
  :host([density='compact']) .windowed {
    --_row: 47px;
  }
  .windowed table {
    display: block;
    min-inline-size: 1046px;
  }
  .windowed :is(thead, tbody, tfoot) {
    display: block;
    position: relative;
  }
  .windowed tbody {
    block-size: calc(var(--_row) * var(--_count));
  }
  .windowed :is(thead, tfoot) {
    position: sticky;
    inset-block: 0;
    z-index: 2;
    background: var(--_surface);
  }
  .windowed tr {
    display: grid;
    grid-template-columns: var(--_columns);
  }
  .windowed thead tr {
    align-items: end;
  }
  .windowed tbody tr {
    position: absolute;
    inset-inline: 0;
    block-size: var(--_row);
    contain: strict;
  }
  .windowed th:first-child {
    max-inline-size: none;
  }
  .windowed thead th:nth-child(6) {
    min-inline-size: 0;
  }
  .windowed tbody th {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* The interval and the figure side by side. */
  @container widget (inline-size >= 560px) {
    thead th:nth-child(6) {
      min-inline-size: 160px;
    }
  }
  /* Closer together, so that less lies under what is sticky. */
  @container widget (560px <= inline-size < 1060px) {
    th,
    td {
      padding-inline-start: 10px;
    }
    td:dir(rtl) {
      padding-inline: 0 10px;
    }
    /* No border of the cell: the table draws those, and they scroll away. */
    tr > :last-child::after {
      content: '';
      position: absolute;
      inset-block: 0;
      inset-inline-end: calc(100% - 4px);
      border: 0 solid var(--_control);
      border-inline-end-width: 1px;
      inline-size: 40px;
      pointer-events: none;
    }
    td:last-child:dir(rtl)::after {
      inset-inline: calc(100% - 4px) auto;
      border-inline-width: 1px 0;
    }
    /* What lies under it fades, so that half a figure does not look whole; once all is in sight nothing does. */
    .scroller {
      container-type: scroll-state;
    }
    @container scroll-state(scrollable: right) {
      tr > :last-child:dir(ltr)::after {
        background: linear-gradient(90deg, transparent, var(--_surface) 30px);
      }
    }
    @container scroll-state(scrollable: left) {
      tr > :last-child:dir(rtl)::after {
        background: linear-gradient(-90deg, transparent, var(--_surface) 30px);
      }
    }
    .bar,
    .range {
      inline-size: 48px;
    }
    .range {
      margin-inline-end: 10px;
    }
    .scroller:not(.windowed) thead th:nth-child(6) {
      min-inline-size: 122px;
    }
  }
  /* As cards: the table keeps its roles, the headings become a row of sort buttons. */
  @container widget (inline-size < 560px) {
    footer .note {
      flex-basis: 100%;
    }
    table,
    tbody,
    thead,
    tfoot,
    th,
    td {
      display: block;
    }
    .scroller {
      margin: 0;
      scroll-padding-inline: 0;
    }
    .scroller:not(.windowed) {
      overflow: visible;
    }
    .windowed table {
      min-inline-size: 0;
    }
    thead tr,
    .windowed thead tr {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
    }
    .windowed :is(thead, tfoot) {
      position: static;
    }
    tr > :is(:first-child, :last-child) {
      position: static;
    }
    th:first-child {
      max-inline-size: none;
    }
    thead tr > th {
      padding: 0;
      border: 0;
    }
    :is(tbody, tfoot) tr {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 84px), 1fr));
      gap: 8px 12px;
      padding-block: 12px;
      border-block-end: 1px solid var(--_line);
    }
    .windowed {
      --_row: 262px;
      scroll-padding-block: 8px;
    }
    :host([density='compact']) .windowed {
      --_row: 262px;
    }
    .windowed :is(tbody, tfoot) tr {
      grid-template-columns: repeat(3, minmax(0, 1fr));
      align-content: start;
    }
    tbody:last-child tr:last-child,
    tfoot tr {
      border: 0;
      padding-block-end: 0;
    }
    tfoot tr {
      border-block-start: 2px solid var(--_control);
    }
    tbody tr:hover > * {
      background: none;
    }
    :is(tbody, tfoot) tr > * {
      min-block-size: 24px;
      padding: 0;
      border: 0;
      text-align: start;
    }
    tr > :is(:first-child, :last-child) {
      padding-inline: 0;
    }
    :is(tbody, tfoot) th {
      grid-column: 1 / -1;
      font-size: 15px;
    }
    td::before {
      content: attr(data-label) / '';
      display: block;
      color: var(--_muted);
      font-size: 12.5px;
      font-weight: 400;
    }
    .bar {
      inline-size: 100%;
    }
    .range {
      display: block;
      float: none;
      inline-size: calc(100% - 12px);
      margin-block: 2px;
    }
  }
  @container widget (inline-size < 300px) {
    :is(tbody, tfoot) tr,
    .windowed :is(tbody, tfoot) tr {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .windowed,
    :host([density='compact']) .windowed {
      --_row: 322px;
    }
    :is(tbody, tfoot) td {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 8px;
      min-block-size: 24px;
    }
    td::before {
      flex: 1 1 auto;
      order: -2;
    }
    .bar {
      display: none;
    }
    .range {
      inline-size: 36px;
      margin-inline-end: 4px;
      order: -1;
    }
    td small {
      flex-basis: 100%;
      text-align: end;
    }
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
      border-radius: 0;
    }
  }
  @media print {
    .scroller {
      overflow: visible;
    }
    table {
      font-size: 9px;
    }
    tr > * {
      padding-inline: 5px 0;
    }
    :is(tbody, tfoot) th,
    thead th:nth-child(6) {
      min-inline-size: 6rem;
    }
    .range {
      margin-inline-end: 4px;
    }
    thead th,
    .sort {
      font-size: 9px;
      white-space: normal;
    }
    small {
      font-size: 8px;
    }
    .bar,
    .range {
      inline-size: 30px;
    }
    tr {
      break-inside: avoid;
    }
    thead {
      display: table-header-group;
    }
  }
`;
