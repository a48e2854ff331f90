import type { InstanceDimension } from './rule.ts';

/** Which part of the funnel an instance of a rule looks at; null: the whole. key null: facts that do not bear the dimension. */
export type Instance = { dimension: InstanceDimension; key: string | null } | null;

/** 'CHANNEL=web'; 'CHANNEL' for facts without one; '' for the whole. */
export function instanceText(instance: Instance): string {
  if (!instance) return '';
  return instance.key === null ? instance.dimension : `${instance.dimension}=${instance.key}`;
}

export function readInstance(text: string): Instance {
  if (text === '') return null;
  const split = text.indexOf('=');
  const dimension = (split < 0 ? text : text.slice(0, split)) as InstanceDimension;
  return { dimension, key: split < 0 ? null : text.slice(split + 1) };
}
