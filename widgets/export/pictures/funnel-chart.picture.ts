import { layoutFunnel, type Scale } from '../../funnel-chart/funnel-chart.layout.ts';
import type { StageRow } from '../../funnel-chart/stage-row.ts';
import { formatCount, formatDuration, formatInterval, formatPercent, NO_FIGURE } from '../../shared/format.ts';
import type { Language } from '../../shared/widget.element.ts';
import { shifted, stretched } from '../path.ts';
import type { Drawn, Shape } from '../scene.ts';
import { shorten, widthOf } from '../text.ts';

const BAR = 40;
const STEP = 66;

/** Bars, and between them who went on, at which rate, how fast. */
export function drawFunnel(
  rows: readonly StageRow[],
  scaling: Scale,
  { locale, texts }: Language,
  width: number,
): Drawn {
  const { chart } = texts;
  const labels = Math.min(220, width * 0.26);
  const left = labels + 16;
  const scale = (width - left) / 100;
  const shapes: Shape[] = [];
  let y = 0;
  layoutFunnel(rows, scaling).forEach(({ reached, parts, ribbon }, index) => {
    const row = rows[index]!;
    shapes.push(
      text(0, y + 16, shorten(row.stage.name, 14, labels), 14, 620),
      text(0, y + 36, formatCount(row.reached, locale), 17, 660),
    );
    if (row.cumulativeRate !== null && row.cumulativeRate !== 1)
      shapes.push(muted(0, y + 54, shorten(chart.ofFirst(formatPercent(row.cumulativeRate, locale)), 12, labels)));
    const isLast = row.advanced === null;
    if (parts.length === 0)
      shapes.push({ kind: 'rect', x: left, y, width: reached.width * scale, height: BAR, fill: 'won' });
    for (const { kind, span } of parts)
      shapes.push({
        kind: 'rect',
        x: left + span.start * scale,
        y,
        width: span.width * scale,
        height: BAR,
        ...(kind === 'advanced'
          ? { fill: 'accent' }
          : kind === 'open'
            ? { fill: 'open', stroke: 'accent' }
            : { isHatched: true, stroke: 'lost' }),
      });
    shapes.push({ kind: 'path', d: `M${left} ${y}V${y + BAR}`, stroke: 'lost', width: 2 });
    // Beside the last bar stand three lines.
    y += isLast ? 60 : BAR;
    if (isLast) return;
    if (ribbon)
      shapes.push({
        kind: 'path',
        d: shifted(stretched(ribbon, scale, STEP / 100), left, y),
        fill: 'accent',
        opacity: 0.14,
      });
    let x = left + 12;
    for (const part of ['advanced', 'open', 'lost'] as const) {
      const said = `${chart[part]} ${formatCount(row[part] ?? 0, locale)}`;
      shapes.push(swatch(part, x, y + 15), text(x + 15, y + 24, said, 12.5));
      x += 15 + widthOf(said, 12.5) + 18;
    }
    const rate = row.rate === null ? NO_FIGURE : formatPercent(row.rate, locale);
    const beside = [
      row.interval && texts.intervalOf(formatInterval(row.interval, locale)),
      row.medianTime !== null && chart.medianOf(formatDuration(row.medianTime, locale)),
    ].filter(Boolean);
    shapes.push(
      text(left + 12, y + 46, rate, 16, 660),
      text(left + 26 + widthOf(rate, 16) * 1.08, y + 46, beside.join(' · '), 12.5),
    );
    y += STEP;
  });
  return { height: y, shapes };
}

function swatch(part: 'advanced' | 'open' | 'lost', x: number, y: number): Shape {
  const box = { kind: 'rect', x, y, width: 10, height: 10, radius: 2 } as const;
  if (part === 'advanced') return { ...box, fill: 'accent' };
  return part === 'open' ? { ...box, fill: 'open', stroke: 'accent' } : { ...box, isHatched: true, stroke: 'lost' };
}

function text(x: number, y: number, said: string, size: number, weight = 400): Shape {
  return { kind: 'text', x, y, text: said, size, weight, fill: 'text' };
}

function muted(x: number, y: number, said: string): Shape {
  return { kind: 'text', x, y, text: said, size: 12, fill: 'muted' };
}
