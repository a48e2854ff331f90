import { css } from 'lit';

/** The frame that all widgets share: card, header, footer, states. */
export const frame = css`
  /* Important here beats important in the host page's sheet: 'all: unset !important' there leaves the element standing. */
  :host {
    display: block !important;
  }
  :host([hidden]) {
    display: none !important;
  }

  .widget {
    all: initial;
    color-scheme: inherit;
    display: block;
    container: widget / inline-size;
    position: relative;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    font: 400 14px / 1.45 var(--_font);
    font-variant-numeric: tabular-nums;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .body {
    padding: calc(var(--_padding) * var(--_density));
  }
  :host([density='compact']) .widget {
    --_density: var(--funnel-density, 0.6);
  }
  * {
    box-sizing: border-box;
  }
  p,
  dl,
  dd {
    margin: 0;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 4px 16px;
    margin-block-end: calc(18px * var(--_density));
  }
  .heading {
    flex: 1 1 12ch;
    min-inline-size: 0;
  }
  .title {
    font-size: 16px;
    font-weight: 600;
    letter-spacing: -0.01em;
  }
  .muted,
  footer {
    color: var(--_muted);
    font-size: 12.5px;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 14px;
    margin-block-start: calc(18px * var(--_density));
    padding-block-start: calc(12px * var(--_density));
    border-block-start: 1px solid var(--_line);
  }
  footer .note {
    flex: 1 1 20ch;
  }

  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
  }
  /* A figure that opens its evidence; at least 24 px high, so that it can be hit. */
  .figure {
    min-block-size: 24px;
    min-inline-size: 24px;
    font-weight: inherit;
    letter-spacing: inherit;
    text-align: inherit;
    text-decoration: underline dotted transparent 1.5px;
    text-underline-offset: 0.2em;
  }
  .figure:hover,
  .figure:focus-visible {
    text-decoration-color: currentColor;
  }
  /* What a figure has against it, in words. */
  .mark {
    padding: 0 8px;
    border: 1px dashed var(--_warning);
    border-radius: 99px;
    color: var(--_warning);
    font-size: 12.5px;
    font-weight: 400;
    letter-spacing: 0;
    line-height: 20px;
  }
  .arrow {
    inline-size: 9px;
    block-size: 9px;
    fill: currentColor;
  }
  .plain {
    font: inherit;
    font-size: 12.5px;
    font-weight: 600;
    min-block-size: 28px;
    padding: 3px 12px;
    border: 1px solid var(--_control);
    border-radius: 999px;
    background: var(--_surface);
    color: var(--_text);
  }
  .plain:hover {
    background: var(--_raised);
    border-color: var(--_text);
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .export,
  .freshness {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 7px;
  }
  .freshness svg {
    flex: none;
    inline-size: 8px;
    block-size: 8px;
    fill: var(--_better);
  }
  .stale {
    color: var(--_text);
  }
  .stale svg {
    fill: none;
    stroke: var(--_worse);
    stroke-width: 2.5;
  }

  .message {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 8px;
    min-block-size: 180px;
    padding: 16px 4px;
    text-align: center;
    text-wrap: balance;
  }
  .message p {
    max-inline-size: 56ch;
  }
  .message svg {
    inline-size: 44px;
    block-size: 44px;
    fill: none;
    stroke: var(--_muted);
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .message strong {
    font-weight: 600;
  }
  .message button {
    margin-block-start: 6px;
  }

  /* A sentence keeps its own direction on a page of the other one. */
  .ink {
    unicode-bidi: plaintext;
  }
  .busy > * {
    opacity: 0.55;
    transition: opacity 0.15s 0.2s;
  }
  .skeleton .ink.ink {
    color: transparent;
    background: var(--_line);
    border-radius: 5px;
    user-select: none;
  }
  .skeleton .ink * {
    visibility: hidden;
  }
  @media (prefers-reduced-motion: no-preference) {
    .skeleton {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
  }
  @keyframes breathe {
    from {
      opacity: 1;
    }
    to {
      opacity: 0.55;
    }
  }

  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @container widget (inline-size < 360px) {
    .body {
      padding: min(calc(var(--_padding) * var(--_density)), 14px);
    }
    .heading {
      flex-basis: 100%;
    }
  }
  @media (forced-colors: active) {
    .mark {
      border-color: CanvasText;
    }
    .freshness svg {
      fill: CanvasText;
    }
    .stale svg {
      fill: none;
      stroke: CanvasText;
    }
  }
  /* Nobody presses a button on paper. */
  @media print {
    .plain,
    .export {
      display: none;
    }
    .widget {
      break-inside: avoid;
    }
  }
`;
