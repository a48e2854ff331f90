import { css } from 'lit';

export const styles = css`
  .overall {
    text-align: end;
  }
  .overall strong {
    display: block;
    font-size: 26px;
    font-weight: 680;
    line-height: 1.1;
    letter-spacing: -0.02em;
  }

  ol,
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .stage {
    display: grid;
    grid-template-columns: minmax(9ch, 22%) minmax(0, 1fr);
    column-gap: 18px;
  }
  .name {
    font-weight: 620;
  }
  .label,
  .bar {
    min-block-size: 44px;
  }
  .label {
    line-height: 1.3;
    align-self: start;
  }
  .count {
    font-size: 19px;
    font-weight: 660;
    letter-spacing: -0.015em;
    white-space: nowrap;
  }

  .flow {
    position: relative;
    padding-block-end: 0;
  }
  .bar {
    display: block;
    inline-size: 100%;
    block-size: 44px;
    overflow: visible;
  }
  .advanced {
    fill: var(--_accent);
  }
  .open {
    fill: var(--_open);
    stroke: var(--_accent);
    stroke-width: 1;
  }
  .lost {
    stroke: var(--_lost);
    stroke-width: 1;
  }
  .hatch {
    stroke: var(--_lost);
    stroke-width: 1.6;
  }
  .won {
    fill: var(--_won);
  }
  .axis {
    stroke: var(--_control);
    stroke-width: 2;
  }

  .step {
    position: relative;
    min-block-size: 76px;
    padding: 9px 0 13px 14px;
  }
  .ribbon {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  .fade {
    stop-color: var(--_accent);
  }
  .step > :not(svg) {
    position: relative;
  }
  .parts {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    font-size: 13px;
  }
  .parts svg {
    inline-size: 10px;
    block-size: 10px;
    margin-inline-end: 5px;
    vertical-align: -0.5px;
  }
  .rate {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
    margin-block-start: 4px;
    font-size: 13px;
  }
  .rate strong {
    font-size: 17px;
    font-weight: 660;
  }
  .rate span {
    color: var(--_muted);
  }
  /* Over the ribbon's tint, grey alone would be too faint. */
  .step .muted {
    color: color-mix(in srgb, var(--_muted) 70%, var(--_text));
  }

  .skeleton .bar {
    background: var(--_line);
  }
  .skeleton :is(.bar, .ribbon) > * {
    visibility: hidden;
  }

  @container widget (inline-size < 560px) {
    .stage {
      grid-template-columns: minmax(0, 1fr);
      row-gap: 5px;
    }
    .label {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 10px;
      min-block-size: 0;
    }
    .name {
      flex: 1 1 auto;
    }
    .bar {
      block-size: 32px;
      min-block-size: 32px;
    }
    .overall {
      text-align: start;
    }
    .step {
      padding-inline-start: 10px;
    }
  }
  @container widget (inline-size < 320px) {
    .parts {
      flex-direction: column;
    }
    .overall strong {
      font-size: 22px;
    }
  }
  @media (forced-colors: active) {
    .advanced,
    .won {
      fill: Highlight;
    }
    .open {
      fill: Canvas;
      stroke: CanvasText;
    }
    .lost,
    .hatch,
    .axis {
      stroke: CanvasText;
    }
    .fade {
      stop-color: Highlight;
    }
  }
`;
