import type { ChangeOfFacts } from '../database/workspace-write.ts';
import { date, type FactValue, type FieldType, instant } from './field-types.ts';
import { type FactKind, type FactRow, fieldsOf } from './kind.ts';
import { sameValue } from './same-value.ts';

/** Kinds on which other facts hang, and whose other fields than instants those bear. */
const bornByOthers = new Set<FactKind['name']>(['leads', 'customers']);

const EARLIEST_ZONE_MS = 14 * 3_600_000;

/**
 * How far a change reaches, when `before` became `after` (null: the fact was not there, or is not there any more): which kinds KPIs
 * may see otherwise, and from which instant on.
 */
export function reachOfChange(kind: FactKind, before: FactRow | null, after: FactRow | null): ChangeOfFacts {
  const instants: number[] = [];
  let isOther = false;
  for (const [, { column, type }] of fieldsOf(kind)) {
    if (!column || column === 'updated_at') continue;
    const [old, current] = [before?.[column] ?? null, after?.[column] ?? null];
    const isSame = before && after && sameValue(old, current);
    if (isTime(type)) {
      if (!isSame) for (const value of [old, current]) if (value !== null) instants.push(startOf(value, type));
    } else if (!isSame && before && after) isOther = true;
  }
  // What hangs on it may be older than itself.
  if ((isOther || !after) && bornByOthers.has(kind.name))
    return { kinds: [kind.name, 'dimensions'], earliest: Number.NEGATIVE_INFINITY };
  if (isOther) for (const row of [before, after]) instants.push(...instantsOf(kind, row));
  // What has no time of its own may be from any.
  return { kinds: [kind.name], earliest: instants.length > 0 ? Math.min(...instants) : Number.NEGATIVE_INFINITY };
}

function instantsOf(kind: FactKind, row: FactRow | null): number[] {
  return fieldsOf(kind).flatMap(([, { column, type }]) => {
    const value = column && isTime(type) ? (row?.[column] ?? null) : null;
    return value === null ? [] : [startOf(value, type)];
  });
}

function isTime(type: FieldType): boolean {
  return type === instant || type === date;
}

/** Of a day: where it begins first on earth. */
function startOf(value: FactValue, type: FieldType): number {
  return Date.parse(value as string) - (type === date ? EARLIEST_ZONE_MS : 0);
}
