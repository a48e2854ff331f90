import type { ScorecardRow } from './check-scorecard.ts';

export interface MediansRow extends ScorecardRow {
  part: 'steps' | 'times' | 'responses';
  median: number | null;
  p90: number | null;
}

interface MediansData {
  data: {
    workspace: {
      funnel: {
        conversion: { stage: { position: number }; medianTime: number | null }[];
        kpis: {
          firstResponseTime: Quantiles & { breakdown: (Quantiles & { key: string })[] };
        };
      };
    };
  };
}

interface Quantiles {
  median: number;
  p90: number;
}

/** @throws where the medians of the rows and of the GraphQL answer differ by a millisecond. */
export function compareMedians(
  answer: string,
  rows: readonly MediansRow[],
  channelKeys: ReadonlyMap<string, string>,
): void {
  const { conversion, kpis } = (JSON.parse(answer) as MediansData).data.workspace.funnel;
  const { breakdown, ...all } = kpis.firstResponseTime;
  const time = (position: number) => rows.find((row) => row.part === 'times' && row.position === position);
  const response = (key: string | null) =>
    rows.find((row) => row.part === 'responses' && (channelKeys.get(row.channel_id ?? '') ?? null) === key);
  const pairs = [
    ...conversion.map(({ stage, medianTime }) => [medianTime, time(stage.position)?.median ?? null]),
    ...[{ key: null, ...all }, ...breakdown].flatMap(({ key, median, p90 }) => [
      [median, response(key)?.median],
      [p90, response(key)?.p90],
    ]),
  ];
  const different = pairs.filter(([a, b]) => Math.abs((a ?? 0) - (b ?? 0)) > 0.001);
  if (different.length > 0) throw new Error(`SQL on journeys has other medians: ${JSON.stringify(different)}`);
}
