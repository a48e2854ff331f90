import { parseArgs } from 'node:util';
import type { CheckReport } from '../cells/check.ts';
import type { RebuildReport } from '../cells/rebuild.ts';
import { startProgress } from './progress.ts';
import { readLines } from './read-lines.ts';
import { addressOf, type ErrorBody, noAnswer, readKey, readUrl, refused } from './server-address.ts';
import { checkHelp, rebuildHelp, UsageError } from './usage.ts';

type Report = (CheckReport | RebuildReport) & { seconds: number };
type Line = { step: string; done: number; total: number } | Report | ErrorBody;

const tasks = {
  check: { method: 'GET', help: checkHelp },
  rebuild: { method: 'POST', help: rebuildHelp },
} as const;

/** `funnel check` and `funnel rebuild`: returns the exit code. */
export async function maintenanceCommand(name: keyof typeof tasks, given: readonly string[]): Promise<number> {
  const { method, help } = tasks[name];
  const values = parse(given, help);
  if (values.help) {
    console.log(help);
    return 0;
  }
  const url = readUrl(values.url, process.env);
  const key = readKey(values.key, process.env, 'ADMIN');
  const report = await follow(await ask(url, key, name, method), name);
  if (!values.json) (process.stdout.isTTY ? console.log : console.error)(describe(report));
  if (values.json || !process.stdout.isTTY) console.log(JSON.stringify(report, null, 2));
  return 'wrong' in report && report.wrong > 0 ? 1 : 0;
}

function parse(given: readonly string[], help: string) {
  try {
    return parseArgs({
      args: [...given],
      options: {
        url: { type: 'string' },
        key: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${help}`);
  }
}

async function ask(url: string, key: string, name: string, method: string): Promise<Response> {
  const address = addressOf(url, `maintenance/${name}`);
  const response = await fetch(address, { method, headers: { authorization: `Bearer ${key}` } }).catch(
    (error: unknown) => {
      throw noAnswer(url, error);
    },
  );
  if (!response.ok) throw refused(response.status, (await response.json().catch(() => undefined)) as ErrorBody);
  return response;
}

/** Shows the progress, and gives the report at its end. */
async function follow(response: Response, name: string): Promise<Report> {
  const progress = startProgress(1);
  let step: string | undefined;
  try {
    for await (const line of readLines<Line>(response.body as unknown as AsyncIterable<Uint8Array>)) {
      if ('errors' in line) throw new UsageError(line.errors[0]!.message);
      if (!('step' in line)) return line;
      if (line.step !== step) progress.say(line.step);
      step = line.step;
      progress.reach(line.done, line.total);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
  } finally {
    progress.stop();
  }
  throw new UsageError(`The connection was lost. What was done stays done; run funnel ${name} again.`);
}

/** As text for people. */
function describe(report: Report): string {
  const number = (count: number) => count.toLocaleString('en');
  if ('journeys' in report)
    return `Computed anew: ${number(report.journeys)} journeys, ${number(report.cells)} daily sums, in ${report.seconds} s.`;
  const { wrong, cells, differences, seconds } = report;
  const compared = `${number(cells)} daily sums compared in ${seconds} s`;
  if (wrong === 0) return `${compared}: no difference.`;
  const lines = differences.map(
    ({ source, cut, day, kept, computed }) =>
      `  ${day} ${source} ${cut} ${kept ?? 'none'} should be ${computed ?? 'none'}`,
  );
  const more = wrong - differences.length;
  return [
    `${compared}: ${number(wrong)} differ.`,
    ...lines,
    ...(more > 0 ? [`  … and ${number(more)} more`] : []),
    'Run funnel rebuild.',
  ].join('\n');
}
