import { definitions } from '../kpi/catalogue.ts';
import { explanationOf } from '../kpi/explanation/explanation.ts';
import type { KpiDefinition } from '../kpi/types.ts';
import { builder } from './builder.ts';
import { KpiBasis, KpiDimension, KpiDirection, KpiUnit, StageCategory } from './enums.ts';
import { inLocale, localeArguments } from './locale.ts';
import { ofData } from './of-data.ts';

const definitionsByKey = new Map(definitions.map((definition) => [definition.key, definition]));

export function definitionOf(key: string): KpiDefinition {
  return definitionsByKey.get(key)!;
}

/** Where people read about it: an anchor of the reference page. */
export function pageUrlOf(key: string): string {
  return `/kpis#${key}`;
}

export const KpiDefinitionRef = builder.objectRef<KpiDefinition>('KpiDefinition').implement({
  description:
    'One KPI of the dictionary: what it means, how it is computed, what it can be cut by. All of them with examples: [/kpis](/kpis).',
  extensions: ofData,
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its stable name, such as new_leads.' }),
    category: t.expose('category', { type: StageCategory, description: 'The group that it belongs to.' }),
    name: t.string({
      description: 'Its name for people.',
      args: localeArguments,
      resolve: ({ name, key }, { locale }) => inLocale(name, locale) ?? key,
    }),
    description: t.string({
      description: 'What it says, what it leaves out, when it is null.',
      args: localeArguments,
      resolve: ({ description }, { locale }) => inLocale(description, locale) ?? '',
    }),
    formula: t.string({
      description: 'The formula in words and symbols, as the KPI dictionary has it.',
      args: localeArguments,
      resolve: ({ formula }, { locale }) => inLocale(formula, locale) ?? '',
    }),
    nullRule: t.string({
      description: 'When its value is null, and with which status.',
      args: localeArguments,
      resolve: ({ key }, { locale }) => inLocale(explanationOf(key).nullRule, locale) ?? '',
    }),
    example: t.string({
      description: 'A few facts, and what the KPI makes of them in figures.',
      args: localeArguments,
      resolve: ({ key }, { locale }) => {
        const { situation, calculation, beside } = explanationOf(key).example;
        return [situation, calculation, beside]
          .map((text) => inLocale(text, locale))
          .filter(Boolean)
          .join('\n');
      },
    }),
    unit: t.expose('unit', { type: KpiUnit, description: 'What its value is measured in.' }),
    isPercentage: t.exposeBoolean('isPercentage', {
      description:
        'Whether people read its values as percentages: true of a RATIO that is a share or a return (0.25 is 25 %), false of one of unlike things (3.68 follow-ups per lead) and of every other unit.',
    }),
    direction: t.expose('direction', { type: KpiDirection, description: 'Which way it should move.' }),
    dimensions: t.field({
      type: [KpiDimension],
      description: 'What it can be filtered and broken down by. Any other dimension is refused, never ignored.',
      resolve: ({ dimensions }) => [...dimensions],
    }),
    takesBasis: t.field({
      type: [KpiBasis],
      description:
        'The bases between which it tells apart; COHORT alone: PERIOD is refused; empty: it counts the same under both.',
      resolve: ({ key }) => [...explanationOf(key).bases],
    }),
    takesWithinDays: t.boolean({
      description: 'Whether it can be asked withinDays: only ends that came in time count.',
      resolve: ({ key }) => explanationOf(key).takesWithinDays,
    }),
    pageUrl: t.string({
      description: 'Where people read about it, relative to the server: /kpis#new_leads.',
      resolve: ({ key }) => pageUrlOf(key),
    }),
    headline: t.exposeBoolean('headline', {
      description: 'Whether it is among the one or two of its category that are shown where nothing was chosen.',
    }),
  }),
});

builder.queryField('kpiDefinitions', (t) =>
  t.field({
    type: [KpiDefinitionRef],
    description: 'The KPI dictionary: every KPI that can be asked for, in its order.',
    extensions: ofData,
    args: { category: t.arg({ type: StageCategory, description: 'Only those of this group; absent: all.' }) },
    resolve: (_, { category }) => definitions.filter((definition) => !category || definition.category === category),
  }),
);
