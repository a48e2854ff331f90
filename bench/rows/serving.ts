import { availableParallelism } from 'node:os';
import type { Bench, Row } from '../bench.ts';
import { compareScorecards } from '../check-scorecard.ts';
import { ask, askBare, postFacts } from '../http/client.ts';
import { Connection } from '../http/connection.ts';
import { CONNECTIONS, type Pressed, pressInTurns } from '../http/press.ts';
import { scorecard } from '../questions.ts';
import { bareName, startBareServer } from '../rivals/bare.ts';
import { askPostgraphile, postgraphileRows, startPostgraphile } from '../rivals/postgraphile.ts';
import { type RunningProcess, startServer } from '../server.ts';
import type { Line } from '../table.ts';
import { nextOf, type Window, windowsOf } from '../windows.ts';

const POSTGRAPHILE = 'PostGraphile 5';
const spans = [
  // The second number: how many other lengths, so that there are more questions than a round can ask.
  { days: 90, others: 12, target: '≥ 0.85' },
  { days: 3, others: 4, target: '≥ 0.7' },
];

/** One of ours: with one process, or with as many as there are cores, which the embedded database cannot be shared by. */
interface Own {
  name: string;
  /** What its lines say of it. */
  label: string;
  server: RunningProcess;
}

interface Contenders {
  own: readonly Own[];
  bare: RunningProcess;
  postgraphile: RunningProcess | undefined;
}

/** Scorecards per second over 32 connections, each question another one, with keys and limits on. */
export const servingRow: Row = {
  name: 'serving',
  async measure(bench: Bench): Promise<Line[]> {
    const cores = availableParallelism();
    const own: Own[] = [{ name: 'ours', label: '', server: bench.server }];
    if (bench.engine.name === 'postgres' && cores > 1) {
      const server = await startServer(bench.dataset.home, cores);
      own.push({ name: `ours, ${cores} processes`, label: `, ${cores} processes`, server });
    }
    const bare = await startBareServer(bench.dataset);
    const postgraphile = await startPostgraphile(bench.dataset);
    for (const { server } of own) server.forgetMemory();
    try {
      const lines: Line[] = [];
      for (const { days, others, target } of spans)
        lines.push(...(await measureSpan(bench, { own, bare, postgraphile }, days, others, target)));
      return [
        ...lines,
        ...own.map(
          ({ label, server }): Line => ({
            work: `memory while serving${label}`,
            leads: bench.dataset.company.leads,
            ours: { unit: 'MB', values: [server.mostMemory()] },
            target: bench.engine.name === 'postgres' ? '< 400 MB' : undefined,
          }),
        ),
      ];
    } finally {
      await bare.stop();
      await postgraphile?.stop();
      for (const { server } of own) if (server !== bench.server) await server.stop();
    }
  },
};

async function measureSpan(
  bench: Bench,
  { own, bare, postgraphile }: Contenders,
  days: number,
  others: number,
  target: string,
): Promise<Line[]> {
  const windows = () => windowsOf(bench.dataset.company, days, others);
  const bareServer = bareName(bench.engine);
  await checkAnswers(bench, { bare, postgraphile }, nextOf(windows()));
  const bump = await bumper(bench);
  const rivals: Pressed[] = [
    {
      name: bareServer,
      port: bare.port,
      ...askEach(windows, (connection, window) => askBare(connection, '/', window), { again: true }),
    },
  ];
  if (postgraphile)
    rivals.push({
      name: POSTGRAPHILE,
      port: postgraphile.port,
      ...askEach(windows, (connection, window) => askPostgraphile(connection, bench.dataset, window), { again: true }),
    });
  const ours = own.map(
    ({ name, server }): Pressed => ({
      name,
      port: server.port,
      ...askEach(windows, (connection, window) => ask(connection, scorecard(window)), { before: bump }),
    }),
  );
  const figures = await pressInTurns([...ours, ...rivals], Math.min(bench.rounds, 5), bench.seconds);
  return own.flatMap((each) =>
    rivals.map(({ name }) => ({
      work: `scorecards served, ${days} days, ${CONNECTIONS} connections${each.label}`,
      leads: bench.dataset.company.leads,
      ours: figures.get(each.name)!,
      rival: { name, figure: figures.get(name)! },
      target: name === bareServer ? target : '> 1',
    })),
  );
}

/** @throws where those that are compared do not answer the same question. */
async function checkAnswers(
  bench: Bench,
  { bare, postgraphile }: Omit<Contenders, 'own'>,
  window: Window,
): Promise<void> {
  const answer = await ask(await bench.open(), scorecard(window));
  const { channelKeys } = bench.dataset;
  const toBare = await Connection.open(bare.port);
  compareScorecards(bareName(bench.engine), answer, JSON.parse(await askBare(toBare, '/', window)), channelKeys);
  toBare.close();
  if (!postgraphile) return;
  const toPostgraphile = await Connection.open(postgraphile.port);
  const rows = postgraphileRows(await askPostgraphile(toPostgraphile, bench.dataset, window));
  compareScorecards(POSTGRAPHILE, answer, rows, channelKeys);
  toPostgraphile.close();
}

/**
 * Each round begins anew with the windows. Within a round of ours none comes twice, and it ends early when all have come; those that keep
 * no answers begin again.
 */
function askEach(
  windows: () => Iterator<Window, undefined>,
  askOne: (connection: Connection, window: Window) => Promise<unknown>,
  { again = false, before = async () => {} }: { again?: boolean; before?: () => Promise<void> },
): Pick<Pressed, 'begin' | 'ask'> {
  let left = windows();
  return {
    async begin() {
      left = windows();
      await before();
    },
    async ask(connection) {
      let { value } = left.next();
      if (!value && again) {
        left = windows();
        value = left.next().value;
      }
      if (!value) return false;
      await askOne(connection, value);
      return true;
    },
  };
}

/** Changes a fact, so that no answer of an earlier round holds any more. */
async function bumper(bench: Bench): Promise<() => Promise<void>> {
  const connection = await bench.open();
  let count = 0;
  return async () => {
    count += 1;
    const company = `Company, named for the ${count}. time at ${new Date().toISOString()}`;
    await postFacts(connection, 'leads', JSON.stringify({ id: 'L0', company }));
  };
}
