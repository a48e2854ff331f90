import { WidgetFailure } from './failure.ts';
import { parseWindow, type WindowInput } from './window-attribute.ts';

/** The API's KpiFilterInput: lists of keys; null inside channels means facts without a channel. */
export interface KpiFilterInput {
  channels?: (string | null)[];
  owners?: string[];
  teams?: string[];
  products?: string[];
  industries?: string[];
  regions?: string[];
  companySizes?: string[];
  tags?: string[];
}

export interface KpiScopeInput {
  window: WindowInput;
  filter?: KpiFilterInput;
  basis?: 'COHORT' | 'PERIOD';
}

const LISTS = ['channels', 'owners', 'teams', 'products', 'industries', 'regions', 'companySizes', 'tags'];

/**
 * The scope that an element's attributes describe.
 * @throws WidgetFailure INVALID_WINDOW, INVALID_FILTER, INVALID_BASIS
 */
export function parseScope(attributes: {
  window: string;
  filter: string | KpiFilterInput;
  basis: string;
}): KpiScopeInput {
  const filter = parseFilter(attributes.filter);
  const basis = parseBasis(attributes.basis);
  return { window: parseWindow(attributes.window), ...(filter && { filter }), ...(basis && { basis }) };
}

/** A `filter`: JSON in an attribute, or the object itself as a property. Nothing said is undefined. */
export function parseFilter(filter: string | KpiFilterInput): KpiFilterInput | undefined {
  const value = typeof filter === 'string' ? readJson(filter) : filter;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw invalidFilter(String(filter));
  for (const [name, list] of Object.entries(value)) if (!isFilterList(name, list)) throw invalidFilter(name);
  return Object.keys(value).length > 0 ? (value as KpiFilterInput) : undefined;
}

function readJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalidFilter(text);
  }
}

function isFilterList(name: string, list: unknown): boolean {
  if (!LISTS.includes(name)) return false;
  if (list === null) return true;
  const mayBeNull = name === 'channels';
  return Array.isArray(list) && list.every((key) => typeof key === 'string' || (mayBeNull && key === null));
}

function parseBasis(text: string): 'COHORT' | 'PERIOD' | undefined {
  const basis = text.trim().toUpperCase();
  if (basis === '') return undefined;
  if (basis === 'COHORT' || basis === 'PERIOD') return basis;
  throw new WidgetFailure('INVALID_BASIS', `basis="${text}"`);
}

function invalidFilter(said: string): WidgetFailure {
  return new WidgetFailure('INVALID_FILTER', `filter: ${said}`);
}
