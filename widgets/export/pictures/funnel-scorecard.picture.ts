import { isProvisional } from '../../funnel-scorecard/view/provisional.ts';
import { HEIGHT, layoutSparkline, WIDTH } from '../../funnel-scorecard/view/sparkline.layout.ts';
import { formatRelativeChange } from '../../shared/format.ts';
import { formatChange, formatValue, judge } from '../../shared/kpi-figure.ts';
import { CATEGORIES, type KpiValue } from '../../shared/kpi-types.ts';
import type { Language } from '../../shared/widget.element.ts';
import type { TimeUnit } from '../../shared/window-attribute.ts';
import { shifted, stretched } from '../path.ts';
import type { Drawn, Ink, Shape } from '../scene.ts';
import { shorten } from '../text.ts';

const GAP = 12;
const CARD = 132;
const PADDING = 14;

/** A card a KPI, by category: value, change against the window before, its line. */
export function drawScorecard(values: readonly KpiValue[], grain: TimeUnit, language: Language, width: number): Drawn {
  const columns = Math.max(1, Math.floor((width + GAP) / 200));
  const card = (width - GAP * (columns - 1)) / columns;
  const shapes: Shape[] = [];
  let y = 0;
  for (const category of CATEGORIES) {
    const own = values.filter(({ definition }) => definition.category === category);
    if (own.length === 0) continue;
    shapes.push({
      kind: 'text',
      x: 0,
      y: y + 14,
      text: language.texts.scorecard.category[category],
      size: 12,
      weight: 600,
      fill: 'muted',
    });
    y += 24;
    own.forEach((value, index) => {
      const x = (index % columns) * (card + GAP);
      shapes.push(...drawCard(value, grain, language, x, y + Math.floor(index / columns) * (CARD + GAP), card));
    });
    y += Math.ceil(own.length / columns) * (CARD + GAP) + 8;
  }
  return { height: Math.max(0, y - GAP), shapes };
}

function drawCard(value: KpiValue, grain: TimeUnit, language: Language, x: number, y: number, width: number): Shape[] {
  const { definition, series } = value;
  const inner = width - 2 * PADDING;
  const change = changeOf(value, language);
  const points = series.map((point) => ({
    value: point.value,
    isProvisional: isProvisional(point, grain, value.basis, value.window.asOf),
  }));
  const { line, provisionalLine, area } = layoutSparkline(points);
  const placed = (d: string): string => shifted(stretched(d, inner / WIDTH, 30 / HEIGHT), x + PADDING, y + 92);
  return [
    { kind: 'rect', x, y, width, height: CARD, radius: 10, stroke: 'line' },
    { kind: 'text', x: x + PADDING, y: y + 24, text: shorten(definition.name, 13, inner), size: 13, fill: 'text' },
    {
      kind: 'text',
      x: x + PADDING,
      y: y + 54,
      text: shorten(formatValue(value.value, definition, language), 24, inner),
      size: 24,
      weight: 660,
      fill: 'text',
    },
    { kind: 'text', x: x + PADDING, y: y + 76, text: shorten(change.text, 12, inner), size: 12, fill: change.ink },
    ...[
      { kind: 'path' as const, d: area, fill: 'accent' as const, opacity: 0.12 },
      { kind: 'path' as const, d: line, stroke: 'accent' as const, width: 1.6 },
      { kind: 'path' as const, d: provisionalLine, stroke: 'accent' as const, width: 1.6, isDashed: true },
    ]
      .filter(({ d }) => d !== '')
      .map((path) => ({ ...path, d: placed(path.d) })),
  ];
}

function changeOf(
  { value, change, relativeChange, status, definition }: KpiValue,
  language: Language,
): { text: string; ink: Ink } {
  const { scorecard } = language.texts;
  if (value === null) return { text: status === 'IMMATURE' ? scorecard.immature : scorecard.noData, ink: 'muted' };
  if (change === null) return { text: scorecard.noPrevious, ink: 'muted' };
  const judgement = judge(change, definition.direction);
  const moved = change > 0 ? `▲ ${scorecard.up}` : change < 0 ? `▼ ${scorecard.down}` : scorecard.same;
  const said = [
    change === 0 ? moved : `${moved} ${formatChange(change, definition, language, false)}`,
    relativeChange === null || change === 0 ? '' : formatRelativeChange(relativeChange, language.locale),
    judgement === 'neutral' ? '' : scorecard[judgement],
  ];
  return { text: said.filter(Boolean).join(' · '), ink: judgement === 'neutral' ? 'muted' : judgement };
}
