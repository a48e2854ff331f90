import { readFileSync } from 'node:fs';

/** The hand-written SQL of that name, in bench/sql/. */
export function sqlFile(name: string): string {
  return readFileSync(sqlPath(`${name}.sql`), 'utf8');
}

export function sqlPath(file: string): URL {
  return new URL(`./sql/${file}`, import.meta.url);
}
