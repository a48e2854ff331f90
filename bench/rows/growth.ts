import type { Bench } from '../bench.ts';
import { ask } from '../http/client.ts';
import { interleave, warm } from '../interleave.ts';
import { medians, scorecard } from '../questions.ts';
import type { Line } from '../table.ts';
import type { Window } from '../windows.ts';

export const GROWTH = 'growth';

const questions = [
  { work: 'scorecard, 90 days, as data grow', question: scorecard, target: '≤ 1.3' },
  { work: 'scorecard with medians, 90 days, as data grow', question: medians },
];

/** The same questions of a small and of a large workspace, in turns. */
export async function measureGrowth(small: Bench, large: Bench): Promise<Line[]> {
  const few = await small.open();
  const many = await large.open();
  const lines: Line[] = [];
  for (const { work, question, target } of questions) {
    if (question === scorecard)
      await warm(async () => {
        await ask(few, question(small.nextQuarter()));
        await ask(many, question(large.nextQuarter()));
      });
    const figures = await interleave<Window>(
      [
        { name: 'few', run: (window) => ask(few, question(window)) },
        { name: 'many', run: (window) => ask(many, question(window)) },
      ],
      large.rounds,
      () => {
        small.nextQuarter();
        return large.nextQuarter();
      },
    );
    lines.push({
      work,
      leads: large.dataset.company.leads,
      ours: figures.get('many')!,
      rival: {
        name: `itself with ${small.dataset.company.leads.toLocaleString('en')} leads`,
        figure: figures.get('few')!,
      },
      target,
    });
  }
  return lines;
}
