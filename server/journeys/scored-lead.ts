import { Decimal } from 'decimal.js';
import { OWN_ATTRIBUTE, type ScoredField } from './scoring-rules.ts';

/** What scoring looks at of a lead: its facts as they are stored. */
export interface ScoredLead {
  /** Exact text, 0 to 1. */
  needMatch: string | null;
  companySize: number | null;
  industry: string | null;
  region: string | null;
  company: string | null;
  /** Key. */
  product: string | null;
  /** Key. */
  channel: string | null;
  referredBy: string | null;
  tags: readonly string[];
  email: string | null;
  name: string | null;
  /** The sender's own, as JSON came: anything. */
  attributes: unknown;
}

/** Of an own attribute that is text: a number as people and CSV files write it, of a sane length. */
const NUMBER = /^[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/;

const LONGEST_NUMBER = 70;

/** Products of two numbers stay exact. */
export const Exact = Decimal.clone({ precision: 120, rounding: Decimal.ROUND_HALF_EVEN });

/** undefined where the lead does not have it. Empty texts, lists and objects say nothing either. */
export function attributeOf(lead: ScoredLead, attribute: string): unknown {
  const value = attribute.startsWith(OWN_ATTRIBUTE)
    ? ownAttribute(lead.attributes, attribute.slice(OWN_ATTRIBUTE.length))
    : fieldOf(lead, attribute as ScoredField);
  return saysSomething(value) ? value : undefined;
}

function fieldOf(lead: ScoredLead, field: ScoredField): unknown {
  if (field === 'emailDomain') return domainOf(lead.email);
  return lead[field];
}

/** Lower case, as domains are compared; undefined for what is no address. */
function domainOf(email: string | null): string | undefined {
  const at = email?.lastIndexOf('@') ?? -1;
  return at < 0
    ? undefined
    : email!
        .slice(at + 1)
        .trim()
        .toLowerCase();
}

/** Only what was sent: `__proto__` and `constructor` are names like any other. */
function ownAttribute(attributes: unknown, name: string): unknown {
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) return undefined;
  return Object.hasOwn(attributes, name) ? (attributes as Record<string, unknown>)[name] : undefined;
}

function saysSomething(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** undefined for what is no number. */
export function numberOf(value: unknown): Decimal | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? new Exact(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text.length <= LONGEST_NUMBER && NUMBER.test(text) ? new Exact(text) : undefined;
}

/** undefined for what is no single value. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** The single values in a list; one value is a list of one. */
export function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(textOf).filter((each) => each !== undefined);
}
