import { createHash } from 'node:crypto';
import type { Grouping } from './grouping.ts';
import type { MeasureName } from './measures.ts';
import type { Scope } from './scope.ts';
import type { Rest } from './statement.ts';
import type { FunnelInfo, Narrowing } from './types.ts';

/** What one KPI needs added up. */
export interface TallyRequest {
  funnel: FunnelInfo;
  scope: Scope;
  narrowing: Narrowing | undefined;
  slices: Grouping['slices'];
  measures: readonly MeasureName[];
  /** What of the slices beyond the largest must be counted anew; undefined: nothing. */
  rest: Rest | undefined;
}

/** Requests with the same one can be answered by one statement. */
export function statementKey({ funnel, scope, narrowing, slices }: TallyRequest): string {
  return `${funnel.id} ${scope.key} ${narrowing?.dimension} ${slices && slicesText(slices)}`;
}

const slicesText = (slices: NonNullable<Grouping['slices']>) => ('by' in slices ? slices.by : slices.key);
/** The funnel whole, in short. */
export const funnelText = oncePerObject((funnel: FunnelInfo) =>
  createHash('sha256').update(JSON.stringify(funnel)).digest('base64'),
);
const measuresText = oncePerObject((measures: readonly MeasureName[]) => measures.join());

function oncePerObject<Value extends object>(write: (value: Value) => string): (value: Value) => string {
  const texts = new WeakMap<Value, string>();
  return (value) => {
    let text = texts.get(value);
    if (text === undefined) {
      text = write(value);
      texts.set(value, text);
    }
    return text;
  };
}

/** Requests with the same one are the same. */
export function requestKey(request: TallyRequest): string {
  const { narrowing, measures, rest } = request;
  return `${statementKey(request)} ${narrowing?.id} ${measuresText(measures)} ${rest && JSON.stringify(rest)}`;
}
