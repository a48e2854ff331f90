/**
 * `npm run documents:write` puts the widgets' documents into server/embed/documents.json; `npm run documents` checks that they are there.
 * What was there stays: pages opened before an update go on asking by its id.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readDocuments } from './documents.mjs';

const path = fileURLToPath(new URL('../../server/embed/documents.json', import.meta.url));

const known = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
const documents = readDocuments();
const missing = documents.filter(({ id, widgets }) => JSON.stringify(known[id]?.widgets) !== JSON.stringify(widgets));

if (process.argv.includes('--check')) {
  if (missing.length > 0) {
    console.error(`server/embed/documents.json lacks ${missing.map(({ name }) => name)}. Run: npm run documents:write`);
    process.exit(1);
  }
} else if (missing.length > 0) {
  for (const { id, ...document } of missing) known[id] = document;
  writeFileSync(path, `${JSON.stringify(known, null, 2)}\n`);
  console.log(`server/embed/documents.json: ${missing.map(({ name }) => name)} written`);
}
