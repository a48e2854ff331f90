import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../../../server/database/database.ts';
import { readEvents } from '../../../../server/events/log/read-log.ts';
import { readInstance } from '../../../../server/events/rule/instance.ts';
import { standingRules } from '../../../../server/events/rule/read-rules.ts';
import type { AlertRule } from '../../../../server/events/rule/rule.ts';
import { eventsOf, type ReferencePoint, type ReferenceRule } from '../../../reference/alert-machine.ts';
import { Company } from '../../../reference/company.ts';
import { evaluate } from '../../../reference/evaluator.ts';
import { finalFacts } from '../../../reference/final-facts.ts';
import { Store } from '../../../reference/fold.ts';
import { datesOf, previousOf, type Question, type Window } from '../../../reference/question.ts';
import { DEFAULT_FUNNEL } from '../../../reference/script.ts';
import type { Batch } from './writer.ts';

type PointRow = ReferencePoint & {
  dataVersion: number;
  windowTo: string;
  kpiValue: number | null;
  otherValue: number | null;
  judgement: string;
};

const ZONE = 'Asia/Shanghai';

/**
 * The log against what an independent machine says of the recorded points, and each point against the naive evaluator on the facts that
 * were known then. `batches`: one a data version, in order, the first of them made version `firstVersion`.
 */
export async function verify(
  database: Database,
  workspaceId: string,
  batches: readonly Batch[],
  firstVersion: number,
): Promise<{ events: number; points: number; revised: number }> {
  const rules = await standingRules(database, workspaceId);
  const events = await readEvents(database, workspaceId, { after: 0, limit: 1_000_000 });
  const points = await database.query<PointRow>(sql`
    select p.number, p.rule_id as "ruleId", p.instance, p.at, p.data_version as "dataVersion", p.window_from as "windowFrom", p.window_to as "windowTo",
      p.kpi_value as "kpiValue", p.other_value as "otherValue", p.value, p.low, p.high, p.sample_size as "sampleSize", p.status, p.guard, p.judgement,
      p.event_id as "eventId", p.rechecks
    from evaluation_points p where p.workspace_id = ${workspaceId} order by p.number`);
  const inOrder = points.map((point) => ({ ...point, at: new Date(point.at).getTime() }));
  expect(inOrder.map(({ number }) => number)).toEqual(inOrder.map((_, index) => index + 1));
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);

  const byId = new Map(events.map((event) => [event.id, event]));
  const expected = eventsOf(new Map(rules.map((rule) => [rule.id, asReference(rule)])), inOrder, events);
  const found = inOrder.map(({ number, eventId }) => {
    const event = eventId ? byId.get(eventId) : undefined;
    return { point: number, kind: event?.kind ?? null, revises: event?.revises ?? null };
  });
  const place = found.findIndex((event, index) => JSON.stringify(event) !== JSON.stringify(expected[index]));
  if (place >= 0) {
    const { ruleId, instance } = inOrder[place]!;
    const rule = rules.find(({ id }) => id === ruleId);
    const life = inOrder.filter((point) => point.ruleId === ruleId && point.instance === instance);
    const told = events.filter((event) => event.ruleId === ruleId && event.instance === instance);
    throw new Error(`differs at ${JSON.stringify([found[place], expected[place], rule, life, told], null, 1)}`);
  }
  // Whatever else the log has was taken back because its breach was.
  const told = new Set(inOrder.flatMap(({ eventId }) => eventId ?? []));
  const others = events.filter(({ id }) => !told.has(id));
  expect(others.filter(({ kind, reason }) => kind !== 'REVISED' || reason !== 'BREACH_TAKEN_BACK')).toEqual([]);

  sameValues(inOrder, rules, batches, firstVersion);
  return {
    events: events.length,
    points: points.length,
    revised: events.filter(({ kind }) => kind === 'REVISED').length,
  };
}

function asReference({ id, version, definition }: AlertRule): ReferenceRule {
  const { condition, policies, window, ...timing } = definition;
  const { direction, fireAt, clearAt, certain } = condition;
  const { fireAfterSeconds, recoverAfterSeconds, minimumSample } = timing;
  const turns = 'calendar' in window;
  return {
    id,
    version,
    direction,
    fireAt,
    clearAt,
    certain,
    fireAfterSeconds,
    recoverAfterSeconds,
    minimumSample,
    ...policies,
    turns,
  };
}

/** Each point's value, on the facts of its data version, as of its moment. */
function sameValues(
  points: readonly (Omit<PointRow, 'at'> & { at: number })[],
  rules: readonly AlertRule[],
  batches: readonly Batch[],
  firstVersion: number,
): void {
  const store = new Store({ zone: ZONE });
  let posted = 0;
  let company: Company | undefined;
  const differences: object[] = [];
  for (const point of [...points].sort((a, b) => a.dataVersion - b.dataVersion)) {
    for (; posted < point.dataVersion - firstVersion + 1; posted++) {
      const { kind, lines } = batches[posted]!;
      for (const line of lines) store.post(kind, line, false);
      company = undefined;
    }
    company ??= new Company(finalFacts(store), DEFAULT_FUNNEL, DEFAULT_FUNNEL, ZONE);
    const rule = rules.find(({ id }) => id === point.ruleId)!;
    const { question, window } = questionOf(rule, point.instance, point.at);
    const answer = evaluate(rule.kpi, company, question);
    const { against } = rule.definition.condition;
    const other = against === 'PREVIOUS' ? evaluate(rule.kpi, company, previousOf(question, window, ZONE)) : undefined;
    const same =
      close(point.kpiValue, answer.value) &&
      close(point.otherValue, other?.value ?? null) &&
      point.sampleSize === answer.sampleSize &&
      point.status === answer.status &&
      point.windowFrom === question.from &&
      point.windowTo === question.to;
    if (!same) differences.push({ rule: rule.name, kpi: rule.kpi, point, answer, other, question });
  }
  expect(differences.slice(0, 3)).toEqual([]);
}

function questionOf(rule: AlertRule, instance: string, asOf: number): { question: Question; window: Window } {
  const { window: said, basis, withinDays } = rule.definition;
  const local = new Date(asOf + 8 * 3_600_000).toISOString().slice(0, 10);
  const nextDay = new Date(Date.parse(local) + 86_400_000).toISOString().slice(0, 10);
  const window: Window =
    'rolling' in said
      ? { last: said.rolling }
      : said.calendar === 'DAY'
        ? { between: { from: local, to: nextDay } }
        : { period: said.calendar, date: local };
  const found = readInstance(instance);
  const filter = found ? { [found.dimension]: [found.key] } : {};
  return { window, question: { ...datesOf(window, asOf, ZONE), asOf, basis: basis ?? 'COHORT', withinDays, filter } };
}

/** Means come from exact sums here and from floats there. */
function close(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}
