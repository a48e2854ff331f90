import { css } from 'lit';

export const styles = css`
  .groups {
    display: grid;
    gap: 22px 28px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr));
  }
  .category {
    display: flex;
    align-items: center;
    gap: 10px;
    margin-block-end: 10px;
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
    gap: 12px;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 176px), 1fr));
  }
  .card {
    display: flex;
    flex-direction: column;
    padding: 14px 16px 12px;
    background: var(--_raised);
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) * 0.75);
  }
  .name {
    color: var(--_muted);
    font-size: 13px;
  }
  .value {
    margin-block: 2px 4px;
    font-size: 27px;
    font-weight: 680;
    line-height: 1.15;
    letter-spacing: -0.025em;
  }
  .change {
    font-size: 12.5px;
    min-block-size: 2.9em;
  }
  .change strong {
    display: block;
    font-weight: 620;
    color: var(--_text);
  }
  .better strong {
    color: var(--_better);
  }
  .worse strong {
    color: var(--_worse);
  }
  .arrow {
    inline-size: 9px;
    block-size: 9px;
    fill: currentColor;
    margin-inline-end: 2px;
  }
  .spark {
    display: block;
    inline-size: 100%;
    block-size: 36px;
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

  @container widget (inline-size < 360px) {
    .value {
      font-size: 24px;
    }
    .change {
      min-block-size: 0;
    }
  }
  @media (forced-colors: active) {
    .card {
      border-color: CanvasText;
    }
    .spark {
      stroke: CanvasText;
    }
  }
`;
