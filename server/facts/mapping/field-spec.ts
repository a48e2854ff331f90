import { z } from 'zod';
import { isDateFormat } from './date-format.ts';
import { column, pattern, strictObject } from './schema-parts.ts';

/** How the value of one field is written in a mapping. */

/** What changes a value, in the order in which it is done. */
const change = {
  case: z.enum(['lower', 'upper', 'snake']).optional().describe('snake: lower case, blanks and dashes to _'),
  values: z
    .record(z.string(), z.union([z.string(), z.null()]))
    .optional()
    .describe('Replaces values; null drops them'),
  pattern: pattern.optional().describe('What a readable value looks like'),
  date: z
    .union([z.string(), z.array(z.string()).min(1)])
    .refine((formats) => [formats].flat().every(isDateFormat), 'is no date format; write for example YYYY.MM.DD H:mm')
    .optional()
    .describe('Formats to try, in order; absent: ISO'),
  number: strictObject({
    decimal: z.enum(['.', ',']).default('.'),
    thousands: z.enum([',', '.', ' ', "'"]).optional(),
  }).optional(),
  split: strictObject({ decimals: z.int().min(0).max(6) })
    .optional()
    .describe('The equal part of an amount that each repetition of the fact gets'),
  boolean: strictObject({ true: z.array(z.string()), false: z.array(z.string()) }).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional().describe('Where there is no value'),
};

const lookup = strictObject({
  source: z.string().describe('Another source of this mapping'),
  on: column.describe('Column of this row'),
  equals: column.optional().describe('Column of the other source; absent: of the same name'),
  column: column.describe('Column of the other source whose value is taken'),
});

const one = [
  column,
  strictObject({ column, ...change }),
  strictObject({ template: z.string().min(1), ...change }),
  strictObject({ lookup, ...change }),
  strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) }),
] as const;

const oneField = z.union(one, {
  error: 'is a column name, or an object with one of column, template, lookup, constant (and what changes its value)',
});

export const field = z.union([...one, strictObject({ list: z.array(oneField).min(1) })], {
  error:
    'is a column name, or an object with one of column, template, lookup, constant (and what changes its value), list',
});

export type OneField = z.infer<typeof oneField>;
export type FieldSpec = z.infer<typeof field>;

/** The parts of a field: those of its list, else itself. */
export function partsOf(spec: FieldSpec): readonly OneField[] {
  return typeof spec === 'object' && 'list' in spec ? spec.list : [spec];
}

/** The columns that a template names in braces. */
export function templateColumns(template: string): string[] {
  return [...template.matchAll(TEMPLATE_COLUMN)].map(([, name]) => name!);
}

export const TEMPLATE_COLUMN = /\{([^{}]+)\}/g;

/** The columns of its own row that a field is made of. */
export function columnsOf(spec: FieldSpec): string[] {
  return partsOf(spec).flatMap((part) => {
    if (typeof part === 'string') return [part];
    if ('column' in part) return [part.column];
    if ('template' in part) return templateColumns(part.template);
    return 'lookup' in part ? [part.lookup.on] : [];
  });
}
