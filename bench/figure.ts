/** What was measured, one value a round. */
export interface Figure {
  unit: 'ms' | '/s' | 'MB' | 'kB';
  values: number[];
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The median and, in parentheses, what half of the rounds lie between. */
export function show({ unit, values }: Figure): string {
  const middle = `${digits(median(values))} ${unit}`;
  return values.length < 2
    ? middle
    : `${middle} (${digits(quantile(values, 0.25))}..${digits(quantile(values, 0.75))})`;
}

/** Three figures, as much as such measurements bear. */
export function digits(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Type 7, as PostgreSQL's percentile_cont. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
