import { z } from 'zod';
import { isKindName, kindNames, kinds } from '../kinds.ts';
import { condition } from './condition.ts';
import { explain } from './explain.ts';
import { columnsOf, type FieldSpec, field, partsOf } from './field-spec.ts';
import { MappingError } from './mapping-error.ts';
import { remember } from './memory.ts';
import { repeat } from './repeat.ts';
import { columnName } from './row.ts';
import { column, strictObject } from './schema-parts.ts';

/** How a mapping file is written; mappings/README.md explains it with examples. */

const fact = strictObject({
  kind: z.string().refine(isKindName, `is no kind of fact; there are ${kindNames.join(', ')}`),
  /** The row gives this fact only where this is met. */
  when: condition.optional(),
  repeat: repeat.optional(),
  fields: z.record(z.string(), field),
}).superRefine((given, context) => {
  const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  for (const [name, spec] of Object.entries(given.fields)) {
    const message = isKindName(given.kind) ? whyNoField(given.kind, name, spec) : undefined;
    if (message) refuse(['fields', name], message);
    if (!given.repeat && partsOf(spec).some((part) => typeof part === 'object' && 'split' in part && part.split))
      refuse(['fields', name, 'split'], 'splits a value over the repetitions of a fact; this fact has no repeat');
  }
  if (!given.repeat) return;
  const { as } = given.repeat;
  const used = Object.values(given.fields).flatMap(columnsOf).map(columnName);
  if (!used.includes(columnName(as)))
    refuse(
      ['repeat', 'as'],
      `is in no field, so that all repetitions would be one fact; write for example "id": { "template": "{ID}-{${as}}" }`,
    );
});

const source = strictObject({
  name: z.string().min(1),
  /** A file belongs to the first source all of whose columns it has. */
  columns: z.array(column).min(1),
  /** Texts that stand for no value, in whatever column. */
  blank: z.array(z.string().min(1)).optional(),
  remember: remember.optional(),
  facts: z.array(fact).min(1),
}).superRefine(({ columns, remember, facts }, context) => {
  const taken = columns.map(columnName);
  const add = (name: string, path: (string | number)[]) => {
    if (taken.includes(columnName(name)))
      context.addIssue({ code: 'custom', path, message: `${name} is a column already; take another name` });
  };
  for (const name of Object.keys(remember?.values ?? {})) {
    add(name, ['remember', 'values', name]);
    taken.push(columnName(name));
  }
  for (const [index, { repeat }] of facts.entries()) if (repeat) add(repeat.as, ['facts', index, 'repeat', 'as']);
});

const mapping = strictObject({
  description: z.string().optional(),
  /** The zone in which local dates are read; absent: the workspace's. */
  timeZone: z.string().refine(isTimeZone, 'is no time zone; write an IANA name such as Europe/Berlin').optional(),
  sources: z.array(source).min(1),
}).superRefine(({ sources }, context) => {
  const names = sources.map(({ name }) => name);
  for (const [index, { facts }] of sources.entries())
    for (const [number, { fields }] of facts.entries())
      for (const [name, spec] of Object.entries(fields))
        for (const part of partsOf(spec))
          if (typeof part === 'object' && 'lookup' in part && !names.includes(part.lookup.source))
            context.addIssue({
              code: 'custom',
              path: ['sources', index, 'facts', number, 'fields', name, 'lookup', 'source'],
              message: `is no source of this mapping; it has ${names.join(', ')}`,
            });
});

export type Mapping = z.infer<typeof mapping>;
export type MappingSource = Mapping['sources'][number];
export type MappedFact = MappingSource['facts'][number];

/** `name`: the mapping's, for the message where it cannot be used. */
export function parseMapping(text: string, name = 'given'): Mapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MappingError(`The mapping ${name} is no JSON: ${(error as Error).message}`);
  }
  const parsed = mapping.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new MappingError(`The mapping ${name} cannot be used:\n${explain(parsed.error.issues).join('\n')}`);
}

/** `attributes.NAME` names one attribute. */
export function attributeName(field: string): string | undefined {
  return field.startsWith('attributes.') ? field.slice('attributes.'.length) : undefined;
}

function whyNoField(kind: keyof typeof kinds, name: string, spec: FieldSpec): string | undefined {
  const { fields } = kinds[kind];
  const isAttribute = 'attributes' in fields && Boolean(attributeName(name));
  if (name !== 'deleted' && !Object.hasOwn(fields, name) && !isAttribute)
    return `is no field of ${kind}; they have ${Object.keys(fields).join(', ')}${'attributes' in fields ? ', attributes.NAME' : ''}`;
  if (typeof spec === 'object' && 'list' in spec && !isAttribute && fields[name]?.type.sql !== 'text[]')
    return 'takes one value, not a list; lists are for tags and attributes';
  return undefined;
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
