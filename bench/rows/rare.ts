import type { ScopeInput } from '../../server/kpi/types.ts';
import { type Bench, openRivals, type Row } from '../bench.ts';
import { compareScorecards, type ScorecardRow } from '../check-scorecard.ts';
import { DAY } from '../facts/company.ts';
import { ask } from '../http/client.ts';
import { interleave } from '../interleave.ts';
import { scorecard } from '../questions.ts';
import type { Line } from '../table.ts';
import type { Window } from '../windows.ts';

interface Rare {
  work: string;
  file: string;
  scope: Omit<ScopeInput, 'window'>;
  /** The SQL's last parameter. */
  value: string;
}

const RIVAL = 'SQL on journeys';

/** Questions that no cell answers: by a tag, by an industry, as of a month ago. */
export const rareRow: Row = {
  name: 'rare',
  async measure(bench: Bench): Promise<Line[]> {
    const connection = await bench.open();
    const sql = await openRivals(bench.dataset);
    const lines: Line[] = [];
    for (const { work, file, scope, value } of rareQuestions(bench.dataset.company.until)) {
      const question = (window: Window) => ask(connection, scorecard(window, scope));
      const run = ({ from, to }: Window) => sql.run<ScorecardRow>(file, [from, to, value]);

      const window = bench.nextQuarter();
      compareScorecards(RIVAL, await question(window), await run(window), sql.channelKeys);

      const figures = await interleave<Window>(
        [
          { name: 'ours', run: question },
          { name: RIVAL, run },
        ],
        bench.rounds,
        bench.nextQuarter,
      );
      lines.push({
        work,
        leads: bench.dataset.company.leads,
        ours: figures.get('ours')!,
        rival: { name: RIVAL, figure: figures.get(RIVAL)! },
        target: '≤ 1.5',
      });
    }
    await sql.close();
    return lines;
  },
};

function rareQuestions(until: number): Rare[] {
  const asOf = new Date(until - 30 * DAY);
  return [
    { work: 'scorecard of a tag', file: 'journeys-by-tag', scope: { filter: { tags: ['vip'] } }, value: 'vip' },
    {
      work: 'scorecard of an industry',
      file: 'journeys-by-industry',
      scope: { filter: { industries: ['health'] } },
      value: 'health',
    },
    { work: 'scorecard as of a month ago', file: 'journeys-as-of', scope: { asOf }, value: asOf.toISOString() },
  ];
}
