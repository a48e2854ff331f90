import { css } from 'lit';

/**
 * The public custom properties, each with its default, light and dark. Light or dark follows `color-scheme` of the element or the page.
 * `--_x` is private: what the styles use.
 */
export const tokens = css`
  .widget {
    --_surface: var(--funnel-surface, light-dark(#ffffff, #14171f));
    --_raised: var(--funnel-raised, light-dark(#f6f7fa, #1c212b));
    --_text: var(--funnel-text, light-dark(#131722, #eceff5));
    --_muted: var(--funnel-muted, light-dark(#5a6274, #a3adbf));
    --_line: var(--funnel-line, light-dark(#e3e6ed, #2c3340));
    --_control: light-dark(#858da0, #6d788c);
    --_accent: var(--funnel-accent, light-dark(#3a53d6, #8499ff));
    --_open: var(--funnel-open, light-dark(#b9c4fb, #34437f));
    --_lost: var(--funnel-lost, light-dark(#858da0, #77829a));
    --_won: var(--funnel-won, light-dark(#0b7a55, #3fcf9b));
    --_better: var(--funnel-better, light-dark(#0a6b4b, #4fd6a5));
    --_worse: var(--funnel-worse, light-dark(#b3261e, #ff9b91));
    --_warning: var(--funnel-warning, light-dark(#8a5300, #f0b849));
    --_radius: var(--funnel-radius, 14px);
    --_padding: var(--funnel-padding, 20px);
    /* Shrinks the space between things, not what is read. */
    --_density: var(--funnel-density, 1);
    --_font: var(
      --funnel-font,
      ui-sans-serif,
      system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'PingFang SC',
      'Microsoft YaHei',
      'Noto Sans SC',
      'Noto Sans CJK SC',
      sans-serif
    );
  }

  /* Browsers from before 2024: light only. */
  @supports not (color: light-dark(#000, #fff)) {
    .widget {
      --_surface: var(--funnel-surface, #ffffff);
      --_raised: var(--funnel-raised, #f6f7fa);
      --_text: var(--funnel-text, #131722);
      --_muted: var(--funnel-muted, #5a6274);
      --_line: var(--funnel-line, #e3e6ed);
      --_control: #858da0;
      --_accent: var(--funnel-accent, #3a53d6);
      --_open: var(--funnel-open, #b9c4fb);
      --_lost: var(--funnel-lost, #858da0);
      --_won: var(--funnel-won, #0b7a55);
      --_better: var(--funnel-better, #0a6b4b);
      --_worse: var(--funnel-worse, #b3261e);
      --_warning: var(--funnel-warning, #8a5300);
    }
  }
`;
