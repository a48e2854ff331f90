export interface WeekRow {
  week: number;
  channel_id: string | null;
  new_leads: number;
  left: number;
  advanced: number;
}

interface WeeksData {
  data: {
    workspace: {
      channels: {
        edges: {
          node: {
            key: string;
            kpis: {
              newLeads: { series: { from: string; value: number }[] };
              stageConversionRate: { series: { numerator: number; denominator: number }[] };
            };
          };
        }[];
      };
    };
  };
}

/** 2000-01-03, a Monday, in days since 1970. */
const FIRST_MONDAY = 10_959;

/** @throws where the rows and the GraphQL answer differ. */
export function compareWeeks(answer: string, rows: readonly WeekRow[], channelKeys: ReadonlyMap<string, string>): void {
  const { edges } = (JSON.parse(answer) as WeeksData).data.workspace.channels;
  const ours = edges.flatMap(({ node: { key, kpis } }) =>
    kpis.newLeads.series.flatMap(({ from, value }, index) => {
      const { numerator, denominator } = kpis.stageConversionRate.series[index]!;
      const week = Math.floor((Date.parse(from) / 86_400_000 - FIRST_MONDAY) / 7);
      return value === 0 && denominator === 0 ? [] : [`${week} ${key} ${value} ${denominator} ${numerator}`];
    }),
  );
  const theirs = rows.map(
    ({ week, channel_id, new_leads, left, advanced }) =>
      `${week} ${channelKeys.get(channel_id ?? '')} ${new_leads} ${left} ${advanced}`,
  );
  const different = ours.filter((line) => !theirs.includes(line));
  if (different.length > 0 || ours.length !== theirs.length)
    throw new Error(`SQL on cells answers another question about weeks: ${different.slice(0, 5).join(', ')}`);
}
