import { orderedJson } from '../database/ordered-json.ts';
import type { Attributes, FactValue } from './field-types.ts';

/** Whether two canonical values say the same. */
export function sameValue(a: FactValue, b: FactValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return orderedJson(a) === orderedJson(b);
}

/** Attributes of a newer version over the older ones: absent names stay, null takes away. None left: null. */
export function mergeAttributes(older: FactValue, newer: FactValue): FactValue {
  if (newer === null) return null;
  const merged = Object.entries({ ...(older as Attributes | null), ...(newer as Attributes) });
  const kept = merged.filter(([, value]) => value !== null);
  return kept.length === 0 ? null : Object.fromEntries(kept);
}
