import { parseArgs } from 'node:util';

export interface Options {
  engine: 'postgres' | 'pglite';
  /** Sizes, ascending. */
  leads: number[];
  /** Names of rows; empty: all. */
  only: string[];
  fresh: boolean;
  rounds: number;
  seconds: number;
  explain: boolean;
}

export const usage = `npm run bench [-- OPTIONS]

  --engine postgres|pglite   on which database (postgres)
  --leads N,N                sizes (100000,1000000)
  --only ROW,ROW             only these rows of the table
  --rounds N                 rounds of each comparison (15)
  --seconds N                how long each load lasts (5)
  --fresh                    load again, whatever bench/.data holds
  --explain                  write the plans of the hand-written SQL beside it, measure nothing

Rows: `;

/** @throws with what is wrong, in words. */
export function readOptions(args: readonly string[], rows: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      engine: { type: 'string', default: 'postgres' },
      leads: { type: 'string', default: '100000,1000000' },
      only: { type: 'string', default: '' },
      rounds: { type: 'string', default: '15' },
      seconds: { type: 'string', default: '5' },
      fresh: { type: 'boolean', default: false },
      explain: { type: 'boolean', default: false },
    },
  });
  const { engine, fresh, explain } = values;
  if (engine !== 'postgres' && engine !== 'pglite')
    throw new Error(`--engine is ${engine}; it can be postgres or pglite.`);
  const only = values.only.split(',').filter(Boolean);
  const unknown = only.filter((name) => !rows.includes(name));
  if (unknown.length > 0) throw new Error(`--only names ${unknown.join(', ')}; the rows are ${rows.join(', ')}.`);
  return {
    engine,
    leads: values.leads
      .split(',')
      .map((text) => whole('--leads', text))
      .sort((a, b) => a - b),
    only,
    fresh,
    explain,
    rounds: whole('--rounds', values.rounds),
    seconds: whole('--seconds', values.seconds),
  };
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${name} is ${text}; give a whole number.`);
  return number;
}
