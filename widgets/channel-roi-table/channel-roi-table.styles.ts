import { css } from 'lit';

export const styles = css`
  .scroller {
    overflow-x: auto;
    margin-inline: calc(-1 * var(--_padding));
    padding-inline: var(--_padding);
  }
  table {
    font-size: 13.5px;
  }
  th,
  td {
    padding: 10px 0 10px 14px;
    border-block-end: 1px solid var(--_line);
    text-align: end;
    vertical-align: top;
    white-space: nowrap;
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  th:first-child {
    padding-inline-start: 0;
    text-align: start;
  }
  tbody th {
    font-weight: 580;
    white-space: normal;
    min-inline-size: 8ch;
  }
  thead th {
    padding-block: 0 6px;
    font-weight: 500;
    vertical-align: bottom;
  }
  .sort {
    min-block-size: 28px;
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
    font-weight: 650;
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

  .label {
    display: none;
    color: var(--_muted);
    font-size: 12.5px;
  }
  small {
    display: block;
    color: var(--_muted);
    font-size: 12px;
    font-weight: 400;
  }
  .share-bar {
    display: block;
    inline-size: 72px;
    block-size: 5px;
    margin: 6px 0 0 auto;
    border-radius: 3px;
    background: var(--_line);
    fill: var(--_accent);
    overflow: hidden;
  }
  .gain,
  .loss {
    font-weight: 650;
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
  .skeleton .share-bar {
    visibility: hidden;
  }

  /* As cards: the table keeps its roles, the headings become a row of sort buttons. */
  @container widget (inline-size < 620px) {
    table,
    tbody,
    thead,
    th,
    td {
      display: block;
    }
    .scroller {
      overflow: visible;
      margin: 0;
      padding: 0;
    }
    thead tr {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
    }
    thead th {
      padding: 0;
      border: 0;
    }
    tbody tr {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 84px), 1fr));
      gap: 10px 12px;
      padding-block: 14px;
      border-block-end: 1px solid var(--_line);
    }
    tbody tr:last-child {
      border: 0;
      padding-block-end: 0;
    }
    tbody tr:hover > * {
      background: none;
    }
    tbody th,
    tbody td {
      padding: 0;
      border: 0;
      text-align: start;
    }
    tbody th {
      grid-column: 1 / -1;
      font-size: 15px;
    }
    .label {
      display: block;
    }
    .share-bar {
      inline-size: 100%;
    }
  }
  @container widget (inline-size < 300px) {
    tbody tr {
      grid-template-columns: minmax(0, 1fr);
      gap: 1px;
    }
    tbody td {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
    }
    .label {
      flex: 1 1 auto;
    }
    .share-bar {
      display: none;
    }
    small {
      flex-basis: 100%;
      text-align: end;
    }
  }
  @media (forced-colors: active) {
    .share-bar {
      forced-color-adjust: none;
      background: Canvas;
      border: 1px solid CanvasText;
      fill: Highlight;
    }
  }
`;
