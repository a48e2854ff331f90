import type { Timing } from '../state-machine.ts';
import type { RuleDefinition } from './rule.ts';

/** What of a rule the state machine turns on. */
export function timingOf({ fireAfterSeconds, recoverAfterSeconds, window, policies }: RuleDefinition): Timing {
  return {
    fireAfterSeconds,
    recoverAfterSeconds,
    turns: 'calendar' in window,
    tellsOfNoData: policies.noData === 'NOTIFY',
  };
}
