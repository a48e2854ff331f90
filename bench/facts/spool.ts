import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Company, channels, owners, spendOf } from './company.ts';
import { leadHistory } from './lead-history.ts';

/** In the order in which they are posted: what a fact names comes before it. */
export const kinds = [
  'channels',
  'owners',
  'leads',
  'transitions',
  'activities',
  'opportunities',
  'customers',
  'orders',
  'spend',
] as const;
export type Kind = (typeof kinds)[number];

/** A part is one request: small enough to see progress, large enough not to be measured by its beginning and end. */
const LINES_A_PART = 100_000;
const LINES_A_WRITE = 500;

/** NDJSON of the company's facts, in files, so that making them is no part of what is measured. Returns the parts by kind, in order. */
export function spool(company: Company, directory: string): Record<Kind, string[]> {
  const making = `${directory}.making`;
  if (!isThere(directory)) {
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    write(company, making);
    renameSync(making, directory);
  }
  const files = readdirSync(directory).sort();
  const partsOf = (kind: Kind) =>
    files.filter((file) => file.startsWith(`${kind}.`)).map((file) => join(directory, file));
  return Object.fromEntries(kinds.map((kind) => [kind, partsOf(kind)])) as Record<Kind, string[]>;
}

function write(company: Company, directory: string): void {
  const files = Object.fromEntries(kinds.map((kind) => [kind, new Parts(directory, kind)])) as Record<Kind, Parts>;
  for (const { key, kind } of channels) files.channels.add({ key, kind });
  for (const owner of owners) files.owners.add(owner);
  for (let index = 0; index < company.leads; index++)
    for (const [kind, facts] of Object.entries(leadHistory(company, index)) as [Kind, object[]][])
      for (const fact of facts) files[kind].add(fact);
  for (const fact of spendOf(company)) files.spend.add(fact);
  for (const parts of Object.values(files)) parts.end();
}

class Parts {
  private lines: string[] = [];
  private total = 0;
  private file: number | undefined;
  private readonly directory: string;
  private readonly kind: Kind;

  constructor(directory: string, kind: Kind) {
    this.directory = directory;
    this.kind = kind;
  }

  add(fact: object): void {
    this.lines.push(`${JSON.stringify(fact)}\n`);
    this.total += 1;
    if (this.lines.length >= LINES_A_WRITE) this.flush();
    if (this.total % LINES_A_PART === 0) this.end();
  }

  end(): void {
    this.flush();
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private flush(): void {
    if (this.lines.length === 0) return;
    const part = String(Math.floor((this.total - 1) / LINES_A_PART) + 1).padStart(4, '0');
    this.file ??= openSync(join(this.directory, `${this.kind}.${part}.ndjson`), 'w');
    writeSync(this.file, this.lines.join(''));
    this.lines = [];
  }
}

function isThere(directory: string): boolean {
  try {
    return readdirSync(directory).length > 0;
  } catch {
    return false;
  }
}
