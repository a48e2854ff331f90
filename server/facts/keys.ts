import type { FactKey, FactValues } from './kind.ts';
import { Problem } from './problem.ts';

/** The usual key: one field that the sender chose. */
export function ownKey(field: 'id' | 'key', column: FactKey['column']): FactKey {
  return { column, fields: [field], of: (values) => needed(values, field) };
}

/** A key made of several fields, as a JSON array: different parts never make the same text. */
export function composedKey(parts: readonly (string | null)[]): string {
  return JSON.stringify(parts);
}

/** The value of a field without which there is no key. */
export function needed(values: FactValues, field: string): string | Problem {
  const value = values[field];
  return typeof value === 'string'
    ? value
    : new Problem('REQUIRED', `${field} is missing; without it the fact has no key.`, field);
}
