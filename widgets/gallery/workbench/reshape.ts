/** Answers of other shapes than the demo company happens to give, made of those that it gave. */

const MANY = 200;
/** Stages and cards that a screen can still hold. */
const MOST: Record<string, number> = { conversion: 12, values: 24 };

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Only the first of the rows that an element shows. */
export function oneRow(answer: object): object {
  return withRows(answer, (rows, name) =>
    name === 'kpis' ? rows.map((kpi) => withSeries(kpi, (points) => points.slice(0, 1))) : rows.slice(0, 1),
  );
}

/** The rows again and again, each under a name of its own. */
export function manyRows(answer: object): object {
  return withRows(answer, (rows, name) => {
    if (name === 'conversion') return longFunnel(rows);
    if (name === 'kpis') return rows.map((kpi) => withSeries(kpi, dayByDay));
    return againAndAgain(rows, MOST[name] ?? MANY);
  });
}

function againAndAgain(rows: Json[], count: number): Json[] {
  return Array.from({ length: count }, (_, index) => {
    const row = rows[index % rows.length] as { [name: string]: Json };
    // All together they are still the whole.
    const own = typeof row.share === 'number' ? { ...row, share: (row.share * rows.length) / count } : row;
    return index < rows.length ? own : renamed(own, index + 1);
  });
}

/** Stages whose counts go down, as a funnel's do: under the names there are, each with seven of ten of those before. */
function longFunnel(rows: Json[]): Json[] {
  const first = Number((rows[0] as { reached: number }).reached);
  const reachedAt = (index: number): number => Math.round(first * 0.7 ** index);
  return againAndAgain(rows, MOST.conversion!).map((row, index, all) => {
    const reached = reachedAt(index);
    const isLast = index === all.length - 1;
    const advanced = isLast ? null : reachedAt(index + 1);
    const open = advanced === null ? null : Math.round((reached - advanced) * 0.3);
    const rate = advanced === null ? null : advanced / reached;
    const { medianTime, meanTime } = rows[index % (rows.length - 1)] as { [name: string]: Json };
    const cumulativeRate = reached / first;
    return {
      ...(row as { [name: string]: Json }),
      ...{ reached, advanced, open, rate, cumulativeRate, interval: null },
      lost: advanced === null ? null : reached - advanced - open!,
      ...(isLast ? { medianTime: null, meanTime: null } : { medianTime: medianTime!, meanTime: meanTime! }),
      previous: { reached: Math.round(reached * 0.8), rate, cumulativeRate },
    };
  });
}

/** One KPI over time has its points inside of it, and as many of the window before. */
function withSeries(kpi: Json, change: (points: Json[]) => Json[]): Json {
  const { series, previous, ...rest } = kpi as unknown as { series: Json[]; previous: { series: Json[] } | null };
  const before = previous && { ...previous, series: change(previous.series) };
  return { ...rest, series: change(series), previous: before } as unknown as Json;
}

const DAY_MS = 86_400_000;

/** A point for each day, around the value of the longer one that it was in. */
function dayByDay(points: Json[]): Json[] {
  return points.flatMap((point) => {
    const { from, to, value } = point as { from: string; to: string; value: number | null };
    const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
    const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
    return Array.from({ length: days }, (_, index) => {
      const at = Date.parse(from) + index * DAY_MS;
      const wave = 1 + 0.3 * Math.sin(at / DAY_MS) * Math.cos(at / DAY_MS / 5);
      const own = { from: dayOf(at), to: dayOf(at + DAY_MS), value: value === null ? null : value * wave };
      return { ...(point as { [name: string]: Json }), ...own, interval: null };
    });
  });
}

/** What comes where one of several values could not be computed. */
export function withoutOne(data: object): { data: object; errors: object[] } {
  const error = { message: 'This value could not be computed.', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  return { data: withRows(data, (rows) => rows.map((row, index) => (index === 1 ? null : row))), errors: [error] };
}

/** Changes the list that an element is about: the longest one that is not inside of another. */
function withRows(answer: object, change: (rows: Json[], name: string) => Json[]): object {
  const copy = structuredClone(answer) as { [name: string]: Json };
  let found: { holder: { [name: string]: Json }; name: string; rows: Json[] } | undefined;
  const look = (holder: { [name: string]: Json }): void => {
    for (const [name, value] of Object.entries(holder)) {
      if (Array.isArray(value)) {
        // What elements ask beside their own rows is none of them; the trend's events neither.
        if (['frame', 'before'].includes(name) || found?.name === 'kpis' || typeof value[0] !== 'object') continue;
        if (name === 'kpis' || value.length > (found?.rows.length ?? 0)) found = { holder, name, rows: value };
      } else if (value && typeof value === 'object') look(value);
    }
  };
  look(copy);
  if (found) found.holder[found.name] = change(found.rows, found.name);
  return copy;
}

/** Keys tell rows apart, names are read. */
function renamed(row: Json, number: number, depth = 0): Json {
  if (!row || typeof row !== 'object' || Array.isArray(row) || depth > 2) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value === 'string' && (name === 'id' || name === 'key')) return [name, `${value}-${number}`];
      if (typeof value === 'string' && name === 'name') return [name, `${value} ${number}`];
      return [name, renamed(value, number, depth + 1)];
    }),
  );
}
