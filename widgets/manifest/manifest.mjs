/**
 * `npm run manifest`: whether widgets/custom-elements.json says what the elements offer, each with a description; `-- --write` writes it.
 * It is committed, as schema.graphql is: a change to what pages rely on shows in review, and a build needs no analyzer.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyze } from './analyze.mjs';

const path = fileURLToPath(new URL('../custom-elements.json', import.meta.url));
const manifest = analyze();
const undescribed = manifest.modules.flatMap(({ declarations }) => declarations.flatMap(withoutDescription));
if (undescribed.length > 0)
  fail(`Say what these are, in the comments of the element or its base class:\n  ${undescribed.join('\n  ')}`);

const text = `${JSON.stringify(manifest, null, 2)}\n`;
if (process.argv.includes('--write')) writeFileSync(path, text);
else if (!existsSync(path) || readFileSync(path, 'utf8') !== text)
  fail('widgets/custom-elements.json is not what the elements offer. Run: npm run manifest -- --write');

/** What a page can set, style or hear, and nobody explains. */
function withoutDescription(declaration) {
  const { tagName, description, members, attributes, events, slots, cssParts, cssProperties } = declaration;
  const entries = [...members, ...attributes, ...events, ...slots, ...cssParts, ...cssProperties];
  return [
    ...(description ? [] : [tagName]),
    ...events
      .filter(({ type }) => !type)
      .map(({ name }) => `${tagName}: the type of ${name}, as in "@fires {FunnelErrorEvent} funnel-error - …"`),
    ...entries.filter((entry) => !entry.description).map(({ name }) => `${tagName}: ${name}`),
  ];
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
