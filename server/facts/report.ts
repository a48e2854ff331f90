import type { LineCode, Problem, WarningCode } from './problem.ts';

/** How many errors and warnings are listed; all are counted. */
const LISTED = 100;

export interface ReportedError {
  line: number;
  field?: string;
  code: LineCode;
  message: string;
}

export interface ReportedWarning {
  line: number;
  field?: string;
  code: WarningCode;
  message: string;
}

/** The answer to a request that posts facts. */
export interface IngestReport {
  /** New and changed facts. */
  accepted: number;
  /** Facts that were there already, or older than what is there. */
  unchanged: number;
  /** Lines that did not go in. */
  rejected: number;
  /** Facts that wait for their parent (`references=defer`). */
  deferred: number;
  /** The first 100. */
  errors: ReportedError[];
  warningCount: number;
  /** The first 100. */
  warnings: ReportedWarning[];
}

export function emptyReport(): IngestReport {
  return { accepted: 0, unchanged: 0, rejected: 0, deferred: 0, errors: [], warningCount: 0, warnings: [] };
}

export function reject(report: IngestReport, line: number, { field, code, message }: Problem): void {
  report.rejected++;
  if (report.errors.length < LISTED) report.errors.push({ line, ...(field && { field }), code, message });
}

export function warn(report: IngestReport, warning: ReportedWarning): void {
  report.warningCount++;
  if (report.warnings.length < LISTED) report.warnings.push(warning);
}

/** Lines that wait for their parent are judged last; people read from the top. */
export function inOrder({ errors, warnings }: IngestReport): void {
  errors.sort((a, b) => a.line - b.line);
  warnings.sort((a, b) => a.line - b.line);
}
