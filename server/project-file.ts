import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: the nearest upwards that has a package.json, wherever this module stands, as source or built. */
const root = upwards(dirname(fileURLToPath(import.meta.url)));

/** The path of a file or folder of the project that is read while the server runs, given from the top: `prisma/migrations`. */
export function projectFile(path: string): string {
  return join(root, path);
}

function upwards(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder)
    throw new Error('No package.json above the server: it reads prisma/, widgets/ and server/ of its checkout.');
  return upwards(above);
}
