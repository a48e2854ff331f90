import type { CatalogueRow } from '../catalogue-row.ts';

/** 新增线索 → 成交线索: two KPIs are this conversion, one over all, one by channel. */
export const newLeadToWon: Pick<CatalogueRow, 'computes' | 'withinDays'> = {
  withinDays: true,
  computes: {
    COHORT: {
      kind: 'ratio',
      numerator: 'maturedLeadsWon',
      denominator: 'maturedLeads',
      subset: true,
      leftOut: { IMMATURE: 'immatureLeads' },
    },
    PERIOD: { kind: 'ratio', numerator: 'leadsWon', denominator: 'newLeads', subset: false },
  },
};
