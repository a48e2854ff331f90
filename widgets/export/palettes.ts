import type { Palette } from './scene.ts';

/** The widgets' own colours (shared/tokens.styles.ts), for pictures that are made where no style sheet is. */
export const palettes: Record<'light' | 'dark', Palette> = {
  light: {
    surface: '#ffffff',
    text: '#131722',
    muted: '#5a6274',
    line: '#e3e6ed',
    accent: '#3a53d6',
    open: '#b9c4fb',
    lost: '#858da0',
    won: '#0b7a55',
    better: '#0a6b4b',
    worse: '#b3261e',
    warning: '#8a5300',
  },
  dark: {
    surface: '#14171f',
    text: '#eceff5',
    muted: '#a3adbf',
    line: '#2c3340',
    accent: '#8499ff',
    open: '#34437f',
    lost: '#77829a',
    won: '#3fcf9b',
    better: '#4fd6a5',
    worse: '#ff9b91',
    warning: '#f0b849',
  },
};

/** The colours that an element has on its page, with the host's custom properties. */
export function paletteOf(card: Element): Palette {
  const probe = card.appendChild(document.createElement('span'));
  const colours = Object.keys(palettes.light).map((ink) => {
    probe.style.setProperty('color', `var(--_${ink})`);
    return [ink, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colours) as Palette;
}
