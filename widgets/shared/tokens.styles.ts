import { type CSSResult, css, unsafeCSS } from 'lit';
import { colours, FONT } from './look.ts';

function coloursAs(value: (light: string, dark: string) => string): CSSResult {
  const lines = Object.entries(colours).map(
    ([name, [light, dark]]) => `--_${name}: var(--funnel-${name}, ${value(light, dark)});`,
  );
  return unsafeCSS(lines.join(''));
}

/**
 * The public custom properties, each with its default, light and dark. Light or dark follows `color-scheme` of the element or the page.
 * `--_x` is private: what the styles use.
 */
export const tokens = css`
  .widget {
    ${coloursAs((light, dark) => `light-dark(${light}, ${dark})`)}
    --_control: light-dark(#858da0, #6d788c);
    --_radius: var(--funnel-radius, 14px);
    --_padding: var(--funnel-padding, 20px);
    /* Shrinks the space between things, not what is read. */
    --_density: var(--funnel-density, 1);
    --_font: var(--funnel-font, ${unsafeCSS(FONT)});
  }

  /* Browsers from before 2024: light only. */
  @supports not (color: light-dark(#000, #fff)) {
    .widget {
      ${coloursAs((light) => light)}
      --_control: #858da0;
    }
  }
`;
