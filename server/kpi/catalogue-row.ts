import { type Formula, measuresOf } from './formula.ts';
import { type MeasureName, measure } from './measures.ts';
import { source } from './sources.ts';
import { dimensions as allDimensions, type Basis, type Dimension, type KpiDefinition } from './types.ts';

/** One KPI, as data: what it is called, and how it is computed. */
export interface CatalogueRow extends Omit<KpiDefinition, 'dimensions' | 'headline' | 'isPercentage'> {
  headline?: boolean;
  /** One formula; or one for each basis that the KPI takes. */
  computes: Formula | Partial<Record<Basis, Formula>>;
  /** Takes withinDays: a conversion of a cohort. */
  withinDays?: boolean;
  /** Dimensions by which it is broken down by another formula: the share of each slice in all of them. */
  distribution?: Partial<Record<Dimension, Formula>>;
}

export function hasBasis(row: CatalogueRow): row is CatalogueRow & { computes: Partial<Record<Basis, Formula>> } {
  return !('kind' in row.computes);
}

/** undefined where the KPI does not take that basis. */
export function formulaOf(row: CatalogueRow, basis: Basis): Formula | undefined {
  return hasBasis(row) ? row.computes[basis] : (row.computes as Formula);
}

/** The formula of one slice. */
export function formulaBy(row: CatalogueRow, formula: Formula, by: Dimension): Formula {
  return row.distribution?.[by] ?? formula;
}

/**
 * Those that every measure of every basis bears: so a filter or a breakdown is either meant by all of a KPI or refused. A measure that is
 * asked across a dimension has nothing to say against it.
 */
export function dimensionsOf(row: CatalogueRow): Dimension[] {
  const names = [...new Set(formulasOf(row).flatMap(measuresOf))];
  const shared = allDimensions.filter((dimension) => names.every((name) => bears(name, dimension)));
  return [...shared, ...(Object.keys(row.distribution ?? {}) as Dimension[])];
}

/** A part of a whole under one basis at least (under PERIOD a conversion may exceed 1, and stays a percentage), or a return on what was spent. */
export function isPercentage(row: CatalogueRow): boolean {
  const isShare = (formula: Formula): boolean =>
    formula.kind === 'returnOn' || (formula.kind === 'ratio' && formula.subset);
  return row.unit === 'RATIO' && formulasOf(row).some(isShare);
}

function formulasOf(row: CatalogueRow): Formula[] {
  return hasBasis(row) ? Object.values(row.computes) : [row.computes as Formula];
}

function bears(name: MeasureName, dimension: Dimension): boolean {
  const { across, source: sourceName } = measure(name);
  return across === 'EVERYTHING' || dimension in source(sourceName).dimensions;
}
