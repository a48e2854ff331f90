import { checkFact } from '../facts/check-fact.ts';
import type { KindName } from '../facts/kind.ts';
import { kinds } from '../facts/kinds.ts';
import { LocalTime } from '../facts/local-time.ts';
import { MappedFacts, matchFiles, type Place } from '../facts/mapping/map-files.ts';
import { parseMapping } from '../facts/mapping/mapping.ts';
import { MappingError } from '../facts/mapping/mapping-error.ts';
import { readMappingText } from '../facts/mappings/shipped.ts';
import { Problem } from '../facts/problem.ts';
import { UnreadableSource } from '../facts/source-line.ts';
import { type ImportArguments, readArguments } from './arguments.ts';
import {
  addCounts,
  addError,
  addWarning,
  describeReport,
  emptyImportReport,
  type ImportReport,
} from './import-report.ts';
import { postFacts } from './post-facts.ts';
import { type Progress, startProgress } from './progress.ts';
import { importHelp, UsageError } from './usage.ts';

/** How many facts a request carries: bounds what must be remembered to name the lines of its errors. */
const FACTS_A_REQUEST = 10_000;

/** `funnel import`: returns the exit code. */
export async function importCommand(given: readonly string[]): Promise<number> {
  const asked = readArguments(given, process.env);
  if (asked === 'help') {
    console.log(importHelp);
    return 0;
  }
  const report = await importFiles(asked).catch((error: unknown) => {
    if (error instanceof MappingError || error instanceof UnreadableSource || isFileError(error))
      throw new UsageError((error as Error).message);
    throw error;
  });
  say(report, asked);
  return report.rejected > 0 ? 1 : 0;
}

/** A person at a terminal reads text; a program that takes our output reads the server's own form of the report. */
function say(report: ImportReport, { json, dryRun }: ImportArguments): void {
  if (!json) (process.stdout.isTTY ? console.log : console.error)(describeReport(report, dryRun));
  if (json || !process.stdout.isTTY) console.log(JSON.stringify(report, null, 2));
}

async function importFiles(asked: ImportArguments): Promise<ImportReport> {
  const mapping = parseMapping(await readMappingText(asked.mapping), asked.mapping);
  const files = await matchFiles(mapping, asked.files);
  const report = emptyImportReport();
  let progress: Progress | undefined;
  let current: KindName;
  // Without a zone the server reads local dates in the workspace's; that a date exists can be checked in any.
  const time = new LocalTime(mapping.timeZone ?? 'UTC');
  const mapped = new MappedFacts(mapping, files, time, {
    onBytes: (count) => progress?.add(count),
    onUnreadable: (place, field, { value, reason }) =>
      addWarning(report, {
        ...place,
        kind: current,
        field,
        code: 'UNREADABLE_VALUE',
        message: `'${value}' ${reason}; left out.`,
      }),
    onBrokenLine: (place, problem) => reject(report, current, place, problem),
  });
  progress = startProgress(mapped.bytes);
  try {
    await mapped.fillLookups();
    for (current of mapped.kinds) {
      progress.say(current);
      await (asked.dryRun ? checkOnly(mapped, current, time, report) : send(mapped, current, asked, report));
      if (asked.onError === 'abort' && report.rejected > 0) break;
    }
  } finally {
    progress.stop();
  }
  return report;
}

async function checkOnly(mapped: MappedFacts, kind: KindName, time: LocalTime, report: ImportReport): Promise<void> {
  for await (const { place, fact } of mapped.facts(kind)) {
    const checked = checkFact(kinds[kind], fact, time, () => {});
    // Keys of the default funnel are the server's to know; any name will do here.
    const problem =
      checked instanceof Problem ? checked : kinds[kind].key.of(checked.values, { defaultKey: 'default' });
    if (problem instanceof Problem) reject(report, kind, place, problem);
    else addCounts(report, kind, { accepted: 1, unchanged: 0, rejected: 0, deferred: 0 });
  }
}

async function send(mapped: MappedFacts, kind: KindName, asked: ImportArguments, report: ImportReport): Promise<void> {
  const facts = mapped.facts(kind)[Symbol.asyncIterator]();
  const limit = asked.onError === 'abort' ? Number.POSITIVE_INFINITY : FACTS_A_REQUEST;
  for (let next = await facts.next(); !next.done; ) {
    // Line by line of the request: where it came from.
    const places: Place[] = [];
    async function* oneRequest() {
      while (!next.done && places.length < limit) {
        places.push(next.value.place);
        yield next.value.fact;
        next = await facts.next();
      }
    }
    const answer = await postFacts(asked, kind, oneRequest());
    addCounts(report, kind, answer);
    const placed = <Listed extends { line: number }>(listed: Listed) => ({
      ...listed,
      ...places[listed.line - 1]!,
      kind,
    });
    for (const error of answer.errors) addError(report, placed(error));
    for (const warning of answer.warnings) addWarning(report, placed(warning));
    // The server counts more than it lists.
    report.warningCount += answer.warningCount - answer.warnings.length;
    if (asked.onError === 'abort' && answer.rejected > 0) return;
  }
}

function reject(report: ImportReport, kind: KindName, place: Place, { code, field, message }: Problem): void {
  addCounts(report, kind, { accepted: 0, unchanged: 0, rejected: 1, deferred: 0 });
  addError(report, { ...place, kind, ...(field && { field }), code, message });
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
