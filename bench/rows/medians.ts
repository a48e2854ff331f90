import { type Bench, openRivals, type Row } from '../bench.ts';
import { compareMedians, type MediansRow } from '../check-medians.ts';
import { compareScorecards } from '../check-scorecard.ts';
import { ask } from '../http/client.ts';
import { interleave } from '../interleave.ts';
import { medians } from '../questions.ts';
import type { Line } from '../table.ts';
import type { Window } from '../windows.ts';

const RIVAL = 'SQL on journeys';

/** The scorecard with medians. Medians do not add up, so the rival reads journeys too. */
export const mediansRow: Row = {
  name: 'medians',
  async measure(bench: Bench): Promise<Line[]> {
    const connection = await bench.open();
    const sql = await openRivals(bench.dataset);
    const run = ({ from, to }: Window) => sql.run<MediansRow>('journeys-medians', [from, to]);

    const window = bench.nextQuarter();
    const answer = await ask(connection, medians(window));
    const rows = await run(window);
    const steps = rows.filter(({ part }) => part === 'steps');
    compareScorecards(RIVAL, answer, steps, sql.channelKeys);
    compareMedians(answer, rows, sql.channelKeys);

    const figures = await interleave<Window>(
      [
        { name: 'ours', run: (each) => ask(connection, medians(each)) },
        { name: RIVAL, run },
      ],
      bench.rounds,
      bench.nextQuarter,
    );
    await sql.close();
    return [
      {
        work: 'scorecard with medians, 90 days',
        leads: bench.dataset.company.leads,
        ours: figures.get('ours')!,
        rival: { name: RIVAL, figure: figures.get(RIVAL)! },
        target: '≤ 1.5',
      },
    ];
  },
};
