/**
 * The widgets' questions: each stands in a .graphql file beside the element that asks it. Pages send its id, the server finds its text in
 * server/embed/documents.json: shorter requests, and an embed token runs these documents and no others.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kind, parse, stripIgnoredCharacters, visit } from 'graphql';

const widgets = fileURLToPath(new URL('..', import.meta.url));

/**
 * @typedef {object} PersistedDocument
 * @property {string} id sha256:… of the text
 * @property {string} name of its operation
 * @property {string[]} widgets tags of the elements that ask it; empty: all
 * @property {string} text whole and short
 */

/** The document in a file, with the fragments that it spreads; undefined for a file that only holds a fragment. @returns {PersistedDocument | undefined} */
export function readDocument(path) {
  const own = readFileSync(path, 'utf8');
  const operation = parse(own).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (!operation) return undefined;
  const text = stripIgnoredCharacters(withFragments(own));
  const folder = basename(dirname(path));
  return {
    id: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    name: operation.name.value,
    widgets: folder === 'shared' ? [] : [folder],
    text,
  };
}

/** All of them, by path. */
export function readDocuments() {
  return paths()
    .map((path) => readDocument(path))
    .filter(Boolean);
}

function paths() {
  return readdirSync(widgets, { recursive: true })
    .filter((path) => path.endsWith('.graphql') && !path.startsWith('dist'))
    .sort()
    .map((path) => `${widgets}${path}`);
}

function withFragments(text, known = namesOf(text)) {
  const missing = spreadsOf(text).find((name) => !known.includes(name));
  if (!missing) return text;
  const [path] = paths().filter((each) => namesOf(readFileSync(each, 'utf8')).includes(missing));
  if (!path) throw new Error(`No file below widgets/ has the fragment ${missing}.`);
  const added = readFileSync(path, 'utf8');
  if (readOperation(added)) throw new Error(`${relative(widgets, path)} has more than the fragment ${missing}.`);
  return withFragments(`${text}\n${added}`, [...known, ...namesOf(added)]);
}

const readOperation = (text) => parse(text).definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);

function namesOf(text) {
  return parse(text).definitions.flatMap(({ kind, name }) => (kind === Kind.FRAGMENT_DEFINITION ? [name.value] : []));
}

function spreadsOf(text) {
  const names = [];
  visit(parse(text), { FragmentSpread: ({ name }) => void names.push(name.value) });
  return names;
}
