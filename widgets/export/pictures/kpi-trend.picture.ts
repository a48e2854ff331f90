import { layoutTrend, SIZE } from '../../kpi-trend/view/trend.layout.ts';
import { grainOfSeries, placeOf, stepsOf, type TrendKpi } from '../../kpi-trend/view/trend-steps.ts';
import { formatDates } from '../../shared/format.ts';
import { formatValue, intervalOf } from '../../shared/kpi-figure.ts';
import type { Language } from '../../shared/widget.element.ts';
import { shifted, stretched } from '../path.ts';
import type { Drawn, Ink, Shape } from '../scene.ts';
import { shorten, widthOf } from '../text.ts';

const PLOT = 240;
const HEADLINE = 64;

/** The value of the window; below it the line with its 95 % band, the window before dashed and thin, the points that can still change dashed. */
export function drawTrend(kpi: TrendKpi, language: Language, width: number): Drawn {
  const { definition } = kpi;
  const { trend } = language.texts;
  const { steps, before } = stepsOf(kpi);
  const shape = layoutTrend(steps, before, [], definition.unit);
  const ticks = shape.ticks.map(({ value, y }) => ({ y, said: formatValue(value, definition, language) }));
  const left = Math.max(...ticks.map(({ said }) => widthOf(said, 12))) + 12;
  const right = width - 8;
  const interval = intervalOf(kpi, language);
  const value = formatValue(kpi.value, definition, language);
  const placed = (d: string): string => shifted(stretched(d, (right - left) / SIZE, PLOT / SIZE), left, HEADLINE);
  const path = (d: string, look: Omit<Shape & { kind: 'path' }, 'kind' | 'd'>): Shape[] =>
    d === '' ? [] : [{ kind: 'path', d: placed(d), ...look }];
  const shapes: Shape[] = [
    { kind: 'text', x: 0, y: 30, text: value, size: 28, weight: 680, fill: 'text' },
    {
      kind: 'text',
      x: widthOf(value, 28) * 1.08 + 14,
      y: 30,
      text: shorten(
        [interval && language.texts.intervalOf(interval), `${trend.now} —`, `${trend.before} - -`]
          .filter(Boolean)
          .join('  ·  '),
        12.5,
        width - 160,
      ),
      size: 12.5,
      fill: 'muted',
    },
    ...ticks.flatMap(({ y, said }): Shape[] => [
      { kind: 'path', d: `M${left} ${HEADLINE + (y / SIZE) * PLOT}H${right}`, stroke: 'line' },
      {
        kind: 'text',
        x: left - 8,
        y: HEADLINE + (y / SIZE) * PLOT + 4,
        text: said,
        size: 12,
        fill: 'muted',
        anchor: 'end',
      },
    ]),
    ...path(shape.band, { fill: 'accent', opacity: 0.14 }),
    ...path(shape.whiskers, { stroke: 'accent', opacity: 0.5 }),
    ...path(lines(shape.before), { stroke: 'lost', width: 1.4, isDashed: true }),
    ...path(shape.line, { stroke: 'accent', width: 2 }),
    ...path(shape.openLine, { stroke: 'accent', width: 2, isDashed: true }),
    ...dots(placed, shape.dots, 'accent'),
    ...dots(placed, shape.smallDots, 'surface'),
    ...days(kpi, language, left, right),
  ];
  return { height: HEADLINE + PLOT + 24, shapes };
}

/** Without the points of a single bucket. */
function lines(d: string): string {
  return d.replace(/M[^MLh]*h0/g, '');
}

function dots(placed: (d: string) => string, d: string, fill: Ink): Shape[] {
  return [...placed(d.replaceAll('h0', '')).matchAll(/M(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => ({
    kind: 'rect',
    x: Number(x) - 3,
    y: Number(y) - 3,
    width: 6,
    height: 6,
    radius: 3,
    fill,
    stroke: 'accent',
  }));
}

/** The first and the last bucket's days, and one between where there is room. */
function days(kpi: TrendKpi, { locale }: Language, left: number, right: number): Shape[] {
  const { series, window } = kpi;
  const y = HEADLINE + PLOT + 20;
  const chosen = [...new Set([0, Math.floor((series.length - 1) / 2), series.length - 1])].filter(
    (index) => series[index],
  );
  const grain = grainOfSeries(series);
  return chosen.map((index): Shape => {
    const bucket = series[index]!;
    const middle = (placeOf(bucket.from, window) + placeOf(bucket.to, window)) / 2;
    const anchor = index === 0 ? 'start' : index === series.length - 1 ? 'end' : 'middle';
    const x = anchor === 'start' ? left : anchor === 'end' ? right : left + middle * (right - left);
    const said =
      grain === 'DAY' ? formatDates({ from: bucket.from, to: bucket.from }, locale) : formatDates(bucket, locale);
    return { kind: 'text', x, y, text: said, size: 12, fill: 'muted', anchor: series.length === 1 ? 'start' : anchor };
  });
}
