import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const widgets = fileURLToPath(new URL('..', import.meta.url));

/** Tags: folders that register an element. */
export const tags = readdirSync(widgets, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${widgets}${entry.name}/${entry.name}.element.ts`))
  .map(({ name }) => name)
  .sort();
