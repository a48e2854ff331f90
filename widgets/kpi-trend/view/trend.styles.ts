export const styles = `
  .headline {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 16px;
  }
  .headline + .scroller {
    margin-block-start: 14px;
  }
  .headline > .muted {
    flex: 1 1 24ch;
  }
  .value {
    font-size: 30px;
    font-weight: 600;
    line-height: 1.2;
    letter-spacing: -0.025em;
  }
  .muted strong {
    font-weight: 600;
    color: var(--_text);
  }
  .better strong {
    color: var(--_better);
  }
  .worse strong {
    color: var(--_worse);
  }

  /* Of one height whatever there is to say, so that nothing moves when the cursor does. */
  .readout {
    min-block-size: 44px;
    margin-block: 12px 6px;
    font-size: 13.5px;
  }
  .readout .figure {
    font-weight: 600;
    margin-inline-start: 6px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    margin: 0;
    padding: 0;
    list-style: none;
    color: var(--_muted);
    font-size: 12.5px;
  }
  .happened {
    min-block-size: 20px;
  }
  .sample,
  .sign {
    inline-size: 20px;
    block-size: 12px;
    overflow: visible;
    vertical-align: -1px;
  }
  .sign {
    inline-size: 12px;
    fill: none;
    stroke: var(--_text);
    stroke-width: 1.75;
  }
  .BREACHED .sign {
    stroke: var(--_worse);
    fill: var(--_worse);
    stroke-linejoin: round;
  }

  .chart {
    --_height: var(--funnel-trend-height, 220px);
    display: grid;
    grid-template: var(--_height) 22px / 56px minmax(0, 1fr);
    column-gap: 10px;
    margin-block: 10px 8px;
    padding-block-start: 16px;
    direction: ltr;
    color: var(--_muted);
    font-size: 11.5px;
  }
  .ys > span {
    position: relative;
    display: block;
    block-size: 0;
    line-height: 0;
    text-align: end;
    white-space: nowrap;
  }
  .plot {
    position: relative;
    cursor: crosshair;
    touch-action: pan-y;
  }
  .plot > svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    overflow: visible;
  }
  :where(.plot, .sample) path {
    vector-effect: non-scaling-stroke;
    fill: none;
    stroke: var(--_line);
  }
  .at path {
    fill: inherit;
    stroke: inherit;
  }
  .zero {
    stroke: var(--_control);
  }
  .line,
  .dots,
  .before,
  .whiskers {
    stroke: var(--_accent);
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .open {
    stroke-dasharray: 1 5;
  }
  .dots {
    stroke-width: 7;
  }
  .holes {
    stroke: var(--_surface);
    stroke-width: 3.5;
    stroke-linecap: round;
  }
  .before {
    stroke: var(--_lost);
    stroke-width: 1.5;
    stroke-dasharray: 5 4;
  }
  .band {
    fill: var(--_accent);
    stroke: none;
    opacity: 0.14;
  }
  .whiskers {
    stroke-width: 6;
    opacity: 0.2;
  }
  .threshold {
    stroke: var(--_worse);
    stroke-width: 1.5;
    stroke-dasharray: 2 3;
  }
  .here {
    stroke: var(--_control);
  }
  .at {
    position: absolute;
    inset-block: -15px 0;
    inline-size: 0;
    pointer-events: none;
    display: flex;
    flex-direction: column;
    align-items: center;
  }
  .at svg {
    flex: none;
  }
  .at.BREACHED::after {
    content: '';
    flex: 1;
    border-inline-start: 1px dotted var(--_worse);
  }
  .cursor {
    appearance: none;
    position: absolute;
    inline-size: 24px;
    block-size: 24px;
    margin: -12px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    box-shadow: inset 0 0 0 5px var(--_surface), inset 0 0 0 7px var(--_accent);
    pointer-events: none;
  }
  .cursor::-webkit-slider-thumb {
    visibility: hidden;
  }
  .cursor::-moz-range-thumb {
    visibility: hidden;
  }
  .xs {
    grid-column: 2;
    position: relative;
  }
  .xs > span {
    position: absolute;
    inset-block-start: 8px;
    translate: -50%;
    white-space: nowrap;
  }
  /* At the edge, whatever its point's place is, so that it does not stand out of the card. */
  .xs > span:last-child:not(:first-child) {
    inset-inline: auto 0 !important;
    translate: none;
  }
  .skeleton .plot {
    border-radius: 5px;
    background: linear-gradient(transparent, var(--_line));
  }
  .skeleton .plot > *,
  .skeleton .legend svg {
    visibility: hidden;
  }

  @container widget (inline-size < 560px) {
    footer .note {
      flex-basis: 100%;
    }
    .chart {
      --_height: var(--funnel-trend-height, 180px);
      grid-template-columns: 46px minmax(0, 1fr);
      column-gap: 8px;
    }
    .xs > span:nth-child(even) {
      display: none;
    }
    .readout {
      min-block-size: 62px;
    }
  }
  @container widget (inline-size < 360px) {
    .chart {
      --_height: var(--funnel-trend-height, 150px);
      grid-template-columns: 0 minmax(0, 1fr);
      column-gap: 0;
      margin-block-start: 0;
    }
    /* Inside, above their lines. */
    .ys {
      z-index: 1;
      pointer-events: none;
    }
    .ys > span {
      inline-size: max-content;
      translate: 0 -6px;
    }
    .xs > span:nth-child(n + 2):not(:last-child) {
      display: none;
    }
    .xs > span:first-child {
      translate: 0;
    }
    .value {
      font-size: 26px;
    }
    /* Two lines and three; what is longer its evidence says whole. */
    .readout {
      min-block-size: 98px;
      margin-block-end: 2px;
    }
    .readout .muted {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
      overflow: hidden;
    }
    /* Two kinds and a threshold, a line each. */
    .happened {
      min-block-size: 58px;
    }
    .happened [title] {
      max-inline-size: 100%;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  }
  @media (forced-colors: active) {
    :where(.plot, .sample) path,
    .zero,
    .here,
    .line,
    .dots,
    .before {
      stroke: CanvasText;
    }
    .band {
      fill: none;
      stroke: CanvasText;
      opacity: 1;
      stroke-dasharray: 1 2;
    }
    .holes {
      stroke: Canvas;
    }
    .sign {
      stroke: CanvasText;
      fill: Canvas;
    }
    .BREACHED .sign {
      fill: CanvasText;
    }
    .cursor {
      border: 2px solid Highlight;
    }
  }
  @media print {
    .cursor,
    .here {
      display: none;
    }
  }
`;
