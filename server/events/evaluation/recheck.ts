import { sql } from 'kysely';
import type { Queryable } from '../../database/database.ts';
import { judge, type Sighting } from '../judge.ts';
import type { KpiEvent, RevisionReason } from '../log/kpi-event.ts';
import { episodeOf, eventsToRecheck } from '../log/read-log.ts';
import { revisionOf } from '../log/revision.ts';
import type { AlertRule } from '../rule/rule.ts';
import type { Judgement, Phase } from '../state-machine.ts';
import type { Touched } from './due.ts';
import { isSilencedAt, type Look, setState, sightAll } from './look.ts';
import type { RuleSighting } from './sight.ts';

/** Events older than this stand as they are, whatever facts come. */
const DAYS_BACK = 35;
/** Each moment is a question of its own; more of them wait for the next evaluation. */
const MOST_MOMENTS = 20;
const MOST_EVENTS = 500;

/** Remembers which events late or corrected facts may have undone: durable, so that none is forgotten however long the list. */
export async function markForRecheck(on: Queryable, workspaceId: string, touched: Touched, at: Date): Promise<void> {
  const oldest = at.getTime() - DAYS_BACK * 86_400_000;
  const rules = [...touched].filter(([, earliest]) => earliest < at.getTime());
  if (rules.length === 0) return;
  await on.query(sql`
    update kpi_events e set recheck = true
    from unnest(${rules.map(([{ id }]) => id)}::uuid[], ${rules.map(([{ version }]) => version)}::integer[],
      ${rules.map(([, earliest]) => new Date(Math.max(earliest, oldest)))}::timestamptz[]) as t(rule_id, version, earliest)
    where e.workspace_id = ${workspaceId} and e.rule_id = t.rule_id and e.rule_version = t.version and e.occurred_at >= t.earliest
      and not e.revised and not e.recheck and e.kind in ('BREACHED', 'RECOVERED', 'NO_DATA')`);
}

/**
 * Looks again at the moments of marked events, with the facts as they are now. One that would not have come is taken back by a REVISED: a
 * breach under way is then none, and what ended it never did; after a recovery that was none the breach goes on.
 *
 * @returns whether none is left for the next evaluation
 */
export async function recheck(look: Look, rules: readonly AlertRule[]): Promise<boolean> {
  const { on, workspace } = look;
  const marked = await eventsToRecheck(on, workspace.id, MOST_EVENTS);
  if (marked.length === 0) return true;
  const standing = new Map(rules.map((rule) => [rule.id, rule]));
  const moments = [...new Set(marked.map(({ occurredAt }) => occurredAt.getTime()))].slice(0, MOST_MOMENTS);
  const done: string[] = [];
  for (const moment of moments) {
    const events = marked.filter(({ occurredAt }) => occurredAt.getTime() === moment);
    const asked = [...new Set(events.flatMap(({ ruleId }) => standing.get(ruleId) ?? []))];
    const seen = await sightAll(look, asked, new Date(moment));
    for (const event of events) {
      done.push(event.id);
      const rule = standing.get(event.ruleId);
      const sighting = rule && seen.get(rule);
      if (rule && sighting && rule.version === event.ruleVersion) await lookAgain(look, rule, event, sighting);
    }
  }
  await on.query(sql`
    update kpi_events set recheck = false where workspace_id = ${workspace.id} and id = any(${done}::uuid[])`);
  return marked.length < MOST_EVENTS && done.length === marked.length;
}

async function lookAgain(look: Look, rule: AlertRule, event: KpiEvent, seen: RuleSighting): Promise<void> {
  const sighting = seen.instances.get(event.instance);
  if (!sighting || isTakenBack(look, event)) return;
  const judgement = judge(rule.definition, sighting);
  if (stands(event, judgement, sighting)) return;
  const before = phaseOf(look, rule, event.instance);
  const revision = takeBack(look, rule, event, 'FACTS_CHANGED', sighting);
  if (event.kind === 'BREACHED') await endBreach(look, rule, event);
  if (event.kind === 'RECOVERED') await goOn(look, rule, event);
  look.points.push({
    ...sighting,
    ruleId: rule.id,
    ruleVersion: rule.version,
    instance: event.instance,
    at: event.occurredAt,
    dataVersion: look.dataVersion,
    windowFrom: event.windowFrom,
    windowTo: event.windowTo,
    judgement,
    phaseBefore: before,
    phaseAfter: phaseOf(look, rule, event.instance),
    eventId: revision,
    rechecks: event.id,
  });
}

/** Whether the event would be sent again on what is seen now. */
function stands({ kind }: KpiEvent, judgement: Judgement, sighting: Sighting): boolean {
  if (kind === 'BREACHED') return judgement === 'BREACH';
  if (kind === 'RECOVERED') return judgement === 'CLEAR';
  return sighting.value === null;
}

function isTakenBack(look: Look, { id }: KpiEvent): boolean {
  return look.drafts.some(({ revises }) => revises === id);
}

function phaseOf(look: Look, rule: AlertRule, instance: string): Phase {
  return look.states.get(rule.id)?.get(instance)?.phase ?? 'NORMAL';
}

/** @returns the id of the REVISED */
function takeBack(
  look: Look,
  rule: AlertRule,
  event: KpiEvent,
  reason: RevisionReason,
  sighting: Sighting | null,
): string {
  const seen = sighting
    ? { value: sighting.value, kpiValue: sighting.kpiValue, sampleSize: sighting.sampleSize }
    : undefined;
  const revision = revisionOf(event, { occurredAt: look.at, reason, seen });
  look.drafts.push({ ...revision, silenced: isSilencedAt(look, rule, event.instance) });
  return revision.id;
}

/** A breach that never was: where it is under way it is over, without a recovery; what ended it goes with it. */
async function endBreach(look: Look, rule: AlertRule, breach: KpiEvent): Promise<void> {
  const state = look.states.get(rule.id)?.get(breach.instance);
  if (state?.breachId === breach.id) {
    setState(look, rule, breach.instance, { ...state, phase: 'NORMAL', since: look.at, breachId: null });
    return;
  }
  const { end } = await episodeOf(look.on, breach);
  if (end && !end.revised && !isTakenBack(look, end)) takeBack(look, rule, end, 'BREACH_TAKEN_BACK', null);
}

/** A recovery that was none: its breach goes on, unless another has begun since or it was taken back itself. */
async function goOn(look: Look, rule: AlertRule, recovery: KpiEvent): Promise<void> {
  const state = look.states.get(rule.id)?.get(recovery.instance);
  const { breach, isLast } = await episodeOf(look.on, recovery);
  if (!state || !isLast || state.breachId || !breach || breach.revised || isTakenBack(look, breach)) return;
  setState(look, rule, recovery.instance, { ...state, phase: 'FIRING', since: look.at, breachId: breach.id });
}
