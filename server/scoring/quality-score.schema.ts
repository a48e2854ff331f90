import { builder } from '../graphql/builder.ts';
import type { Explanation, ExplanationLine } from '../journeys/quality-score.ts';
import type { ScoredLead } from '../journeys/scored-lead.ts';
import { attributeKind } from '../journeys/scoring-rules.ts';
import { LeadRef } from '../lead/lead.schema.ts';
import { activeModelOf, scorerOf } from './scoring.loaders.ts';
import { attributeNames, ScoringCaseRef, ScoringModelRef } from './scoring.schema.ts';
import type { ScoringModelRecord } from './scoring-models.ts';

const LONGEST_SHOWN = 200;

const QualityScoreLineRef = builder.objectRef<ExplanationLine>('QualityScoreLine').implement({
  description: 'What one rule gave a lead.',
  fields: (t) => ({
    attribute: t.exposeString('attribute', { description: `What the rule looks at: ${attributeNames}.` }),
    isGiven: t.boolean({
      description: 'Whether the lead has it.',
      resolve: ({ value }) => value !== undefined,
    }),
    value: t.string({
      nullable: true,
      description: `The value seen, as text (lists and objects as JSON, the first ${LONGEST_SHOWN} characters); null where the lead does not have it, and of email and name, which are not shown.`,
      resolve: shownValue,
    }),
    heldCase: t.field({
      type: ScoringCaseRef,
      nullable: true,
      description: 'The case that held; null where none did.',
      resolve: ({ held }) => held ?? null,
    }),
    points: t.expose('points', { type: 'Decimal', description: 'What it gave: 0 where no case held.' }),
  }),
});

function shownValue({ attribute, value }: ExplanationLine): string | null {
  if (value === undefined || attributeKind(attribute) === 'presence') return null;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // By characters, so that no pair of surrogates is torn.
  return [...text.slice(0, 2 * LONGEST_SHOWN)].slice(0, LONGEST_SHOWN).join('');
}

const QualityScoreExplanationRef = builder
  .objectRef<Explanation & { score: string; model: ScoringModelRecord }>('QualityScoreExplanation')
  .implement({
    description: 'The points that make a lead’s quality score: base + the points of all lines = sum, cut to 0..100.',
    fields: (t) => ({
      model: t.field({
        type: ScoringModelRef,
        description: 'The version of the rules that gave them.',
        resolve: ({ model }) => model,
      }),
      base: t.expose('base', { type: 'Decimal', description: 'Points that every lead with a score begins with.' }),
      lines: t.field({
        type: [QualityScoreLineRef],
        description: 'One for each rule, in their order, those that gave nothing too.',
        resolve: ({ lines }) => lines,
      }),
      sum: t.expose('sum', { type: 'Decimal', description: 'Base and the points of all lines, exactly.' }),
      score: t.float({
        description: 'The sum, cut to 0..100: Lead.qualityScore.',
        resolve: ({ score }) => Number(score),
      }),
      isCut: t.boolean({
        description: 'Whether the sum is below 0 or above 100.',
        resolve: ({ sum, score }) => sum !== score,
      }),
    }),
  });

builder.prismaObjectFields(LeadRef, (t) => ({
  qualityScore: t.float({
    nullable: true,
    description:
      '线索质量评分, 0 to 100, by the active scoring model; null without any of the attributes that its rules look at. qualityScoreExplanation says why.',
    select: { journey: { select: { qualityScoreA: true, qualityScoreB: true } } },
    resolve: async ({ journey }, _, context) => {
      const { slot } = await activeModelOf(context);
      return (slot === 'A' ? journey?.qualityScoreA : journey?.qualityScoreB)?.toNumber() ?? null;
    },
  }),
  qualityScoreExplanation: t.field({
    type: QualityScoreExplanationRef,
    nullable: true,
    description: 'The points that make its qualityScore, rule by rule; null where it has no score.',
    select: {
      needMatch: true,
      companySize: true,
      industry: true,
      region: true,
      company: true,
      referredBy: true,
      tags: true,
      email: true,
      name: true,
      attributes: true,
      product: { select: { key: true } },
      channel: { select: { key: true } },
    },
    resolve: async ({ needMatch, product, channel, ...lead }, _, context) => {
      const scored: ScoredLead = {
        ...lead,
        needMatch: needMatch?.toFixed() ?? null,
        product: product?.key ?? null,
        channel: channel?.key ?? null,
      };
      const { score, ...explanation } = (await scorerOf(context)).explain(scored);
      return score === null ? null : { ...explanation, score, model: await activeModelOf(context) };
    },
  }),
}));
