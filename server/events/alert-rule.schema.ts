import DataLoader from 'dataloader';
import { builder } from '../graphql/builder.ts';
import { perContext } from '../graphql/context.ts';
import { definitionOf, KpiDefinitionRef } from '../graphql/kpi-definition.ts';
import { rulesById } from './rule/read-rules.ts';
import type { AlertRule } from './rule/rule.ts';

/** Rules by internal id, many in one statement; null for those of nobody, or of another workspace. */
export const ruleLoader = perContext(
  ({ database, workspace }) =>
    new DataLoader<string, AlertRule | null>(async (ids) => {
      const rules = new Map((await rulesById(database, workspace.id, ids)).map((rule) => [rule.id, rule]));
      return ids.map((id) => rules.get(id) ?? null);
    }),
);

const ref = builder.objectRef<AlertRule>('AlertRule');

export const AlertRuleRef = builder.node(ref, {
  description: 'A KPI, where to look at it, and the threshold that is told of when it is crossed.',
  id: { description: 'Stable id.', resolve: ({ id }) => id },
  isTypeOf: undefined,
  loadWithoutCache: (id, context) => ruleLoader(context).load(id),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name for people.' }),
    kpi: t.field({
      type: KpiDefinitionRef,
      description: 'The KPI that it looks at.',
      resolve: ({ kpi }) => definitionOf(kpi),
    }),
  }),
});
