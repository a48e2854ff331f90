import { judge } from '../judge.ts';
import type { AlertRule, RuleDefinition } from '../rule/rule.ts';
import { timingOf } from '../rule/timing.ts';
import { advance, type InstanceState, initialState, type Transition } from '../state-machine.ts';
import type { PastSighting } from './history.ts';

/** What a rule would have sent. */
export interface PreviewedEvent {
  kind: NonNullable<Transition['event']>;
  instance: string;
  at: Date;
  value: number | null;
  threshold: number;
  windowFrom: string;
  windowTo: string;
  sampleSize: number;
}

/** What came of running the state machine over the past. */
export interface Replay {
  events: PreviewedEvent[];
  /** Of all looks at all instances, the share after which a breach was under way. */
  shareFiring: number;
}

/** Runs the state machine over what was seen, as if the rule had stood all the time. */
export function replay(definition: RuleDefinition, past: readonly PastSighting[]): Replay {
  const timing = timingOf(definition);
  let looks = 0;
  let firing = 0;
  const states = new Map<string, InstanceState>();
  const events: PreviewedEvent[] = [];
  for (const { at, window, instances } of past)
    for (const [instance, sighting] of instances) {
      const state = states.get(instance) ?? initialState(at, window.from);
      const look = {
        at,
        windowFrom: window.from,
        judgement: judge(definition, sighting),
        hasData: sighting.value !== null,
      };
      for (const { before, after, event } of advance(state, look, timing, ({ ordinal }) => String(ordinal))) {
        states.set(instance, after);
        if (!event) continue;
        const isTurn = event === 'WINDOW_TURNED';
        events.push({
          kind: event,
          instance,
          at,
          value: isTurn ? null : sighting.value,
          threshold: event === 'RECOVERED' ? definition.condition.clearAt : definition.condition.fireAt,
          windowFrom: isTurn ? before.windowFrom : window.from,
          windowTo: isTurn ? after.windowFrom : window.to,
          sampleSize: isTurn ? 0 : sighting.sampleSize,
        });
      }
      looks++;
      if (states.get(instance)?.breachId) firing++;
    }
  return { events, shareFiring: looks === 0 ? 0 : firing / looks };
}

/** A pair of thresholds, and how often it would have fired. */
export interface Proposal {
  fireAt: number;
  clearAt: number;
  breaches: number;
}

const MONTH_DAYS = 365.25 / 12;

/** What fires for longer than it does not is no exception: its threshold lies among the usual values. */
const MOST_FIRING = 0.5;

/**
 * The threshold nearest to the usual values that would have fired at most `mostPerMonth` times in a month of 30.44 days, and for half of
 * the time at most; with the distance between firing and clearing that the rule has. Tried on every value that was seen, since between two
 * of them nothing changes.
 *
 * @returns null where nothing was seen, or even the most extreme one fires more often
 */
export function proposeThreshold(
  rule: Pick<AlertRule, 'definition'>,
  past: readonly PastSighting[],
  mostPerMonth: number,
): Proposal | null {
  const { definition } = rule;
  const { direction, fireAt, clearAt } = definition.condition;
  const gap = Math.abs(fireAt - clearAt);
  const seen = past.flatMap(({ instances }) => [...instances.values()].flatMap(({ value }) => value ?? []));
  const candidates = [...new Set(seen)].sort((a, b) => (direction === 'ABOVE' ? a - b : b - a));
  if (candidates.length === 0) return null;
  const most = (mostPerMonth * past.length) / MONTH_DAYS;
  const tried = (candidate: number): Proposal & Pick<Replay, 'shareFiring'> => {
    const clear = direction === 'ABOVE' ? candidate - gap : candidate + gap;
    const condition = { ...definition.condition, fireAt: candidate, clearAt: clear };
    const { events, shareFiring } = replay({ ...definition, condition }, past);
    const breaches = events.filter(({ kind }) => kind === 'BREACHED').length;
    return { fireAt: candidate, clearAt: clear, breaches, shareFiring };
  };
  // A stricter threshold may fire more often, by cutting one long breach into several: so each is tried, from the usual values outwards.
  for (const candidate of thinned(candidates)) {
    const { shareFiring, ...proposal } = tried(candidate);
    if (proposal.breaches <= most && shareFiring <= MOST_FIRING) return proposal;
  }
  return null;
}

const MOST_CANDIDATES = 200;

/** Evenly, with the last. */
function thinned(values: readonly number[]): number[] {
  if (values.length <= MOST_CANDIDATES) return [...values];
  const step = (values.length - 1) / (MOST_CANDIDATES - 1);
  return Array.from({ length: MOST_CANDIDATES }, (_, index) => values[Math.round(index * step)]!);
}
