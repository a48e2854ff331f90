import { v5 } from 'uuid';
import type { KpiEventKind } from './kpi-event.ts';

/** Any fixed UUID: it only keeps these names apart from other people's. */
const NAMESPACE = '5f0a3f0e-7d0c-5b7e-9a52-4d8f3c1b6e21';

/**
 * The id of the event of one transition. It follows from what happened, not from who noticed: however many nodes, restarts and retries,
 * one transition has one id, and the primary key refuses a second.
 */
export function transitionEventId(transition: {
  ruleId: string;
  version: number;
  instance: string;
  /** First day of the window. */
  windowFrom: string;
  /** Which event of this instance and version, from 1. */
  ordinal: number;
}): string {
  const { ruleId, version, instance, windowFrom, ordinal } = transition;
  return v5(JSON.stringify([ruleId, version, instance, windowFrom, ordinal]), NAMESPACE);
}

/** The id of the event that takes another one back; an event is taken back once. */
export function revisionId(eventId: string): string {
  return v5(`REVISED ${eventId}` satisfies `${KpiEventKind} ${string}`, NAMESPACE);
}
