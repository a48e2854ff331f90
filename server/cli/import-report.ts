import type { KindName } from '../facts/kind.ts';
import type { Place } from '../facts/mapping/map-files.ts';

const LISTED = 100;

export interface Remark extends Place {
  kind?: KindName;
  field?: string;
  code: string;
  message: string;
}

interface Counts {
  accepted: number;
  unchanged: number;
  rejected: number;
  deferred: number;
}

/** The report of all requests of an import, in the words of the server's, with the lines of the files. */
export interface ImportReport extends Counts {
  kinds: Partial<Record<KindName, Counts>>;
  errors: Remark[];
  warningCount: number;
  warnings: Remark[];
}

export function emptyImportReport(): ImportReport {
  return { ...noCounts(), kinds: {}, errors: [], warningCount: 0, warnings: [] };
}

export function addCounts(report: ImportReport, kind: KindName, counts: Counts): void {
  report.kinds[kind] ??= noCounts();
  const ofKind = report.kinds[kind];
  for (const name of ['accepted', 'unchanged', 'rejected', 'deferred'] as const) {
    ofKind[name] += counts[name];
    report[name] += counts[name];
  }
}

export function addError(report: ImportReport, error: Remark): void {
  if (report.errors.length < LISTED) report.errors.push(error);
}

export function addWarning(report: ImportReport, warning: Remark): void {
  report.warningCount++;
  if (report.warnings.length < LISTED) report.warnings.push(warning);
}

/** As text for people. */
export function describeReport(report: ImportReport, isDryRun: boolean): string {
  const lines: string[] = [];
  lines.push(...remarks('Rejected', report.errors, report.rejected));
  lines.push(...remarks('Warnings', report.warnings, report.warningCount));
  for (const [kind, counts] of Object.entries(report.kinds)) lines.push(`${kind.padEnd(14)} ${countsText(counts)}`);
  lines.push(`${'total'.padEnd(14)} ${countsText(report)}, warnings ${report.warningCount}`);
  if (isDryRun)
    lines.push('Nothing was sent. What depends on facts already there (references, rates) was not checked.');
  return lines.join('\n');
}

function remarks(title: string, listed: readonly Remark[], count: number): string[] {
  if (count === 0) return [];
  const lines = listed.map(({ file, line, kind, field, code, message }) => {
    const where = [kind, field].filter(Boolean).join('.');
    return `  ${file}:${line} ${where ? `${where} ` : ''}${code} ${message}`;
  });
  const more = count - listed.length;
  return [`${title}:`, ...lines, ...(more > 0 ? [`  … and ${more} more`] : []), ''];
}

function countsText({ accepted, unchanged, rejected, deferred }: Counts): string {
  return `accepted ${accepted}, unchanged ${unchanged}, rejected ${rejected}, deferred ${deferred}`;
}

function noCounts(): Counts {
  return { accepted: 0, unchanged: 0, rejected: 0, deferred: 0 };
}
