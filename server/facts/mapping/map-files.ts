import { stat } from 'node:fs/promises';
import type { KindName } from '../kind.ts';
import { kindNames } from '../kinds.ts';
import type { LocalTime } from '../local-time.ts';
import { Problem } from '../problem.ts';
import { LookupTables } from './lookup-tables.ts';
import { type MappingContext, mapRow } from './map-row.ts';
import type { Mapping, MappingSource } from './mapping.ts';
import { MappingError } from './mapping-error.ts';
import { Memory } from './memory.ts';
import type { Unreadable } from './read-field.ts';
import { readColumns, readRows } from './read-rows.ts';
import { columnName } from './row.ts';

export interface MappedFile {
  file: string;
  size: number;
  source: MappingSource;
}

/** Where something stands in a foreign file. */
export interface Place {
  file: string;
  line: number;
}

export interface MappingListener {
  onUnreadable(place: Place, field: string, value: Unreadable): void;
  onBrokenLine(place: Place, problem: Problem): void;
  onBytes(count: number): void;
}

/** Finds, by its columns, the source of the mapping that each file belongs to. */
export async function matchFiles(mapping: Mapping, files: readonly string[]): Promise<MappedFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const columns = await readColumns(file);
      const source = mapping.sources.find((candidate) =>
        candidate.columns.every((column) => columns.includes(columnName(column))),
      );
      if (source) return { file, size: (await stat(file)).size, source };
      const needed = mapping.sources.map(({ name, columns }) => `  ${name}: ${columns.join(', ')}`).join('\n');
      throw new MappingError(
        `${file} has not the columns of any source of the mapping. It has ${columns.join(', ')}. Needed:\n${needed}`,
      );
    }),
  );
}

/**
 * The facts of foreign files, in an order in which what a fact refers to comes before it. Each file is read once for each kind that it
 * gives, and once more where others look something up in it; nothing but what is looked up is held.
 */
export class MappedFacts {
  private readonly mapping: Mapping;
  private readonly files: readonly MappedFile[];
  private readonly listener: MappingListener;
  private readonly lookups: LookupTables;
  private readonly time: LocalTime;

  constructor(mapping: Mapping, files: readonly MappedFile[], time: LocalTime, listener: MappingListener) {
    this.mapping = mapping;
    this.files = files;
    this.listener = listener;
    this.time = time;
    this.lookups = new LookupTables(mapping);
  }

  /** The kinds that these files give, parents first. */
  get kinds(): KindName[] {
    return kindNames.filter((kind) => this.files.some(({ source }) => source.facts.some((fact) => fact.kind === kind)));
  }

  /** How many bytes all passes will read. */
  get bytes(): number {
    const passes = ({ source }: MappedFile) =>
      this.kinds.filter((kind) => source.facts.some((fact) => fact.kind === kind)).length +
      (this.lookups.needs(source.name) ? 1 : 0);
    return this.files.reduce((sum, file) => sum + file.size * passes(file), 0);
  }

  /** Must be called before the first facts are taken. */
  async fillLookups(): Promise<void> {
    for (const { file, source } of this.inOrder()) {
      if (!this.lookups.needs(source.name)) continue;
      for await (const row of readRows(file, source.blank, this.listener.onBytes))
        if (!('problem' in row)) this.lookups.add(source.name, row);
    }
  }

  async *facts(kind: KindName): AsyncGenerator<{ place: Place; fact: object }> {
    for (const mapped of this.inOrder()) yield* this.factsOf(mapped, kind);
  }

  private async *factsOf({ file, source }: MappedFile, kind: KindName): AsyncGenerator<{ place: Place; fact: object }> {
    const specs = source.facts.filter((fact) => fact.kind === kind);
    if (specs.length === 0) return;
    // A line that is broken, or a value, is told once, though the file is read several times.
    const isFirstPass = this.kinds.find((other) => source.facts.some((fact) => fact.kind === other)) === kind;
    const memory = source.remember && new Memory(source.remember);
    for await (const row of readRows(file, source.blank, this.listener.onBytes)) {
      const place = { file, line: row.line };
      if ('problem' in row) {
        if (isFirstPass) this.listener.onBrokenLine(place, row.problem);
        continue;
      }
      const context: MappingContext = {
        lookups: this.lookups,
        time: this.time,
        hasZone: this.mapping.timeZone !== undefined,
        onUnreadable: (field, value) => this.listener.onUnreadable(place, field, value),
      };
      const known = memory ? memory.take(row) : row;
      for (const spec of specs)
        for (const fact of mapRow(spec, known, context))
          if (fact instanceof Problem) this.listener.onBrokenLine(place, fact);
          else yield { place, fact };
    }
  }

  /** Sources as the mapping has them, whatever the order of the files: an earlier one may make what a later one completes. */
  private inOrder(): MappedFile[] {
    const order = (file: MappedFile) => this.mapping.sources.indexOf(file.source);
    return [...this.files].sort((a, b) => order(a) - order(b));
  }
}
