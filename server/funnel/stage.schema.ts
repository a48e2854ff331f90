import { builder } from '../graphql/builder.ts';
import { StageCategory } from '../graphql/enums.ts';
import { KpiScopeInput } from '../graphql/kpi-scope.ts';
import { implementKpiSet } from '../graphql/kpi-set.ts';
import { inLocale, localeArguments } from '../graphql/locale.ts';
import { ofData } from '../graphql/of-data.ts';
import { funnelsOf, type StageRecord } from './funnel.loaders.ts';

const StageKpis = implementKpiSet(
  'StageKpis',
  'The KPIs of one stage: those that bear the dimension STAGE, of leads that leave it.',
  ({ dimensions }) => dimensions.includes('STAGE'),
);

export const StageRef = builder.node(builder.objectRef<StageRecord>('Stage'), {
  description: 'A step of a funnel. The first is reached by being created, the last is won.',
  extensions: ofData,
  id: { description: 'Stable id.', resolve: ({ id }) => id },
  loadManyWithoutCache: async (ids, context) => {
    const stages = (await funnelsOf(context)).flatMap((funnel) => funnel.stages);
    return ids.map((id) => stages.find((stage) => stage.id === id) ?? null);
  },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What facts call it; unique in its funnel.' }),
    name: t.string({
      description: 'Its name for people; the key where it has none.',
      args: localeArguments,
      resolve: ({ nameEn, nameZh, key }, { locale }) => inLocale({ en: nameEn, zh: nameZh }, locale) ?? key,
    }),
    position: t.exposeInt('position', { description: '1 for the first stage.' }),
    category: t.expose('category', { type: StageCategory, description: 'Which of the four groups it belongs to.' }),
    kpis: t.field({
      type: StageKpis,
      description: 'KPIs of this stage alone.',
      args: { scope: t.arg({ type: KpiScopeInput, required: true, description: 'When, of whom, counted how.' }) },
      resolve: async ({ id, funnelId }, { scope }, context) => {
        const funnel = (await funnelsOf(context)).find((each) => each.id === funnelId)!;
        return { funnel, scope, narrowing: { dimension: 'STAGE' as const, id } };
      },
    }),
  }),
});
