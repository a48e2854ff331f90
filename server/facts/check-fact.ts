import type { FactValue } from './field-types.ts';
import { type FactKind, type FactValues, fieldsOf } from './kind.ts';
import type { LocalTime } from './local-time.ts';
import { Problem, quote } from './problem.ts';

/** A fact whose own fields are in order; what it refers to is looked up when it is written. */
export interface CheckedFact {
  /** Absent stays, null clears. */
  values: FactValues;
  deleted: boolean;
}

/**
 * Checks what one line says, without the database. A deletion is read for its key (and version) alone. `onUnknownField` hears of each
 * field that the kind does not have; such fields are left out.
 */
export function checkFact(
  kind: FactKind,
  sent: object,
  time: LocalTime,
  onUnknownField: (name: string) => void,
): CheckedFact | Problem {
  const deleted = readDeleted(sent);
  if (deleted instanceof Problem) return deleted;
  const values: Record<string, FactValue> = {};
  // Lines are plain objects as they were parsed: a list of their entries would be made for each of very many.
  for (const name in sent) {
    const value = (sent as Record<string, unknown>)[name];
    if (name === 'deleted' || value === undefined) continue;
    const field = Object.hasOwn(kind.fields, name) ? kind.fields[name]! : undefined;
    if (!field) {
      onUnknownField(name);
      continue;
    }
    if (deleted && name !== 'updatedAt' && !kind.key.fields.includes(name)) continue;
    // Blank text says nothing, as an empty cell does; but sent on purpose it clears, as null does.
    if (value === null || value === '' || (typeof value === 'string' && value.trim() === '')) {
      if (field.required)
        return new Problem('REQUIRED', `${name} is empty; a ${kind.singular} needs it, so it cannot be cleared.`, name);
      values[name] = null;
      continue;
    }
    const read = field.type.read(value, time);
    if (read instanceof Problem) return read.in(name);
    values[name] = read;
  }
  return { values, deleted };
}

function readDeleted(sent: object): boolean | Problem {
  const deleted: unknown = Object.hasOwn(sent, 'deleted') ? (sent as { deleted: unknown }).deleted : undefined;
  if (deleted === undefined || deleted === null || deleted === '') return false;
  if (typeof deleted === 'boolean') return deleted;
  // CSV has no other way to say it.
  if (typeof deleted === 'string' && /^(true|1|false|0)$/i.test(deleted)) return /^(true|1)$/i.test(deleted);
  return new Problem('INVALID_VALUE', `${quote(deleted)} is neither true nor false.`, 'deleted');
}

/** The first field without which a new fact of this kind cannot be. */
export function missingField(kind: FactKind, values: FactValues): Problem | undefined {
  for (const [name, { required }] of fieldsOf(kind))
    if (required && (values[name] === undefined || values[name] === null))
      return new Problem('REQUIRED', `${name} is missing; a new ${kind.singular} needs it.`, name);
  return undefined;
}
