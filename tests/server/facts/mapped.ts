import { join } from 'node:path';
import { LocalTime } from '../../../server/facts/local-time.ts';
import { MappedFacts, matchFiles } from '../../../server/facts/mapping/map-files.ts';
import { parseMapping } from '../../../server/facts/mapping/mapping.ts';
import { writeFiles } from '../cli/world.ts';

/** What a mapping makes of one file: facts by kind, and what it says of the lines it cannot read. */
export async function mapped(mapping: string | object, content: string | Uint8Array) {
  const parsed = parseMapping(typeof mapping === 'string' ? mapping : JSON.stringify(mapping));
  const files = await writeFiles({ 'x.csv': content });
  try {
    const said: unknown[] = [];
    const matched = await matchFiles(parsed, [join(files.directory, 'x.csv')]);
    const facts = new MappedFacts(parsed, matched, new LocalTime(parsed.timeZone ?? 'UTC'), {
      onBytes() {},
      onUnreadable: ({ line }, field, { value }) => said.push([line, field, value]),
      onBrokenLine: ({ line }, { code }) => said.push([line, code]),
    });
    await facts.fillLookups();
    const byKind: Record<string, object[]> = {};
    for (const kind of facts.kinds) {
      byKind[kind] = [];
      for await (const { fact } of facts.facts(kind)) byKind[kind].push(fact);
    }
    return { facts: byKind, said };
  } finally {
    await files.remove();
  }
}

/** The same of a mapping with one source; its `columns` are the first of the file. */
export function mappedBy(source: object, csv: string) {
  return mapped({ sources: [{ name: 's', columns: [csv.split(/[,;\n]/)[0]], ...source }] }, csv);
}

/** Why a one-source mapping cannot be used. */
export function refused(source: object): string {
  try {
    parseMapping(JSON.stringify({ sources: [{ name: 's', columns: ['a'], ...source }] }), 'mine.json');
  } catch (error) {
    return (error as Error).message;
  }
  return 'it can be used';
}
