import { partsOf } from './field-spec.ts';
import type { Mapping } from './mapping.ts';
import { columnName, type Row } from './row.ts';

interface Lookup {
  source: string;
  on: string;
  equals?: string | undefined;
  column: string;
}

/** What lookups take from other sources: only the columns that the mapping asks for, held in memory while it runs. */
export class LookupTables {
  private readonly tables = new Map<
    string,
    { source: string; equals: string; column: string; values: Map<string, string> }
  >();

  constructor({ sources }: Mapping) {
    for (const { facts } of sources)
      for (const { fields } of facts)
        for (const spec of Object.values(fields).flatMap(partsOf))
          if (typeof spec === 'object' && 'lookup' in spec)
            this.tables.set(nameOf(spec.lookup), {
              source: spec.lookup.source,
              equals: spec.lookup.equals ?? spec.lookup.on,
              column: spec.lookup.column,
              values: new Map(),
            });
  }

  needs(source: string): boolean {
    return [...this.tables.values()].some((table) => table.source === source);
  }

  /** Remembers a row of a source that is looked up; of several rows with one key, the last. */
  add(source: string, row: Row): void {
    for (const table of this.tables.values()) {
      if (table.source !== source) continue;
      const key = row.cell(table.equals);
      const value = row.cell(table.column);
      if (key !== undefined && value !== undefined) table.values.set(key, value);
    }
  }

  find(lookup: Lookup, row: Row): string | undefined {
    const key = row.cell(lookup.on);
    return key === undefined ? undefined : this.tables.get(nameOf(lookup))?.values.get(key);
  }
}

function nameOf({ source, on, equals, column }: Lookup): string {
  return JSON.stringify([source, columnName(equals ?? on), columnName(column)]);
}
