import { definitions } from '../kpi/catalogue.ts';
import type { FunnelInfo, KpiDefinition, Narrowing, ScopeInput } from '../kpi/types.ts';
import { builder } from './builder.ts';
import { pageUrlOf } from './kpi-definition.ts';
import { askKpi, KpiValueRef } from './kpi-value.ts';
import { ofData } from './of-data.ts';

/** The scope that all fields of a set share. */
export interface KpiSet {
  funnel: FunnelInfo;
  scope: ScopeInput;
  narrowing?: Narrowing;
}

/** A type with one field per KPI of the catalogue that can be asked of such an entity. */
export function implementKpiSet(name: string, description: string, bears: (definition: KpiDefinition) => boolean) {
  return builder.objectRef<KpiSet>(name).implement({
    description,
    extensions: ofData,
    fields: (t) =>
      Object.fromEntries(
        definitions.filter(bears).map(({ key, name, formula, description }) => [
          camelCase(key),
          t.field({
            type: KpiValueRef,
            description: `${name.en} (${name.zh}). ${description.en}\n\nFormula: ${formula.en}\n\n公式：${formula.zh}\n\n[${pageUrlOf(key)}](${pageUrlOf(key)})`,
            resolve: ({ funnel, scope, narrowing }, _, context, info) =>
              askKpi({ key, funnel, scope, narrowing }, context, info),
          }),
        ]),
      ),
  });
}

/** new_leads → newLeads */
export function camelCase(key: string): string {
  return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
