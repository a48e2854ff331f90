import { type Formula, measuresOf } from './formula.ts';
import { type MeasureName, measure } from './measures.ts';
import { type Source, sources } from './sources.ts';
import type { Basis, Dimension, KpiDefinition } from './types.ts';

/** One KPI, as data: what it is called, and how it is computed. */
export interface CatalogueRow extends Omit<KpiDefinition, 'dimensions' | 'headline'> {
  headline?: boolean;
  /** One formula; or one for each basis that the KPI takes. */
  computes: Formula | Partial<Record<Basis, Formula>>;
  /** Takes withinDays: a conversion of a cohort. */
  withinDays?: boolean;
}

export function hasBasis(row: CatalogueRow): row is CatalogueRow & { computes: Partial<Record<Basis, Formula>> } {
  return !('kind' in row.computes);
}

/** undefined where the KPI does not take that basis. */
export function formulaOf(row: CatalogueRow, basis: Basis): Formula | undefined {
  return hasBasis(row) ? row.computes[basis] : (row.computes as Formula);
}

/** Those that every measure of every basis bears: so a filter or a breakdown is either meant by all of a KPI or refused. */
export function dimensionsOf(row: CatalogueRow): Dimension[] {
  const formulas = hasBasis(row) ? Object.values(row.computes) : [row.computes as Formula];
  const names = formulas.flatMap(measuresOf);
  const [first, ...others] = [...new Set(names)].map((name: MeasureName): Source => sources[measure(name).source]);
  return (Object.keys(first!.dimensions) as Dimension[]).filter((dimension) =>
    others.every((source) => dimension in source.dimensions),
  );
}
