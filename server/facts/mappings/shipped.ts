import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFile } from '../../project-file.ts';
import { MappingError } from '../mapping/mapping-error.ts';

const directory = projectFile('server/facts/mappings');

/** The text of a mapping: a file, or the bare name of one that ships. */
export async function readMappingText(nameOrFile: string): Promise<string> {
  const isName = /^[\w-]+$/.test(nameOrFile);
  try {
    return await readFile(isName ? join(directory, `${nameOrFile}.json`) : nameOrFile, 'utf8');
  } catch {
    throw new MappingError(
      isName
        ? `No mapping ${nameOrFile} ships; there are ${(await shippedMappings()).join(', ')}. For a file of your own give its name with .json.`
        : `The mapping ${nameOrFile} cannot be read; is the path right?`,
    );
  }
}

export async function shippedMappings(): Promise<string[]> {
  return (await readdir(directory))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}
