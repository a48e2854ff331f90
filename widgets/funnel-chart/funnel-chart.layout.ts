/** Counts of one stage, as the API's `conversion` gives them; advanced, lost and open are null at the last stage. */
export interface StageCounts {
  reached: number;
  advanced: number | null;
  lost: number | null;
  open: number | null;
}

/** Where a piece of a bar lies, in percent of the chart's width. */
export interface Span {
  start: number;
  width: number;
}

export interface StageShape {
  reached: Span;
  /** Left to right: those who went on, those still open, those lost. Empty at the last stage. */
  parts: { kind: 'advanced' | 'open' | 'lost'; span: Span }[];
  /** From those who went on down to the next stage's bar: an SVG path in a box of 100 × 100. */
  ribbon: string | undefined;
}

/**
 * The funnel's geometry. Widths are linear in counts on one scale for all stages: the widest stage takes 100 %.
 * Under basis COHORT a ribbon keeps its width, since who advanced is who reached the next stage; under PERIOD it widens or narrows.
 */
export function layoutFunnel(stages: readonly StageCounts[]): StageShape[] {
  const widest = Math.max(...stages.map(({ reached }) => reached), 0);
  const percent = (count: number): number => (widest === 0 ? 0 : round((count / widest) * 100));
  return stages.map(({ reached, advanced, open, lost }, index) => {
    const next = stages[index + 1];
    return {
      reached: { start: 0, width: percent(reached) },
      parts:
        advanced === null
          ? []
          : [
              { kind: 'advanced', span: { start: 0, width: percent(advanced) } },
              { kind: 'open', span: { start: percent(advanced), width: percent(open ?? 0) } },
              { kind: 'lost', span: { start: percent(advanced + (open ?? 0)), width: percent(lost ?? 0) } },
            ],
      ribbon: next && advanced !== null ? ribbonPath(percent(advanced), percent(next.reached)) : undefined,
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
