import type { Queryable } from '../../database/database.ts';
import type { WorkspaceInfo } from '../../database/workspace-write.ts';
import { createKpiReader } from '../../kpi/reader.ts';
import type { FunnelInfo } from '../../kpi/types.ts';
import { judge, type Sighting } from '../judge.ts';
import { transitionEventId } from '../log/event-id.ts';
import type { KpiEventDraft } from '../log/write-log.ts';
import { isSilenced, type Silence } from '../mute.ts';
import { readInstance } from '../rule/instance.ts';
import type { AlertRule } from '../rule/rule.ts';
import { timingOf } from '../rule/timing.ts';
import { advance, type InstanceState, initialState, type Transition } from '../state-machine.ts';
import type { EvaluationPoint } from './points.ts';
import { type Entities, type RuleSighting, sight } from './sight.ts';
import type { States } from './states.ts';

/** One evaluation under way: what it looks with, and what came of it so far. */
export interface Look {
  readonly on: Queryable;
  readonly workspace: WorkspaceInfo;
  readonly dataVersion: number;
  readonly at: Date;
  readonly funnels: ReadonlyMap<string, FunnelInfo>;
  readonly entities: Entities;
  readonly silences: readonly Silence[];
  readonly states: States;
  /** States to write, by rule and instance. */
  readonly changed: Map<string, InstanceState & { ruleId: string; instance: string }>;
  readonly points: EvaluationPoint[];
  readonly drafts: KpiEventDraft[];
  readonly faults: Map<AlertRule, RuleSighting['fault']>;
}

/** Looks at rules at the moment of the evaluation, and moves the states of their instances on. */
export async function lookAt(look: Look, rules: readonly AlertRule[]): Promise<void> {
  for (const [rule, seen] of await sightAll(look, rules, look.at)) {
    look.faults.set(rule, seen.fault);
    for (const [instance, sighting] of seen.instances) moveOn(look, rule, instance, sighting, seen.window);
  }
}

/** A statement failed while these were looked at; the transaction is lost. */
export class SightingFailed extends Error {
  readonly rules: readonly AlertRule[];

  constructor(rules: readonly AlertRule[], cause: unknown) {
    super('Rules could not be looked at.', { cause });
    this.name = 'SightingFailed';
    this.rules = rules;
  }
}

/** What each rule sees at a moment: one statement a scope, however many rules. @throws SightingFailed */
export async function sightAll(
  look: Pick<Look, 'on' | 'workspace' | 'funnels' | 'entities' | 'states'>,
  rules: readonly AlertRule[],
  at: Date,
): Promise<Map<AlertRule, RuleSighting>> {
  const { on, workspace, funnels, entities, states } = look;
  const reader = createKpiReader(on, workspace, at);
  try {
    const seen = await Promise.all(
      rules.map(async (rule): Promise<[AlertRule, RuleSighting]> => {
        const also = [...(states.get(rule.id)?.keys() ?? [])].map(readInstance);
        const options = { entities, also, at, timeZone: workspace.timeZone };
        return [rule, await sight(reader, rule, funnels.get(rule.funnelId)!, options)];
      }),
    );
    return new Map(seen);
  } catch (error) {
    throw new SightingFailed(rules, error);
  }
}

function moveOn(
  look: Look,
  rule: AlertRule,
  instance: string,
  sighting: Sighting,
  window: RuleSighting['window'],
): void {
  const judgement = judge(rule.definition, sighting);
  const state = look.states.get(rule.id)?.get(instance) ?? initialState(look.at, window.from);
  const seen = { at: look.at, windowFrom: window.from, judgement, hasData: sighting.value !== null };
  const transitions = advance(state, seen, timingOf(rule.definition), (after) => idOf(rule, instance, after));
  for (const transition of transitions) {
    const { before, after, event } = transition;
    const draft = event && draftOf(look, rule, instance, sighting, window, transition);
    if (draft) look.drafts.push(draft);
    setState(look, rule, instance, after);
    look.points.push({
      ...sighting,
      ruleId: rule.id,
      ruleVersion: rule.version,
      instance,
      at: look.at,
      dataVersion: look.dataVersion,
      windowFrom: window.from,
      windowTo: window.to,
      judgement,
      phaseBefore: before.phase,
      phaseAfter: after.phase,
      eventId: draft?.id ?? null,
      rechecks: null,
    });
  }
}

export function setState(look: Look, rule: AlertRule, instance: string, state: InstanceState): void {
  const states = look.states.get(rule.id) ?? new Map();
  look.states.set(rule.id, states.set(instance, state));
  look.changed.set(`${rule.id} ${instance}`, { ...state, ruleId: rule.id, instance });
}

function idOf(rule: AlertRule, instance: string, { windowFrom, ordinal }: InstanceState): string {
  return transitionEventId({ ruleId: rule.id, version: rule.version, instance, windowFrom, ordinal });
}

function draftOf(
  look: Look,
  rule: AlertRule,
  instance: string,
  sighting: Sighting,
  window: RuleSighting['window'],
  { before, after, event }: Transition,
): KpiEventDraft {
  const { condition } = rule.definition;
  // What turned is the window before; the new one has shown nothing yet.
  const isTurn = event === 'WINDOW_TURNED';
  return {
    id: idOf(rule, instance, after),
    kind: event!,
    ruleId: rule.id,
    ruleVersion: rule.version,
    kpi: rule.kpi,
    severity: rule.severity,
    instance,
    value: isTurn ? null : sighting.value,
    kpiValue: isTurn ? null : sighting.kpiValue,
    threshold: event === 'RECOVERED' ? condition.clearAt : condition.fireAt,
    windowFrom: isTurn ? before.windowFrom : window.from,
    windowTo: isTurn ? after.windowFrom : window.to,
    timeZone: look.workspace.timeZone,
    sampleSize: isTurn ? 0 : sighting.sampleSize,
    occurredAt: look.at,
    silenced: isSilencedAt(look, rule, instance),
    revises: null,
    reason: null,
  };
}

export function isSilencedAt({ at, silences, workspace }: Look, rule: AlertRule, instance: string): boolean {
  return isSilenced(at, { ruleId: rule.id, instance }, silences, rule.definition.muteWindows, workspace.timeZone);
}
