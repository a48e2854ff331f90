import { type Bench, openRivals, type Row } from '../bench.ts';
import { compareScorecards, type ScorecardRow } from '../check-scorecard.ts';
import { ask } from '../http/client.ts';
import { interleave, warm } from '../interleave.ts';
import { scorecard } from '../questions.ts';
import type { Line } from '../table.ts';
import type { Window } from '../windows.ts';

const rivals = [
  { name: 'SQL on cells (the floor)', file: 'floor-scorecard', target: '≤ 2' },
  { name: 'SQL on journeys', file: 'journeys-scorecard' },
  { name: 'SQL on raw facts', file: 'raw-scorecard', target: '≤ 0.067 (15 × faster)' },
];

/** The commonest question: 90 days, all stages by all channels, no quantiles. No question comes twice. */
export const scorecardRow: Row = {
  name: 'scorecard',
  async measure(bench: Bench): Promise<Line[]> {
    const connection = await bench.open();
    const sql = await openRivals(bench.dataset);
    const run = (file: string, { from, to }: Window) => sql.run<ScorecardRow>(file, [from, to]);

    const window = bench.nextQuarter();
    const answer = await ask(connection, scorecard(window));
    for (const { name, file } of rivals) compareScorecards(name, answer, await run(file, window), sql.channelKeys);

    await warm(() => ask(connection, scorecard(bench.nextQuarter())));
    const figures = await interleave<Window>(
      [
        { name: 'ours', run: (each) => ask(connection, scorecard(each)) },
        ...rivals.map(({ name, file }) => ({ name, run: (each: Window) => run(file, each) })),
      ],
      bench.rounds,
      bench.nextQuarter,
    );
    await sql.close();
    return rivals.map(({ name, target }) => ({
      work: 'scorecard, 90 days',
      leads: bench.dataset.company.leads,
      ours: figures.get('ours')!,
      rival: { name, figure: figures.get(name)! },
      target,
    }));
  },
};
