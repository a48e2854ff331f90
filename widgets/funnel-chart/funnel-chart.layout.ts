/** Counts of one stage, as the API's `conversion` gives them; advanced, lost and open are null at the last stage. */
export interface StageCounts {
  reached: number;
  advanced: number | null;
  lost: number | null;
  open: number | null;
  /** Of the window before, where it is compared with. */
  previous?: { reached: number } | null;
}

/** SQRT makes the small stages of a steep funnel visible; whoever draws it says so. */
export type Scale = 'LINEAR' | 'SQRT';

/** Where a piece of a bar lies, in percent of the chart's width. */
export interface Span {
  start: number;
  width: number;
}

export interface StageShape {
  reached: Span;
  /** Left to right: those who went on, those still open, those lost. Empty at the last stage. */
  parts: { kind: 'advanced' | 'open' | 'lost'; span: Span }[];
  /** The bar of the window before. */
  previous: Span | undefined;
  /** From those who went on down to the next stage's bar: an SVG path in a box of 100 × 100. */
  ribbon: string | undefined;
}

/**
 * The funnel's geometry. One scale for all stages and both windows: the widest bar takes 100 %. LINEAR: widths are proportional to counts.
 * SQRT: bars to the square root of their counts, the parts of a bar to their counts within it.
 * Under basis COHORT and LINEAR a ribbon keeps its width, since who advanced is who reached the next stage; else it widens or narrows.
 */
export function layoutFunnel(stages: readonly StageCounts[], scale: Scale = 'LINEAR'): StageShape[] {
  const widest = Math.max(...stages.flatMap(({ reached, previous }) => [reached, previous?.reached ?? 0]), 0);
  const exact = (count: number): number => {
    if (widest === 0) return 0;
    return (scale === 'SQRT' ? Math.sqrt(count / widest) : count / widest) * 100;
  };
  return stages.map(({ reached, advanced, open, lost, previous }, index) => {
    const next = stages[index + 1];
    const width = exact(reached);
    const part = (count: number | null): number => (reached === 0 ? 0 : round((width * (count ?? 0)) / reached));
    const span = (before: number, count: number | null): Span => ({ start: part(before), width: part(count) });
    return {
      reached: { start: 0, width: round(width) },
      parts:
        advanced === null
          ? []
          : [
              { kind: 'advanced', span: span(0, advanced) },
              { kind: 'open', span: span(advanced, open) },
              { kind: 'lost', span: span(advanced + (open ?? 0), lost) },
            ],
      previous: previous?.reached ? { start: 0, width: round(exact(previous.reached)) } : undefined,
      ribbon: next && advanced !== null ? ribbonPath(part(advanced), round(exact(next.reached))) : undefined,
    };
  });
}

function ribbonPath(top: number, bottom: number): string {
  if (top === bottom) return `M0 0H${top}V100H0Z`;
  return `M0 0H${top}C${top} 50 ${bottom} 50 ${bottom} 100H0Z`;
}

/** A ten-thousandth of the width: less than a pixel on any screen. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
