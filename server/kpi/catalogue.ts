import { acquisition } from './catalogue/acquisition.ts';
import { nurturing } from './catalogue/nurturing.ts';
import { opportunity } from './catalogue/opportunity.ts';
import { retention } from './catalogue/retention.ts';
import { type CatalogueRow, dimensionsOf, isPercentage } from './catalogue-row.ts';
import { type KpiDefinition, KpiQuestionError } from './types.ts';

const rows: readonly CatalogueRow[] = [...acquisition, ...nurturing, ...opportunity, ...retention];

/** Every KPI that can be asked for, in the dictionary's order. */
export const definitions: readonly KpiDefinition[] = rows.map(
  ({ computes: _, withinDays: __, headline = false, ...said }, index) => ({
    ...said,
    headline,
    isPercentage: isPercentage(rows[index]!),
    dimensions: dimensionsOf(rows[index]!),
  }),
);

const rowsByKey = new Map(rows.map((row) => [row.key, row]));
const definitionsByKey = new Map(definitions.map((definition) => [definition.key, definition]));

/** @throws KpiQuestionError UNKNOWN_KPI */
export function catalogueRow(key: string): { row: CatalogueRow; definition: KpiDefinition } {
  const row = rowsByKey.get(key);
  const definition = definitionsByKey.get(key);
  if (!row || !definition)
    throw new KpiQuestionError('UNKNOWN_KPI', `There is no KPI '${key.slice(0, 100)}'; kpiDefinitions lists the keys.`);
  return { row, definition };
}
