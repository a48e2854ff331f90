import type { StageCategory } from '../../kpi/types.ts';
import { type Html, html } from '../html.ts';
import type { PageTexts } from './texts.ts';

export const categories: readonly StageCategory[] = ['ACQUISITION', 'NURTURING', 'OPPORTUNITY', 'RETENTION'];

/** Half heights of the funnel at the bounds of its four parts, of 50. */
const bounds = [50, 35, 23, 14, 12];

/** One part of the funnel, made to stand beside the others. Decorative: what it says stands in the text beside it. */
export function funnelPart(category: StageCategory): Html {
  const index = categories.indexOf(category);
  const [left, right] = [bounds[index]!, bounds[index + 1]!];
  const points = `0,${50 - left} 100,${50 - right} 100,${50 + right} 0,${50 + left}`;
  return html`<svg class="part part-${index + 1}" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><polygon points="${points}" /></svg>`;
}

/** The whole funnel, small, with one part lit. */
export function whereInFunnel(category: StageCategory): Html {
  const parts = categories.map((each, index) => {
    const [left, right] = [bounds[index]! / 3, bounds[index + 1]! / 3];
    const x = index * 26;
    const points = `${x},${18 - left} ${x + 24},${18 - right} ${x + 24},${18 + right} ${x},${18 + left}`;
    return html`<polygon ${each === category ? html`class="lit"` : ''} points="${points}" />`;
  });
  return html`<svg class="where" viewBox="0 0 102 36" aria-hidden="true">${parts}</svg>`;
}

/** Six leads from start to win (or not), around a window. */
const lives = [
  { from: 22, to: 118 },
  { from: 52, to: 96 },
  { from: 92, to: 138 },
  { from: 106, to: 212 },
  { from: 134, to: null },
  { from: 178, to: 224 },
] as const;
const WINDOW = { from: 78, to: 158 };
const isInside = (x: number | null): boolean => x !== null && x >= WINDOW.from && x <= WINDOW.to;

/** Which leads a basis counts, as a picture: starts and ends that count are filled. */
export function basisPicture(basis: 'COHORT' | 'PERIOD', texts: PageTexts): Html {
  const rows = lives.map(({ from, to }, index) => {
    const y = 34 + index * 15;
    const startCounts = isInside(from);
    const endCounts = basis === 'COHORT' ? startCounts && to !== null : isInside(to);
    const isMeant = basis === 'COHORT' ? startCounts : startCounts || endCounts;
    return html`<g class="${isMeant ? 'meant' : 'other'}">
      <path d="M${from} ${y}H${to ?? 236}" ${to === null ? html`class="still-open"` : ''} />
      <circle class="${startCounts ? 'start counts' : 'start'}" cx="${from}" cy="${y}" r="4" />
      ${to !== null && html`<path class="${endCounts ? 'end counts' : 'end'}" d="M${to - 5} ${y}l5 -5 5 5 -5 5z" />`}
    </g>`;
  });
  const sum = basis === 'COHORT' ? texts.cohortSum : texts.periodSum;
  return html`<figure class="basis-picture">
    <svg viewBox="0 0 260 136" role="img" aria-label="${basis}: ${sum}">
      <rect class="window" x="${WINDOW.from}" y="8" width="${WINDOW.to - WINDOW.from}" height="112" rx="6" />
      <text x="${(WINDOW.from + WINDOW.to) / 2}" y="21" text-anchor="middle">${texts.window}</text>
      <path class="as-of" d="M236 8V120" />
      <text x="236" y="132" text-anchor="middle">asOf</text>
      ${rows}
    </svg>
    <figcaption><strong>${basis}</strong> ${sum}</figcaption>
  </figure>`;
}

/** What the signs of the pictures mean. */
export function basisLegend(texts: PageTexts): Html {
  const sign = (shape: Html, said: string) =>
    html`<li><svg viewBox="0 0 16 16" aria-hidden="true">${shape}</svg>${said}</li>`;
  return html`<ul class="legend">
    ${sign(html`<circle class="start" cx="8" cy="8" r="4" />`, texts.started)}
    ${sign(html`<path class="end" d="M3 8l5 -5 5 5 -5 5z" />`, texts.won)}
    ${sign(html`<circle class="start counts" cx="4.5" cy="8" r="3.5" /><path class="end counts" d="M8 8l4 -4 4 4 -4 4z" />`, texts.counted)}
  </ul>`;
}
