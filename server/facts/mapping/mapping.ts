import { z } from 'zod';
import { isKindName, kindNames, kinds } from '../kinds.ts';
import { isDateFormat } from './date-format.ts';

/** How a mapping file is written; mappings/README.md explains it with examples. */

const column = z.string().min(1).describe('A column, by its header');

const change = {
  case: z.enum(['lower', 'upper', 'snake']).optional().describe('snake: lower case, blanks and dashes to _'),
  values: z
    .record(z.string(), z.union([z.string(), z.null()]))
    .optional()
    .describe('Replaces values; null drops them'),
  pattern: z
    .string()
    .refine(isPattern, 'is no regular expression')
    .optional()
    .describe('What a readable value looks like'),
  date: z
    .union([z.string(), z.array(z.string()).min(1)])
    .refine((formats) => [formats].flat().every(isDateFormat), 'is no date format; write for example YYYY.MM.DD H:mm')
    .optional()
    .describe('Formats to try, in order; absent: ISO'),
  number: z
    .strictObject({ decimal: z.enum(['.', ',']).default('.'), thousands: z.enum([',', '.', ' ', "'"]).optional() })
    .optional(),
  boolean: z.strictObject({ true: z.array(z.string()), false: z.array(z.string()) }).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional().describe('Where there is no value'),
};

const lookup = z.strictObject({
  source: z.string().describe('Another source of this mapping'),
  on: column.describe('Column of this row'),
  equals: column.optional().describe('Column of the other source; absent: of the same name'),
  column: column.describe('Column of the other source whose value is taken'),
});

const field = z.union(
  [
    column,
    z.strictObject({ column, ...change }),
    z.strictObject({ template: z.string().min(1), ...change }),
    z.strictObject({ lookup, ...change }),
    z.strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) }),
  ],
  {
    error: 'is a column name, or an object with one of column, template, lookup, constant (and what changes its value)',
  },
);

const fact = z
  .strictObject({
    kind: z.string().refine(isKindName, `is no kind of fact; there are ${kindNames.join(', ')}`),
    /** The row gives this fact only where all of these columns have a value. */
    when: z.array(column).optional(),
    fields: z.record(z.string(), field),
  })
  .superRefine(({ kind, fields }, context) => {
    if (!isKindName(kind)) return;
    const known = Object.keys(kinds[kind].fields);
    for (const name of Object.keys(fields))
      if (name !== 'deleted' && !known.includes(name) && !isAttribute(kind, name))
        context.addIssue({
          code: 'custom',
          path: ['fields', name],
          message: `is no field of ${kind}; they have ${known.join(', ')}${known.includes('attributes') ? ', attributes.NAME' : ''}`,
        });
  });

const source = z.strictObject({
  name: z.string().min(1),
  /** A file belongs to the first source all of whose columns it has. */
  columns: z.array(column).min(1),
  facts: z.array(fact).min(1),
});

const mapping = z
  .strictObject({
    description: z.string().optional(),
    /** The zone in which local dates are read; absent: the workspace's. */
    timeZone: z.string().refine(isTimeZone, 'is no time zone; write an IANA name such as Europe/Berlin').optional(),
    sources: z.array(source).min(1),
  })
  .superRefine(({ sources }, context) => {
    const names = sources.map(({ name }) => name);
    for (const [index, { facts }] of sources.entries())
      for (const [number, { fields }] of facts.entries())
        for (const [name, spec] of Object.entries(fields))
          if (typeof spec === 'object' && 'lookup' in spec && !names.includes(spec.lookup.source))
            context.addIssue({
              code: 'custom',
              path: ['sources', index, 'facts', number, 'fields', name, 'lookup', 'source'],
              message: `is no source of this mapping; it has ${names.join(', ')}`,
            });
  });

export type Mapping = z.infer<typeof mapping>;
export type MappingSource = Mapping['sources'][number];
export type MappedFact = MappingSource['facts'][number];
export type FieldSpec = MappedFact['fields'][string];

/** A mapping that cannot be used, with a line for each reason. */
export class MappingError extends Error {}

export function parseMapping(text: string): Mapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MappingError(`The mapping is no JSON: ${(error as Error).message}`);
  }
  const parsed = mapping.safeParse(json);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || 'the whole'}: ${message}`);
  throw new MappingError(`The mapping cannot be used:\n${reasons.join('\n')}`);
}

/** `attributes.NAME` names one attribute. */
export function attributeName(field: string): string | undefined {
  return field.startsWith('attributes.') ? field.slice('attributes.'.length) : undefined;
}

function isAttribute(kind: keyof typeof kinds, field: string): boolean {
  return 'attributes' in kinds[kind].fields && Boolean(attributeName(field));
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'));
  } catch {
    return false;
  }
}
