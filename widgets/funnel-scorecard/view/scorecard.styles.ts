export const styles = `
  .groups {
    display: grid;
    gap: calc(22px * var(--_density)) 28px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr));
  }
  .category {
    display: flex;
    align-items: center;
    gap: 10px;
    margin-block-end: calc(10px * var(--_density));
    color: var(--_muted);
    font-size: 12.5px;
    font-weight: 600;
    letter-spacing: 0.02em;
  }
  .category::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_line);
  }
  .cards {
    display: grid;
    gap: calc(12px * var(--_density));
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 176px), 1fr));
  }
  .card {
    display: flex;
    flex-direction: column;
    padding: calc(14px * var(--_density)) calc(16px * var(--_density)) calc(12px * var(--_density));
    background: var(--_raised);
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) * 0.75);
  }
  .name {
    color: var(--_muted);
    font-size: 13px;
  }
  .value {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 10px;
    min-block-size: 31px;
    margin-block: 0 2px;
    font-size: 27px;
    font-weight: 600;
    line-height: 1.15;
    letter-spacing: -0.025em;
  }
  .change {
    font-size: 12.5px;
    min-block-size: 38px;
  }
  .change .figure {
    text-align: start;
  }
  .change strong {
    display: block;
    font-weight: 600;
    color: var(--_text);
  }
  .fold {
    min-block-size: 28px;
    margin-block-start: 4px;
    color: var(--_muted);
    font-size: 12.5px;
  }
  .fold::before {
    content: '▸ ' / '';
  }
  .fold[aria-expanded='true']::before {
    content: '▾ ' / '';
  }
  .fold:hover {
    color: var(--_text);
  }
  .rest {
    margin-block-start: 6px;
  }
  .rest .value {
    font-size: 19px;
  }
  .better strong {
    color: var(--_better);
  }
  .worse strong {
    color: var(--_worse);
  }
  .spark {
    display: block;
    inline-size: 100%;
    block-size: calc(18px + 18px * var(--_density));
    margin-block-start: auto;
    padding-block: 3px;
    overflow: visible;
    fill: none;
    stroke: var(--_accent);
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .spark path {
    vector-effect: non-scaling-stroke;
  }
  .spark .area {
    fill: var(--_accent);
    stroke: none;
    opacity: 0.11;
  }
  .spark .partial {
    stroke-dasharray: 1 4;
  }
  .spark .end {
    stroke-width: 6;
  }
  .spark .zero {
    stroke: var(--_control);
    stroke-width: 1;
    opacity: 0.5;
  }
  .skeleton .spark {
    visibility: hidden;
  }
  .problem {
    margin-block-start: 14px;
    font-size: 13px;
  }
  .trend {
    margin-block-start: 18px;
  }
  .trend tbody th:first-child {
    white-space: nowrap;
  }

  /* Two cards a row below a tablet's width; below a phone's each card is a row: words at the start, its line at the end. */
  @container widget (inline-size < 560px) {
    footer .note {
      flex-basis: 100%;
    }
    .cards {
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 150px), 1fr));
    }
    /* Room for names of two lines, whether they have them or not: nothing moves when they come. */
    .card {
      padding-block-start: calc(8px * var(--_density));
    }
    .name {
      display: flex;
      align-items: flex-end;
      min-block-size: 38px;
    }
    .value {
      font-size: 24px;
    }
  }
  @container widget (inline-size < 340px) {
    .card {
      display: grid;
      grid-template-columns: auto minmax(25%, 1fr);
      column-gap: 10px;
      padding: 8px 10px;
    }
    .name,
    .change {
      grid-column: 1 / 3;
    }
    .value {
      display: block;
      font-size: 20px;
    }
    .value .mark {
      display: table;
    }
    .name,
    .change {
      min-block-size: 0;
    }
    .spark {
      grid-area: 2 / 2;
      align-self: center;
    }
  }
  @media (forced-colors: active) {
    .card {
      border-color: CanvasText;
    }
    .spark,
    .spark .zero {
      stroke: CanvasText;
    }
  }
  @media print {
    .card {
      border-color: var(--_line);
      break-inside: avoid;
    }
    .fold {
      display: none;
    }
  }
`;
