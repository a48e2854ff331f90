import { builder } from '../graphql/builder.ts';
import { ActivityKind, SkipPolicy, StageCategory } from '../graphql/enums.ts';
import { KpiScopeInput } from '../graphql/kpi-scope.ts';
import { implementKpiSet } from '../graphql/kpi-set.ts';
import { askKpi, KpiValueRef } from '../graphql/kpi-value.ts';
import { inLocale, localeArguments } from '../graphql/locale.ts';
import { ofData } from '../graphql/of-data.ts';
import { requestError } from '../graphql/request-error.ts';
import { definitions } from '../kpi/catalogue.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';
import { type FunnelRecord, funnelsOf } from './funnel.loaders.ts';
import { StageRef } from './stage.schema.ts';

const MOST_KEYS = 200;

const FunnelKpis = implementKpiSet('FunnelKpis', 'Every KPI of the dictionary, of the whole funnel.', () => true);

const scopeArguments = builder.args((t) => ({
  scope: t.field({ type: KpiScopeInput, required: true, description: 'When, of whom, counted how.' }),
}));

interface ActivityWeight {
  kind: typeof ActivityKind.$inferType;
  weight: number;
}

const ActivityWeightRef = builder.objectRef<ActivityWeight>('ActivityWeight').implement({
  description: 'How much an interaction of a kind adds to a lead’s activity score on the day it happens.',
  extensions: ofData,
  fields: (t) => ({
    kind: t.expose('kind', { type: ActivityKind, description: 'The kind of contact.' }),
    weight: t.exposeFloat('weight', { description: '0 to 1,000.' }),
  }),
});

export const FunnelRef = builder.node(builder.objectRef<FunnelRecord>('Funnel'), {
  description: 'A way from lead to customer, in stages.',
  extensions: ofData,
  id: { description: 'Stable id.', resolve: ({ id }) => id },
  loadManyWithoutCache: async (ids, context) => {
    const funnels = await funnelsOf(context);
    return ids.map((id) => funnels.find((funnel) => funnel.id === id) ?? null);
  },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What facts call it; unique in the workspace.' }),
    name: t.string({
      description: 'Its name for people; the key where it has none.',
      args: localeArguments,
      resolve: ({ nameEn, nameZh, key }, { locale }) => inLocale({ en: nameEn, zh: nameZh }, locale) ?? key,
    }),
    isDefault: t.exposeBoolean('isDefault', {
      description: 'Whether facts that name no funnel belong to it; true for exactly one.',
    }),
    qualifiedThreshold: t.exposeFloat('qualifiedThreshold', {
      description: 'A lead with at least this quality score (0 to 100) is qualified.',
    }),
    skipPolicy: t.expose('skipPolicy', {
      type: SkipPolicy,
      description: 'Whether a stage that was skipped counts as passed.',
    }),
    leadChurnDays: t.exposeInt('leadChurnDays', {
      description: 'lead_churn_rate: without an interaction for so many days an open lead counts as churned.',
    }),
    customerChurnDays: t.exposeInt('customerChurnDays', {
      nullable: true,
      description:
        'customer_churn_rate: how many calendar days before the window a customer must have ordered; null: as many as the window has.',
    }),
    followUpEffectDays: t.exposeInt('followUpEffectDays', {
      description: 'follow_up_effectiveness: how many days a follow-up has to take effect.',
    }),
    stalledAfterDays: t.exposeInt('stalledAfterDays', {
      nullable: true,
      description:
        'stalled_opportunities: an opportunity open for more days is stalled; null: for longer than the 90th percentile of the sales cycles won in the 365 days before.',
    }),
    activityWeights: t.field({
      type: [ActivityWeightRef],
      description:
        'lead_activity_score: the weights that were set for this funnel; the other kinds have those of the dictionary.',
      resolve: ({ activityWeights }) =>
        Object.entries(activityWeights ?? {}).map(([kind, weight]) => ({
          kind: kind as ActivityWeight['kind'],
          weight,
        })),
    }),
    stages: t.field({
      type: [StageRef],
      description: 'Its stages, in order.',
      resolve: ({ stages }) => stages,
    }),
    kpis: t.field({
      type: FunnelKpis,
      description: 'Every KPI of the dictionary as a field of its own.',
      args: scopeArguments,
      resolve: (funnel, { scope }) => ({ funnel, scope }),
    }),
    kpi: t.field({
      type: KpiValueRef,
      nullable: true,
      description:
        'One KPI by its key, for clients that choose at run time. null with an error for an unknown key (UNKNOWN_KPI) or a question that makes no sense.',
      args: { key: t.arg.string({ required: true, description: 'Such as new_leads.' }), ...scopeArguments },
      resolve: (funnel, { key, scope }, context, info) => askKpi({ key, funnel, scope }, context, info),
    }),
    kpiValues: t.field({
      type: [KpiValueRef],
      nullable: { list: false, items: true },
      description:
        'Several KPIs in the order asked. One that cannot be answered is null with an error, the others stay.',
      args: {
        keys: t.arg.stringList({ description: `At most ${MOST_KEYS}; absent: the headline KPIs.` }),
        category: t.arg({ type: StageCategory, description: 'Only those of this group; absent: all.' }),
        allOf: t.arg({
          type: [StageCategory],
          description:
            'Without keys: of these groups every KPI, of the others the headline KPIs, in the catalogue’s order.',
        }),
        ...scopeArguments,
      },
      resolve: (funnel, { keys, category, allOf, scope }, context, info) =>
        chosenKeys(keys, category, allOf ?? []).map((key) => askKpi({ key, funnel, scope }, context, info)),
    }),
  }),
});

function chosenKeys(
  keys: readonly string[] | null | undefined,
  category: string | null | undefined,
  allOf: readonly string[],
): string[] {
  if (keys && keys.length > MOST_KEYS)
    throw requestError('TOO_COSTLY', `keys has ${keys.length} entries; ask for at most ${MOST_KEYS} at once.`);
  const ofCategory = definitions.filter((definition) => !category || definition.category === category);
  if (!keys)
    return ofCategory.filter(({ headline, category }) => headline || allOf.includes(category)).map(({ key }) => key);
  // An unknown key belongs to no category: it stays, to be answered with its error.
  const others = new Set(definitions.filter((each) => !ofCategory.includes(each)).map(({ key }) => key));
  return keys.filter((key) => !others.has(key));
}

builder.objectFields(WorkspaceRef, (t) => ({
  funnels: t.field({
    type: [FunnelRef],
    description: 'Its funnels: the default one first, then by key.',
    extensions: ofData,
    resolve: (_workspace, _args, context) => funnelsOf(context),
  }),
  funnel: t.field({
    type: FunnelRef,
    nullable: true,
    description: 'The funnel with that key; null where there is none.',
    extensions: ofData,
    args: { key: t.arg.string({ required: true, description: 'Such as sales.' }) },
    resolve: async (_workspace, { key }, context) =>
      (await funnelsOf(context)).find((funnel) => funnel.key === key) ?? null,
  }),
}));
