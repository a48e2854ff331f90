/**
 * What the elements offer to pages, as a Custom Elements Manifest: read from the classes, their decorators and comments. Only what is public;
 * inherited members stand with each element, their types with the type parameters filled in.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { tags } from '../build/tags.mjs';

const widgets = fileURLToPath(new URL('..', import.meta.url));

/** Lit's and the platform's: nothing that a page calls on these elements. */
const OF_NO_CONCERN = ['styles', 'observedAttributes'];

/** @returns {object} schema version 1 of custom-elements-manifest */
export function analyze() {
  const sources = readdirSync(widgets, { recursive: true })
    .filter((path) => path.endsWith('.element.ts') && !path.startsWith('dist'))
    .sort()
    .map((path) =>
      ts.createSourceFile(path, apart(readFileSync(`${widgets}${path}`, 'utf8')), ts.ScriptTarget.ES2022, true),
    );
  const whole = create({ modules: sources, plugins: litPlugin(), context: { dev: false } });
  const heritage = new Map(sources.flatMap(heritageIn));
  return {
    schemaVersion: whole.schemaVersion,
    readme: 'README.md',
    modules: tags.flatMap((tag) => {
      const { declarations } = whole.modules.find(({ path }) => path === `${tag}/${tag}.element.ts`);
      return modulesOf(
        tag,
        declarations.find(({ kind, name }) => kind === 'class' && name.endsWith('Element')),
        heritage,
      );
    }),
  };
}

/** `@cssproperty --one, --other - what both are`: a line each, as the analyzer takes it. */
function apart(text) {
  return text.replace(/^ \* @cssproperty ((?:--[\w-]+, )+--[\w-]+)(.*)$/gm, (_, names, what) =>
    names
      .split(', ')
      .map((name) => ` * @cssproperty ${name}${what}`)
      .join('\n'),
  );
}

/** Two modules an element: one has its class, the other registers it. Paths are those of the npm package. */
function modulesOf(tag, declaration, heritage) {
  const path = `${tag}/${tag}.element.js`;
  const { name } = declaration;
  const reference = { name, module: path };
  return [
    {
      kind: 'javascript-module',
      path,
      declarations: [publicPart(tag, declaration, heritage)],
      exports: [{ kind: 'js', name, declaration: reference }],
    },
    {
      kind: 'javascript-module',
      path: `${tag}/${tag}.js`,
      declarations: [],
      exports: [{ kind: 'custom-element-definition', name: tag, declaration: reference }],
    },
  ];
}

function publicPart(tag, declaration, heritage) {
  const {
    name,
    description,
    members = [],
    attributes = [],
    events = [],
    cssParts = [],
    cssProperties = [],
  } = declaration;
  const fields = members
    .filter(
      ({ kind, privacy, static: isStatic }) => kind === 'field' && !isStatic && (privacy ?? 'public') === 'public',
    )
    .filter((field) => !OF_NO_CONCERN.includes(field.name))
    .map((field) => withTypes(field, name, heritage));
  return {
    kind: 'class',
    name,
    tagName: tag,
    customElement: true,
    description: oneLine(description),
    members: fields.map(tidy).sort(byName),
    // 'key' and 'token' are observed too, to be refused.
    attributes: attributes
      .filter(({ fieldName, description: said }) => fieldName || said)
      .map((attribute) => tidy(withTypes(attribute, name, heritage)))
      .sort(byName),
    // Those of the comments: what is dispatched under a variable's name the analyzer cannot name.
    events: events
      .filter(({ description: said }) => said)
      .map(tidy)
      .sort(byName),
    slots: (declaration.slots ?? []).map(tidy),
    cssParts: cssParts.map(tidy),
    cssProperties: cssProperties.map(tidy),
  };
}

const byName = (one, other) => (one.name < other.name ? -1 : 1);

/** Inheritance is told by the entries themselves: where a base class stands is no concern of a page. */
function tidy({ inheritedFrom, privacy, ...entry }) {
  return entry.description ? { ...entry, description: oneLine(entry.description) } : entry;
}

function oneLine(text = '') {
  return text.replace(/\s+/g, ' ').trim();
}

/** `Data` of the base class is what the element's class hands to it. */
function withTypes(entry, className, heritage) {
  if (!entry.type?.text) return entry;
  let text = entry.type.text;
  const chain = [];
  for (let at = heritage.get(className); at; at = heritage.get(at.base)) chain.unshift(at);
  for (const { base, typeArguments } of chain)
    text = (heritage.get(base)?.parameters ?? []).reduce(
      (known, parameter, index) =>
        known.replace(new RegExp(`\\b${parameter}\\b`, 'g'), typeArguments[index] ?? parameter),
      text,
    );
  return { ...entry, type: { text } };
}

/** For each class of a file: its type parameters, its base class, and what it hands to that one's parameters. */
function heritageIn(source) {
  return source.statements.filter(ts.isClassDeclaration).map((node) => {
    const [clause] = node.heritageClauses ?? [];
    const [extended] = clause?.types ?? [];
    return [
      node.name.text,
      {
        parameters: (node.typeParameters ?? []).map(({ name }) => name.text),
        base: extended?.expression.getText(source),
        typeArguments: (extended?.typeArguments ?? []).map((argument) => argument.getText(source)),
      },
    ];
  });
}
