import { builder } from '../graphql/builder.ts';
import { requestError } from '../graphql/request-error.ts';
import { type ScoringCase, type ScoringRule, scoredFields } from '../journeys/scoring-rules.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';
import { activeModelOf } from './scoring.loaders.ts';
import { newestModels, type ScoringModelRecord } from './scoring-models.ts';

const MODELS = 20;
const MOST_MODELS = 100;

/** For descriptions: what a rule may look at. */
export const attributeNames = `${Object.keys(scoredFields).join(', ')}, or attributes.NAME for one of your own`;

export const ScoringTestRef = builder.enumType('ScoringTest', {
  description: 'What a case of a scoring rule asks of the attribute’s value.',
  values: {
    GIVEN: { description: 'There is one. Of email and name the only test.' },
    ONE_OF: { description: 'The text is one of `values`, letter by letter.' },
    AT_LEAST: { description: 'The number is `from` or more.' },
    AT_MOST: { description: 'The number is `to` or less.' },
    BETWEEN: { description: 'The number is from `from` to `to`, both included.' },
    CONTAINS: { description: 'The list, such as tags, has any of `values`.' },
    LINEAR: { description: 'It is a number; it gives `points` for each unit.' },
  } as const,
});

const ScoringModelStatus = builder.enumType('ScoringModelStatus', {
  description: 'Where a version of the scoring rules stands.',
  values: {
    SCORING: { description: 'Leads are being scored by it; scores and KPIs are still those of the active one.' },
    ACTIVE: { description: 'Scores and KPIs are by it; exactly one is.' },
    SUPERSEDED: { description: 'A newer one took its place.' },
  } as const,
});

export const ScoringCaseRef = builder.objectRef<ScoringCase>('ScoringCase').implement({
  description: 'A test of an attribute and its points.',
  fields: (t) => ({
    test: t.expose('test', { type: ScoringTestRef, description: 'What it asks.' }),
    values: t.stringList({
      nullable: true,
      description: 'Of ONE_OF and CONTAINS: any of these; else null.',
      resolve: ({ values }) => values?.slice() ?? null,
    }),
    from: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of AT_LEAST and BETWEEN: the least number that holds; else null.',
      resolve: ({ from }) => from ?? null,
    }),
    to: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Of AT_MOST and BETWEEN: the greatest number that holds; else null.',
      resolve: ({ to }) => to ?? null,
    }),
    points: t.expose('points', {
      type: 'Decimal',
      description: 'What it gives when it holds; of LINEAR for each unit of the number.',
    }),
  }),
});

const ScoringRuleRef = builder.objectRef<ScoringRule>('ScoringRule').implement({
  description: 'What one attribute of a lead is worth.',
  fields: (t) => ({
    attribute: t.exposeString('attribute', { description: `The attribute: ${attributeNames}.` }),
    cases: t.field({
      type: [ScoringCaseRef],
      description: 'In order: the first that holds gives its points, the others none.',
      resolve: ({ cases }) => cases,
    }),
  }),
});

export const ScoringModelRef = builder.objectRef<ScoringModelRecord>('ScoringModel').implement({
  description:
    'A version of the rules of the lead quality score (线索质量评分): base and the points of each rule, summed, cut to 0..100. A lead with none of the attributes that the rules look at has no score.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: '1 for the rules that every workspace begins with.' }),
    status: t.expose('status', { type: ScoringModelStatus, description: 'Where it stands.' }),
    base: t.field({
      type: 'Decimal',
      description: 'Points that every lead with a score begins with.',
      resolve: ({ rules }) => rules.base,
    }),
    rules: t.field({
      type: [ScoringRuleRef],
      description: 'The rules, as they were set.',
      resolve: ({ rules }) => rules.rules,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was set.' }),
    activatedAt: t.expose('activatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When scores and KPIs became those of it, all at once; null where they never did.',
    }),
    leadsScored: t.exposeInt('leadsScored', {
      description: 'Leads scored by it before it became active; 0 for version 1, by which they always were.',
    }),
    leadsTotal: t.exposeInt('leadsTotal', {
      description: 'How many there are to score; leads that come meanwhile may add to it.',
    }),
  }),
});

builder.objectFields(WorkspaceRef, (t) => ({
  scoringModel: t.field({
    type: ScoringModelRef,
    description: 'The scoring rules that lead quality scores are by now.',
    resolve: (_workspace, _args, context) => activeModelOf(context),
  }),
  scoringModels: t.field({
    type: [ScoringModelRef],
    description: 'Versions of the scoring rules, newest first. The first may be SCORING still: how far it has come.',
    args: {
      first: t.arg.int({ defaultValue: MODELS, description: `How many, 1 to ${MOST_MODELS}.` }),
    },
    resolve: ({ id }, { first }, { database }) => newestModels(database, id, checkFirst(first ?? MODELS)),
  }),
}));

function checkFirst(first: number): number {
  if (first >= 1 && first <= MOST_MODELS) return first;
  throw requestError('INVALID_FIRST', `first is ${first}; give a whole number from 1 to ${MOST_MODELS}.`);
}
