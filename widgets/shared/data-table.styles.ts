/** The plain table that a chart can be turned into. As text: it comes with what draws the table. */
export const dataTable = `
  .scroller {
    overflow-x: auto;
  }
  .data {
    inline-size: 100%;
    border-collapse: collapse;
    font: inherit;
    font-size: 13px;
  }
  .data th,
  .data td {
    padding: 7px 10px;
    border-block-end: 1px solid var(--_line);
    text-align: end;
    white-space: nowrap;
    vertical-align: baseline;
  }
  .data th:first-child {
    text-align: start;
    padding-inline-start: 0;
    white-space: normal;
    min-inline-size: 9ch;
  }
  .data thead th {
    color: var(--_muted);
    font-size: 12.5px;
    font-weight: 500;
  }
  .data tbody th {
    font-weight: 600;
  }
  .data tbody tr:last-child > * {
    border-block-end: 0;
  }
`;
