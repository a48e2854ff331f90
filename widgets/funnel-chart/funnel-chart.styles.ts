import { css } from 'lit';

export const styles = css`
  .overall {
    text-align: end;
  }
  .overall strong {
    display: block;
    font-size: 26px;
    font-weight: 600;
    line-height: 1.1;
    letter-spacing: -0.02em;
  }

  ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .stage {
    --bar: calc(24px + 20px * var(--_density));
    display: grid;
    grid-template-columns: minmax(9ch, 22%) minmax(0, 1fr);
    column-gap: 18px;
  }
  .many .stage {
    --bar: 24px;
  }
  .label {
    min-block-size: 72px;
    line-height: 24px;
  }
  .name {
    font-weight: 600;
  }
  .count {
    font-size: 19px;
    font-weight: 600;
    letter-spacing: -0.015em;
    white-space: nowrap;
  }
  .label .muted {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
  }

  .flow {
    position: relative;
  }
  .bar {
    display: block;
    inline-size: 100%;
    block-size: var(--bar);
    overflow: visible;
  }
  .flow svg:dir(rtl) {
    scale: -1 1;
  }
  .advanced {
    fill: var(--_accent);
  }
  .open {
    fill: var(--_open);
    stroke: var(--_accent);
  }
  .lost {
    stroke: var(--_lost);
  }
  .hatch {
    stroke: var(--_lost);
    stroke-width: 1.6;
  }
  .won {
    fill: var(--_won);
  }
  /* Around the bar, 3 px off, so that its edges do not hide the bar's own. */
  .before {
    y: -3px;
    height: calc(100% + 6px);
    fill: none;
    stroke: var(--_text);
    stroke-dasharray: 3 2;
  }
  .axis {
    stroke: var(--_control);
    stroke-width: 2;
  }

  .step {
    position: relative;
    min-block-size: calc(52px + 24px * var(--_density));
    padding: calc(9px * var(--_density)) 0 calc(13px * var(--_density)) 14px;
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
  .parts,
  .rate {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 16px;
    font-size: 13px;
    line-height: 24px;
  }
  .rate {
    gap: 0 12px;
  }
  /* A swatch, as the bar above has its parts: advanced, open, lost. */
  .parts .ink::before {
    content: '';
    display: inline-block;
    inline-size: 10px;
    block-size: 10px;
    border: 1px solid var(--_accent);
    border-radius: 2px;
    background: var(--_accent);
    vertical-align: -0.5px;
  }
  .parts :nth-child(2) .ink::before {
    background: var(--_open);
  }
  .parts :nth-child(3) .ink::before {
    border-color: var(--_lost);
    background: repeating-linear-gradient(135deg, var(--_lost) 0 1.5px, transparent 1.5px 4px);
  }
  .rate strong {
    color: var(--_text);
    font-size: 17px;
    font-weight: 600;
  }
  /* After them, so that what begins a line stands at its start. */
  .rate strong,
  .rate strong + span {
    margin-inline-end: 8px;
  }
  .change {
    white-space: nowrap;
  }
  /* Over the ribbon's tint, grey alone would be too faint. */
  .step .muted {
    color: color-mix(in srgb, var(--_muted) 70%, var(--_text));
  }

  .skeleton .bar {
    background: var(--_line);
  }
  .skeleton :is(.bar, .ribbon) > *,
  .skeleton .ink::before {
    visibility: hidden;
  }

  @container widget (inline-size < 560px) {
    .stage {
      --bar: 32px;
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
    .count {
      text-align: end;
    }
    .label .muted {
      flex-basis: 100%;
      min-block-size: 24px;
    }
    /* Two lines, as a comparison needs: nothing moves when it comes. */
    .rate {
      min-block-size: 50px;
    }
    .overall {
      text-align: start;
    }
    /* However long the dates are: nothing moves when they come. */
    .heading .muted {
      min-block-size: 3lh;
    }
    footer .note {
      flex-basis: 100%;
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
    .widget {
      --_accent: Highlight;
      --_won: Highlight;
      --_open: Canvas;
      --_lost: CanvasText;
      --_control: CanvasText;
      --_text: CanvasText;
    }
    .parts .ink::before {
      forced-color-adjust: none;
    }
  }
  @media print {
    .stage {
      break-inside: avoid;
    }
    .bar,
    .parts .ink::before {
      print-color-adjust: exact;
    }
  }
`;
