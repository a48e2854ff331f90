import type { StateName } from './states.ts';
import { STATES } from './states.ts';

export const SCHEMES = ['page', 'light', 'dark', 'own'] as const;
export const DIRECTIONS = ['ltr', 'rtl'] as const;
/** px */
export const WIDTHS = [220, 480, 1100] as const;
export const NARROWEST = 200;
export const WIDEST = 1400;

/** What the workbench shows. All of it stands in the address, so that a link shows the same. */
export interface BenchState {
  state: StateName;
  scheme: (typeof SCHEMES)[number];
  direction: (typeof DIRECTIONS)[number];
  /** px; undefined: as wide as there is room */
  width: number | undefined;
  attributes: Map<string, string>;
  /** Custom properties. */
  styles: Map<string, string>;
}

/** @param given attributes of the element where the address says nothing of it */
export function readBenchState(parameters: URLSearchParams, given: Iterable<[string, string]>): BenchState {
  const width = Math.round(Number(parameters.get('width')));
  const attributes = new Map(given);
  for (const [name, value] of withPrefix(parameters, 'a.')) {
    // '-' alone: not there, though it usually is.
    if (value === '-') attributes.delete(name);
    else attributes.set(name, value);
  }
  return {
    state: oneOf(STATES, parameters.get('state')),
    scheme: oneOf(SCHEMES, parameters.get('scheme')),
    direction: oneOf(DIRECTIONS, parameters.get('dir')),
    width: width >= NARROWEST && width <= WIDEST ? width : undefined,
    attributes,
    styles: new Map(withPrefix(parameters, 'c.')),
  };
}

/** @param given attributes that need not be told */
export function writeBenchState(
  { state, scheme, direction, width, attributes, styles }: BenchState,
  parameters: URLSearchParams,
  given: Map<string, string>,
): void {
  for (const name of [...parameters.keys()]) if (/^[ac]\./.test(name)) parameters.delete(name);
  put(parameters, 'state', state, STATES[0]);
  put(parameters, 'scheme', scheme, SCHEMES[0]);
  put(parameters, 'dir', direction, DIRECTIONS[0]);
  put(parameters, 'width', String(width ?? ''), '');
  for (const name of given.keys()) if (!attributes.has(name)) parameters.set(`a.${name}`, '-');
  for (const [name, value] of attributes) if (given.get(name) !== value) parameters.set(`a.${name}`, value);
  for (const [name, value] of styles) parameters.set(`c.${name}`, value);
}

function oneOf<Value extends string>(values: readonly Value[], asked: string | null): Value {
  return values.find((value) => value === asked) ?? values[0]!;
}

function withPrefix(parameters: URLSearchParams, prefix: string): [string, string][] {
  return [...parameters]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
}

function put(parameters: URLSearchParams, name: string, value: string, usual: string): void {
  if (value === usual) parameters.delete(name);
  else parameters.set(name, value);
}
