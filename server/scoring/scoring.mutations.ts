import { builder } from '../graphql/builder.ts';
import { renew } from '../graphql/context.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { checkScoringRules, InvalidScoringModelError } from './check-scoring-rules.ts';
import { defineScoringModel } from './define-scoring-model.ts';
import { attributeNames, ScoringModelRef, ScoringTestRef } from './scoring.schema.ts';
import type { ScoringModelRecord } from './scoring-models.ts';

builder.objectType(InvalidScoringModelError, {
  name: 'InvalidScoringModelError',
  description:
    'No such rules can be: TOO_FEW_RULES, TOO_MANY_RULES, TOO_LARGE, UNKNOWN_ATTRIBUTE, DUPLICATE_ATTRIBUTE, TOO_FEW_CASES, TOO_MANY_CASES, INVALID_TEST, INVALID_VALUES, INVALID_BOUNDS, INVALID_POINTS or UNREACHABLE_CASE. Nothing changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    rule: t.int({
      nullable: true,
      description: 'The rule at fault, counted from 1; null where it is the model itself.',
      resolve: ({ place }) => place.rule ?? null,
    }),
    attribute: t.string({
      nullable: true,
      description: 'That rule’s attribute; null where it is the model itself.',
      resolve: ({ place }) => place.attribute ?? null,
    }),
    case: t.int({
      nullable: true,
      description: 'The case of that rule, counted from 1; null where it is the whole rule.',
      resolve: ({ place }) => place.case ?? null,
    }),
  }),
});

const ScoringCaseInput = builder.inputType('ScoringCaseInput', {
  description: 'A test of an attribute and its points. Each test takes what it needs and nothing else.',
  fields: (t) => ({
    test: t.field({
      type: ScoringTestRef,
      required: true,
      description:
        'What it asks. Numbers (needMatch, companySize) take GIVEN, AT_LEAST, AT_MOST, BETWEEN, LINEAR; texts GIVEN, ONE_OF; tags GIVEN, CONTAINS; email and name GIVEN; your own attributes all.',
    }),
    values: t.stringList({ description: 'Of ONE_OF and CONTAINS: 1 to 200 texts.' }),
    from: t.field({ type: 'Decimal', description: 'Of AT_LEAST and BETWEEN: the least number that holds.' }),
    to: t.field({ type: 'Decimal', description: 'Of AT_MOST and BETWEEN: the greatest number that holds.' }),
    points: t.field({
      type: 'Decimal',
      required: true,
      description:
        'What it gives when it holds, −1000 to 1000, at most six decimals; of LINEAR for each unit of the number (rounded half-even to six decimals, cut to −1000..1000).',
    }),
  }),
});

const ScoringRuleInput = builder.inputType('ScoringRuleInput', {
  description: 'What one attribute of a lead is worth.',
  fields: (t) => ({
    attribute: t.string({
      required: true,
      description: `The attribute: ${attributeNames}. Each in one rule only, but tags, of which a lead has many. product and channel are keys, referredBy a customer’s id, emailDomain what follows the @, in lower case.`,
    }),
    cases: t.field({
      type: [ScoringCaseInput],
      required: true,
      description: 'Tiers, 1 to 50, the best one first: the first that holds gives its points, the others none.',
    }),
  }),
});

const DefineScoringModelInput = builder.inputType('DefineScoringModelInput', {
  description: 'The rules of the lead quality score, whole.',
  fields: (t) => ({
    base: t.field({
      type: 'Decimal',
      required: true,
      description: 'Points that every lead with a score begins with, −1000 to 1000.',
    }),
    rules: t.field({
      type: [ScoringRuleInput],
      required: true,
      description: 'The rules, 1 to 100. Their points and base are summed, then cut to 0..100.',
    }),
  }),
});

const DefineScoringModelSuccess = builder
  .objectRef<{ model: ScoringModelRecord }>('DefineScoringModelSuccess')
  .implement({
    description: 'The rules are set, and leads are being scored by them.',
    fields: (t) => ({
      model: t.field({
        type: ScoringModelRef,
        description: 'The new version, SCORING until every lead is scored by it.',
        resolve: ({ model }) => model,
      }),
    }),
  });

builder.mutationField('defineScoringModel', (t) =>
  t.field({
    type: DefineScoringModelSuccess,
    description:
      'Sets the rules of the lead quality score as a new version. All leads are scored anew in the background (scoringProgress tells how far that has come); then scores and KPIs switch to it at once. A version that is still SCORING is superseded. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [InvalidScoringModelError] },
    args: { input: t.arg({ type: DefineScoringModelInput, required: true, description: 'The rules.' }) },
    resolve: async (_root, { input }, context) => {
      const rules = checkScoringRules(input);
      const model = await defineScoringModel(context.database, context.workspace.id, rules, context.now);
      renew(context);
      return { model };
    },
  }),
);
