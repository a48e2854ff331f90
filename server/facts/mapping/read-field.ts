import type { FieldType } from '../field-types.ts';
import type { LocalTime } from '../local-time.ts';
import { Problem, quote } from '../problem.ts';
import { readDate } from './date-format.ts';
import type { LookupTables } from './lookup-tables.ts';
import type { FieldSpec } from './mapping.ts';
import { cell, type Row } from './row.ts';

type Change = Exclude<FieldSpec, string>;

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
 * What a row says for a field, as it is posted: in order the cell, its case, replaced values, pattern, then date, number or boolean.
 * undefined: nothing. `type`: the field's, to know beforehand what the server would refuse; attributes have none.
 */
export function readField(
  spec: FieldSpec,
  row: Row,
  lookups: LookupTables,
  type: FieldType | undefined,
  time: LocalTime,
): string | number | boolean | Unreadable | undefined {
  if (typeof spec === 'string') return checked(cell(row, spec), undefined, type, time);
  if ('constant' in spec) return spec.constant;
  const found = source(spec, row, lookups);
  const value = found === undefined ? undefined : changed(found, spec);
  if (value instanceof Unreadable) return value;
  return checked(value, found, type, time) ?? spec.default;
}

function source(spec: Exclude<Change, { constant: unknown }>, row: Row, lookups: LookupTables): string | undefined {
  if ('column' in spec) return cell(row, spec.column);
  if ('lookup' in spec) return lookups.find(spec.lookup, row);
  let isComplete = true;
  const text = spec.template.replace(/\{([^{}]+)\}/g, (_, column: string) => {
    const value = cell(row, column);
    if (value === undefined) isComplete = false;
    return value ?? '';
  });
  return isComplete ? text : undefined;
}

function changed(
  found: string,
  spec: Exclude<Change, { constant: unknown }>,
): string | number | boolean | Unreadable | undefined {
  let value = found;
  if (spec.case) value = recased(value, spec.case);
  if (spec.values && Object.hasOwn(spec.values, value)) {
    const replaced = spec.values[value];
    if (replaced === null) return undefined;
    value = replaced!;
  }
  if (spec.pattern && !new RegExp(spec.pattern, 'u').test(value))
    return new Unreadable(found, 'does not look as expected');
  if (spec.date) {
    const formats = [spec.date].flat();
    return readDate(value, formats) ?? new Unreadable(found, `is no date written as ${formats.join(' or ')}`);
  }
  if (spec.number) return readNumber(value, spec.number) ?? new Unreadable(found, 'is no number');
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

function checked(
  value: string | number | boolean | undefined,
  found: string | undefined,
  type: FieldType | undefined,
  time: LocalTime,
): string | number | boolean | Unreadable | undefined {
  if (value === undefined || !type) return value;
  const read = type.read(value, time);
  return read instanceof Problem
    ? new Unreadable(found ?? String(value), read.message.replace(quote(value), 'it'))
    : value;
}
