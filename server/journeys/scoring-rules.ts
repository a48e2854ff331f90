/** The rules of the lead quality score as data. Decimals are text with at most six places, exact. */
export interface ScoringRules {
  /** Points that every lead with a score begins with. */
  base: string;
  rules: readonly ScoringRule[];
}

/** Looks at one attribute; the first of its cases that holds gives its points. So tiers are cases, the best one first. */
export interface ScoringRule {
  attribute: string;
  cases: readonly ScoringCase[];
}

export interface ScoringCase {
  test: ScoringTest;
  /** ONE_OF: any of these texts; CONTAINS: a list that has any of them. */
  values?: readonly string[];
  /** AT_LEAST, BETWEEN: the least number that holds. */
  from?: string;
  /** AT_MOST, BETWEEN: the greatest number that holds. */
  to?: string;
  /** LINEAR: points for each unit of the number. */
  points: string;
}

export type ScoringTest = 'GIVEN' | 'ONE_OF' | 'AT_LEAST' | 'AT_MOST' | 'BETWEEN' | 'CONTAINS' | 'LINEAR';

/** What the values of an attribute are, which says what tests make sense. `open`: whatever was sent. */
export type AttributeKind = 'number' | 'text' | 'list' | 'presence' | 'open';

/**
 * What may be scored. Of a name and an e-mail address only that they are given: what they are is personal, and no reason to work on a
 * lead. The domain behind the @ says whether somebody writes from a company.
 */
export const scoredFields = {
  needMatch: 'number',
  companySize: 'number',
  industry: 'text',
  region: 'text',
  company: 'text',
  emailDomain: 'text',
  product: 'text',
  channel: 'text',
  referredBy: 'text',
  tags: 'list',
  email: 'presence',
  name: 'presence',
} as const satisfies Record<string, AttributeKind>;

export type ScoredField = keyof typeof scoredFields;

/** An attribute of the sender's own is named with this before it. */
export const OWN_ATTRIBUTE = 'attributes.';

/** undefined for what is no attribute of a lead. */
export function attributeKind(attribute: string): AttributeKind | undefined {
  if (attribute.startsWith(OWN_ATTRIBUTE)) return 'open';
  return Object.hasOwn(scoredFields, attribute) ? scoredFields[attribute as ScoredField] : undefined;
}

export const testsOf: Readonly<Record<AttributeKind, readonly ScoringTest[]>> = {
  number: ['GIVEN', 'AT_LEAST', 'AT_MOST', 'BETWEEN', 'LINEAR'],
  text: ['GIVEN', 'ONE_OF'],
  list: ['GIVEN', 'CONTAINS'],
  presence: ['GIVEN'],
  open: ['GIVEN', 'ONE_OF', 'AT_LEAST', 'AT_MOST', 'BETWEEN', 'CONTAINS', 'LINEAR'],
};

/** Those that ask for a number. */
export const numericTests: readonly ScoringTest[] = ['AT_LEAST', 'AT_MOST', 'BETWEEN', 'LINEAR'];

/** The most points, either way, that one case may give: enough to outweigh everything else. */
export const MOST_POINTS = 1_000;

/** 线索质量评分 as it is until somebody sets other rules: version 1. */
export const defaultRules: ScoringRules = {
  base: '20',
  rules: [
    { attribute: 'needMatch', cases: [{ test: 'LINEAR', points: '40' }] },
    {
      attribute: 'companySize',
      cases: [
        { test: 'AT_LEAST', from: '200', points: '20' },
        { test: 'AT_LEAST', from: '50', points: '10' },
      ],
    },
    { attribute: 'industry', cases: [{ test: 'GIVEN', points: '10' }] },
    { attribute: 'email', cases: [{ test: 'GIVEN', points: '10' }] },
  ],
};
