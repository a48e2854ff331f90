export const styles = `
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .controls,
  .controls > * {
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  button[aria-disabled='true'] {
    color: var(--_muted);
    border-color: var(--_line);
    cursor: default;
  }

  /* As tall as what it holds, up to where it scrolls; of one height whatever comes where the page says which. */
  .scroller {
    block-size: var(--funnel-feed-height, auto);
    max-block-size: var(--funnel-feed-height, 26rem);
    overflow-y: auto;
    margin-inline: calc(-1 * var(--_padding));
    padding-inline: var(--_padding);
  }
  .skeleton .scroller {
    overflow: hidden;
  }
  .scroller .message {
    min-block-size: 100%;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .event {
    position: relative;
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    gap: 2px 12px;
    padding: 11px 2px;
    border-block-end: 1px solid var(--_line);
  }
  .event:last-child {
    border-block-end: 0;
  }
  .severity {
    inline-size: 18px;
    block-size: 18px;
    margin-block-start: 2px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linejoin: round;
  }
  .BREACHED .severity {
    fill: currentColor;
  }
  .INFO .severity {
    color: var(--_accent);
  }
  .WARNING .severity {
    color: var(--_warning);
  }
  .CRITICAL .severity {
    color: var(--_worse);
  }
  .say {
    font-weight: 600;
    text-align: start;
    border-radius: 4px;
    min-block-size: 24px;
  }
  .say:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  s {
    color: var(--_muted);
  }
  .meta,
  .when,
  .why {
    color: var(--_muted);
    font-size: 12.5px;
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 1px 12px;
  }
  .meta strong,
  .why strong {
    color: var(--_text);
    font-weight: 600;
  }
  .when {
    text-align: end;
  }
  .when > * {
    display: block;
    margin-inline-start: auto;
  }
  .when .tag {
    inline-size: fit-content;
  }
  .tag {
    padding-inline: 7px;
    border: 1px solid var(--_control);
    border-radius: 999px;
    color: var(--_text);
    font-size: 12px;
    font-weight: 600;
  }
  .new::before {
    content: '';
    position: absolute;
    inset-block: 8px;
    inset-inline-start: -9px;
    border-inline-start: 3px solid var(--_accent);
    border-radius: 2px;
  }
  .divider {
    display: flex;
    align-items: center;
    gap: 10px;
    padding-block: 8px;
    color: var(--_text);
    font-size: 12.5px;
    font-weight: 600;
  }
  .divider::before,
  .divider::after {
    content: '';
    flex: 1;
    border-block-start: 2px solid var(--_accent);
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 2px 12px;
    margin-block-start: 6px;
    font-size: 13px;
  }
  dt {
    color: var(--_muted);
  }
  .bone {
    min-block-size: 64px;
    align-items: start;
  }
  @container widget (inline-size < 520px) {
    .event {
      grid-template-columns: 20px minmax(0, 1fr);
    }
    .when {
      grid-column: 2;
      display: flex;
      flex-wrap: wrap;
      gap: 1px 10px;
    }
    .when > * {
      margin: 0;
    }
  }
  @container widget (inline-size < 360px) {
    .scroller {
      margin-inline: calc(-1 * min(var(--_padding), 14px));
      padding-inline: min(var(--_padding), 14px);
    }
  }
  @container widget (inline-size < 300px) {
    .event {
      gap: 2px 8px;
    }
    .controls > * {
      flex: 1 1 100%;
    }
    dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
  }
  @media (forced-colors: active) {
    .event .severity {
      color: CanvasText;
    }
  }
`;
