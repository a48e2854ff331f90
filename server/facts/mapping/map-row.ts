import type { FieldType } from '../field-types.ts';
import { kinds } from '../kinds.ts';
import type { LocalTime } from '../local-time.ts';
import { Problem } from '../problem.ts';
import { isMet } from './condition.ts';
import type { LookupTables } from './lookup-tables.ts';
import { attributeName, type MappedFact } from './mapping.ts';
import { readField, Unreadable } from './read-field.ts';
import { repetitions } from './repeat.ts';
import type { Row } from './row.ts';

export interface MappingContext {
  lookups: LookupTables;
  time: LocalTime;
  /** Whether the mapping names the zone of its local dates; else the server reads them in the workspace's. */
  hasZone: boolean;
  onUnreadable(field: string, value: Unreadable): void;
}

/**
 * The facts that a row gives: none where its `when` is not met, several where it is repeated; or why it cannot be told. What cannot be
 * read is left out, and told once, however often it is repeated.
 */
export function* mapRow(spec: MappedFact, row: Row, context: MappingContext): Generator<object | Problem> {
  if (!isMet(spec.when, row)) return;
  for (const repeated of repetitions(spec.repeat, row))
    yield repeated instanceof Problem ? repeated : oneFact(spec, repeated, context);
}

function oneFact({ kind, fields }: MappedFact, row: Row, context: MappingContext): object {
  const fact: Record<string, unknown> = {};
  const attributes: Record<string, unknown> = {};
  for (const name in fields) {
    const attribute = attributeName(name);
    const type = attribute === undefined && name !== 'deleted' ? kinds[kind].fields[name]!.type : undefined;
    const value = readField(fields[name]!, row, context.lookups, type, context.time);
    if (value instanceof Unreadable) {
      if ((row.repetition?.ordinal ?? 1) === 1) context.onUnreadable(name, value);
    } else if (value === undefined) continue;
    else if (attribute !== undefined) attributes[attribute] = value;
    else fact[name] = isInstant(type) && context.hasZone ? inZone(value, type, context.time) : value;
  }
  if (Object.keys(attributes).length > 0) fact.attributes = attributes;
  return fact;
}

function isInstant(type: FieldType | undefined): type is FieldType {
  return type?.sql === 'timestamptz';
}

/** A local date as the instant that it is in the mapping's zone. */
function inZone(value: unknown, type: FieldType, time: LocalTime): unknown {
  return type.read(value, time);
}
