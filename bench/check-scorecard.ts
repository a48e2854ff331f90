/** What both sides say, in one shape, so that a rival is known to answer the same question. */
export interface ScorecardRow {
  position: number;
  channel_id: string | null;
  reached: number;
  advanced: number;
  lost: number;
}

interface ScorecardData {
  data: {
    workspace: {
      funnel: {
        conversion: { stage: { position: number }; reached: number; advanced: number | null; lost: number | null }[];
        stages: {
          position: number;
          kpis: {
            stageConversionRate: { breakdown: { key: string | null; numerator: number; denominator: number }[] };
          };
        }[];
      };
    };
  };
}

/** @throws where the rows and the GraphQL answer differ. */
export function compareScorecards(
  who: string,
  answer: string,
  rows: readonly ScorecardRow[],
  channelKeys: ReadonlyMap<string, string>,
): void {
  const { conversion, stages } = (JSON.parse(answer) as ScorecardData).data.workspace.funnel;
  const ours = [
    ...conversion
      .filter(({ reached }) => reached > 0)
      .map(({ stage, reached, advanced, lost }) => [stage.position, reached, advanced ?? 0, lost ?? 0]),
    ...stages.flatMap(({ position, kpis }) =>
      kpis.stageConversionRate.breakdown.map(({ key, numerator, denominator }) => [
        position,
        key,
        denominator,
        numerator,
      ]),
    ),
  ];
  const positions = [...new Set(rows.map(({ position }) => position))];
  const theirs = [
    ...positions.map((position) => {
      const own = rows.filter((row) => row.position === position);
      const sum = (name: 'reached' | 'advanced' | 'lost') => own.reduce((total, row) => total + Number(row[name]), 0);
      return [position, sum('reached'), sum('advanced'), sum('lost')];
    }),
    // Nobody leaves the last stage, so the API gives no step from it.
    ...rows
      .filter(({ position }) => position < conversion.length)
      .map((row) => [
        row.position,
        channelKeys.get(row.channel_id ?? '') ?? null,
        Number(row.reached),
        Number(row.advanced),
      ]),
  ];
  const inOrder = (lines: unknown[][]) => lines.map((line) => JSON.stringify(line)).sort();
  const [a, b] = [inOrder(ours), inOrder(theirs)];
  const different = [...a.filter((line) => !b.includes(line)), ...b.filter((line) => !a.includes(line))];
  if (different.length > 0) throw new Error(`${who} answers another question: ${different.slice(0, 6).join(' ')}`);
}
