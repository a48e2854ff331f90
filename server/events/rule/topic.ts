/** Topic on which a workspace is told whose rules were changed; the payload is its id. */
export const RULES = 'funnel_rules';
