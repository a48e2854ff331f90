import { keys } from './evaluator.ts';
import type { Dimension } from './question.ts';

/** Which KPI bears and takes what: rules 7 and 8 as tables. */
const ofLeads: readonly Dimension[] = [
  'CHANNEL',
  'OWNER',
  'TEAM',
  'PRODUCT',
  'INDUSTRY',
  'REGION',
  'COMPANY_SIZE',
  'TAG',
];
/** One of their measures is spend, which has a channel and nothing else. */
const ofSpend = ['channel_spend', 'cost_per_lead', 'cost_per_acquisition', 'channel_roi'];
const besides: Record<string, Dimension> = {
  stage_conversion_rate: 'STAGE',
  time_in_stage: 'STAGE',
  content_interaction_rate: 'ACTIVITY_KIND',
  active_lead_share: 'ACTIVITY_LEVEL',
};

export function dimensionsOf(key: string): readonly Dimension[] {
  if (ofSpend.includes(key)) return ['CHANNEL'];
  return besides[key] ? [...ofLeads, besides[key]] : ofLeads;
}

export const takesWithinDays: readonly string[] = [
  'intent_conversion_rate',
  'channel_conversion_rate',
  'stage_conversion_rate',
  'signing_rate',
  'lead_to_won_rate',
  'opportunity_conversion_rate',
  'quote_conversion_rate',
  'repurchase_rate',
];

/** A basis to choose from, or none; quotes know cohorts only. */
export function takesPeriod(key: string): boolean {
  return key !== 'quote_conversion_rate' && keys.includes(key);
}
