import { colours } from '../shared/look.ts';
import type { Ink, Palette } from './scene.ts';

/** The widgets' own colours, for pictures that are made where no style sheet is. */
export const palettes: Record<'light' | 'dark', Palette> = {
  light: paletteBy((ink) => colours[ink][0]),
  dark: paletteBy((ink) => colours[ink][1]),
};

/** The colours that an element has on its page, with the host's custom properties. */
export function paletteOf(card: Element): Palette {
  const probe = card.appendChild(document.createElement('span'));
  const palette = paletteBy((ink) => {
    probe.style.setProperty('color', `var(--_${ink})`);
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return palette;
}

function paletteBy(colourOf: (ink: Ink) => string): Palette {
  return Object.fromEntries((Object.keys(colours) as Ink[]).map((ink) => [ink, colourOf(ink)])) as Palette;
}
