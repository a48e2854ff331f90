/** Plain text: it goes into a style sheet of its own when the first popover opens. */
export const styles = `
  .evidence {
    position: fixed;
    inset: auto;
    z-index: 1;
    inline-size: min(340px, calc(100vw - 16px));
    max-block-size: min(480px, calc(100vh - 16px));
    margin: 0;
    padding: 12px 16px 16px;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_control);
    border-radius: calc(var(--_radius) * 0.7);
    background: var(--_surface);
    color: var(--_text);
    font-size: 13px;
    line-height: 1.45;
    text-align: start;
    white-space: normal;
    box-shadow: 0 10px 28px rgb(0 0 0 / 0.2);
  }
  .evidence:not([popover]) {
    position: absolute;
  }
  .evidence header {
    display: flex;
    flex-wrap: nowrap;
    align-items: flex-start;
    gap: 8px;
    margin: 0;
  }
  .evidence .title {
    flex: 1;
    padding-block-start: 4px;
    font-size: 13px;
    font-weight: 600;
    letter-spacing: 0;
  }
  .evidence button {
    flex: none;
    inline-size: 28px;
    block-size: 28px;
    margin-inline-end: -8px;
    border-radius: 6px;
    font-size: 17px;
    line-height: 1;
  }
  .evidence button:hover {
    background: var(--_raised);
  }
  .evidence .exact {
    margin: 0 0 10px;
    font-size: 20px;
    font-weight: 600;
    letter-spacing: -0.015em;
  }
  .evidence dl {
    display: grid;
    grid-template-columns: minmax(7ch, auto) minmax(0, 1fr);
    gap: 6px 14px;
  }
  .evidence dt {
    color: var(--_muted);
    font-size: 12.5px;
  }
  .evidence dd {
    margin: 0;
  }
  .evidence dd + dd {
    grid-column: 2;
    margin-block-start: -4px;
    color: var(--_muted);
  }
  @media (max-width: 340px) {
    .evidence dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 2px;
    }
    .evidence dd + dd {
      grid-column: 1;
    }
    .evidence dd + dt {
      margin-block-start: 6px;
    }
  }
  @media print {
    .evidence {
      display: none;
    }
  }
`;
