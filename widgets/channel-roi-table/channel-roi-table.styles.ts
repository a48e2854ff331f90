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
    padding-inline: 4px;
    margin-inline: -4px;
    border-radius: 6px;
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
  .sort svg {
    inline-size: 8px;
    block-size: 8px;
    margin-inline-start: 4px;
    fill: currentColor;
    visibility: hidden;
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
    inline-size: 100%;
    min-inline-size: 56px;
    block-size: 5px;
    margin-block-start: 6px;
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
      gap: 4px 14px;
    }
    thead th {
      padding: 0;
      border: 0;
    }
    tbody tr {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 108px), 1fr));
      gap: 8px 16px;
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
  }
  @container widget (inline-size < 300px) {
    tbody tr {
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    tbody td {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
    }
    .label {
      flex: 1 1 auto;
    }
    .share-bar,
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
