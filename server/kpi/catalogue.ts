import type { KpiDefinition } from './types.ts';

/** Every KPI that can be asked for, in the dictionary's order. */
export const definitions: readonly KpiDefinition[] = [];
