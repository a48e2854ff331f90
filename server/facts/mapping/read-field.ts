import type { FieldType } from '../field-types.ts';
import type { LocalTime } from '../local-time.ts';
import { Problem, quote } from '../problem.ts';
import { readDate } from './date-format.ts';
import { type FieldSpec, type OneField, TEMPLATE_COLUMN } from './field-spec.ts';
import type { LookupTables } from './lookup-tables.ts';
import { matches } from './matches.ts';
import type { Row } from './row.ts';
import { splitAmount } from './split-amount.ts';

/** A field whose value comes from the file, and may be changed. */
type Found = Exclude<OneField, string | { constant: unknown }>;
type Value = string | number | boolean;

/** A value that could not be read, for a warning. */
export class Unreadable {
  readonly value: string;
  readonly reason: string;

  constructor(value: string, reason: string) {
    this.value = value;
    this.reason = reason;
  }
}

/**
 * What a row says for a field, as it is posted: in order the cell, its case, replaced values, pattern, then date, number, split or
 * boolean. undefined: nothing. `type`: the field's, to know beforehand what the server would refuse; attributes have none.
 */
export function readField(
  spec: FieldSpec,
  row: Row,
  lookups: LookupTables,
  type: FieldType | undefined,
  time: LocalTime,
): Value | Value[] | Unreadable | undefined {
  if (typeof spec === 'string' || !('list' in spec)) return readOne(spec, row, lookups, type, time);
  const list: Value[] = [];
  for (const part of spec.list) {
    const value = readOne(part, row, lookups, undefined, time);
    if (value instanceof Unreadable) return value;
    if (value !== undefined) list.push(value);
  }
  return list.length === 0 ? undefined : checked(list, undefined, type, time);
}

function readOne(
  spec: OneField,
  row: Row,
  lookups: LookupTables,
  type: FieldType | undefined,
  time: LocalTime,
): Value | Unreadable | undefined {
  if (typeof spec === 'string') return checked(row.cell(spec), undefined, type, time);
  if ('constant' in spec) return spec.constant;
  const found = source(spec, row, lookups);
  const value = found === undefined ? undefined : changed(found, spec, row);
  if (value instanceof Unreadable) return value;
  return checked(value, found, type, time) ?? spec.default;
}

function source(spec: Found, row: Row, lookups: LookupTables): string | undefined {
  if ('column' in spec) return row.cell(spec.column);
  if ('lookup' in spec) return lookups.find(spec.lookup, row);
  let isComplete = true;
  const text = spec.template.replace(TEMPLATE_COLUMN, (_, column: string) => {
    const value = row.cell(column);
    if (value === undefined) isComplete = false;
    return value ?? '';
  });
  return isComplete ? text : undefined;
}

function changed(found: string, spec: Found, row: Row): Value | Unreadable | undefined {
  let value = found;
  if (spec.case) value = recased(value, spec.case);
  if (spec.values && Object.hasOwn(spec.values, value)) {
    const replaced = spec.values[value];
    if (replaced === null) return undefined;
    value = replaced!;
  }
  if (spec.pattern && !matches(spec.pattern, value)) return new Unreadable(found, 'does not look as expected');
  if (spec.date) {
    const formats = [spec.date].flat();
    return readDate(value, formats) ?? new Unreadable(found, `is no date written as ${formats.join(' or ')}`);
  }
  if (spec.number) {
    const number = readNumber(value, spec.number);
    if (number === undefined) return new Unreadable(found, 'is no number');
    value = number;
  }
  if (spec.split && row.repetition)
    return (
      splitAmount(value, spec.split.decimals, row.repetition) ??
      new Unreadable(found, `is no number with at most ${spec.split.decimals} decimals`)
    );
  if (spec.boolean) {
    if (spec.boolean.true.includes(value)) return true;
    if (spec.boolean.false.includes(value)) return false;
    return new Unreadable(found, `is none of ${[...spec.boolean.true, ...spec.boolean.false].join(', ')}`);
  }
  return value;
}

function recased(value: string, to: 'lower' | 'upper' | 'snake'): string {
  if (to === 'upper') return value.toUpperCase();
  const lower = value.toLowerCase();
  return to === 'lower' ? lower : lower.replace(/[\s-]+/g, '_');
}

/** As exact text, so that no digit is lost on the way. */
function readNumber(text: string, { decimal, thousands }: { decimal: string; thousands?: string | undefined }) {
  // Spreadsheets group with no-break blanks.
  let plain = text.replace(/[\u00a0\u202f]/g, ' ');
  if (thousands) plain = plain.replaceAll(thousands, '');
  if (decimal === ',') plain = plain.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? plain.replace(/^\+/, '') : undefined;
}

function checked<Read extends Value | Value[] | undefined>(
  value: Read,
  found: string | undefined,
  type: FieldType | undefined,
  time: LocalTime,
): Read | Unreadable {
  if (value === undefined || !type) return value;
  const read = type.read(value, time);
  return read instanceof Problem
    ? new Unreadable(found ?? String(value), read.message.replace(quote(value), 'it'))
    : value;
}
