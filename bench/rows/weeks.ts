import { type Bench, openRivals, type Row } from '../bench.ts';
import { compareWeeks, type WeekRow } from '../check-weeks.ts';
import { ask } from '../http/client.ts';
import { interleave, warm } from '../interleave.ts';
import { weeks } from '../questions.ts';
import type { Line } from '../table.ts';
import { nextOf, type Window, windowsOf } from '../windows.ts';

const RIVAL = 'SQL on cells (the floor)';

/** A year, week by week, of all channels. */
export const weeksRow: Row = {
  name: 'weeks',
  async measure(bench: Bench): Promise<Line[]> {
    const connection = await bench.open();
    const sql = await openRivals(bench.dataset);
    const years = windowsOf(bench.dataset.company, 365, 2);
    const run = ({ from, to }: Window) => sql.run<WeekRow>('floor-year-by-week', [from, to]);

    const window = nextOf(years);
    compareWeeks(await ask(connection, weeks(window)), await run(window), sql.channelKeys);

    await warm(() => ask(connection, weeks(nextOf(years))), 100);
    const figures = await interleave<Window>(
      [
        { name: 'ours', run: (each) => ask(connection, weeks(each)) },
        { name: RIVAL, run },
      ],
      bench.rounds,
      () => nextOf(years),
    );
    await sql.close();
    return [
      {
        work: 'a year by week, all channels',
        leads: bench.dataset.company.leads,
        ours: figures.get('ours')!,
        rival: { name: RIVAL, figure: figures.get(RIVAL)! },
        target: '≤ 2',
      },
    ];
  },
};
