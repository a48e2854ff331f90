import type { Evidence, FunnelInfo, KpiQuestion, KpiReader } from '../../kpi/types.ts';
import { KpiQuestionError } from '../../kpi/types.ts';
import { compared, guardHolds, type Sighting } from '../judge.ts';
import { type Instance, instanceText } from '../rule/instance.ts';
import type { AlertRule, InstanceDimension, Measured } from '../rule/rule.ts';
import { scopeAt, scopeYearAgo } from '../rule/rule-scope.ts';

/** What a rule sees at one moment. */
export interface RuleSighting {
  /** Calendar dates, `to` not included. */
  window: { from: string; to: string };
  /** By the text of the instance. */
  instances: Map<string, Sighting>;
  /** What keeps the rule from seeing all that it should; null: nothing. */
  fault: { code: string; message: string } | null;
}

/** What there is in a workspace to be an instance of a rule: keys by dimension; of stages those that a step leaves. */
export type Entities = (dimension: InstanceDimension, funnel: FunnelInfo) => readonly string[];

/** A rule that looks at each of thousands of owners would be thousands of rules. */
export const MOST_INSTANCES = 1_000;

/**
 * Looks at a rule's instances at one moment, through the one KPI evaluator. Rules that are looked at in the same tick with one reader share
 * a statement wherever they share a scope. `also`: instances to look at though nothing in the workspace is called so any more.
 */
export async function sight(
  reader: KpiReader,
  rule: AlertRule,
  funnel: FunnelInfo,
  { entities, also, at, timeZone }: { entities: Entities; also: readonly Instance[]; at: Date; timeZone: string },
): Promise<RuleSighting> {
  const { definition } = rule;
  const { each, condition, guard } = definition;
  const scope = scopeAt(definition, at, timeZone);
  const question: KpiQuestion = { key: rule.kpi, funnel, scope };
  try {
    const { from, to } = reader.window(question);
    const dimension = each?.dimension ?? null;
    const [value, other, guarded] = await Promise.all([
      read(reader, question, dimension),
      readOther(reader, question, dimension, condition),
      guard
        ? readPair(
            reader,
            { key: guard.kpi, funnel, scope: { ...scope, basis: null, withinDays: null } },
            dimension,
            guard,
          )
        : null,
    ]);
    const { instances, fault } = instancesOf(rule, funnel, { entities, also, found: value.keys });
    const seen = instances.map((instance): [string, Sighting] => {
      const key = instance?.key ?? null;
      const evidence = value.of(key);
      const otherValue = other?.of(key).value ?? null;
      return [
        instanceText(instance),
        {
          kpiValue: evidence.value,
          otherValue,
          value: compared(condition, evidence.value, otherValue),
          interval: evidence.interval,
          sampleSize: evidence.sampleSize,
          status: evidence.status,
          guard: guard && guarded ? guardHolds(guard, guarded(key)) : null,
        },
      ];
    });
    return { window: { from, to }, instances: new Map(seen), fault };
  } catch (error) {
    if (!(error instanceof KpiQuestionError)) throw error;
    return {
      window: { from: '', to: '' },
      instances: new Map(),
      fault: { code: error.code, message: error.message },
    };
  }
}

/** Evidence by the instance's key; of the whole, whatever the key. */
interface Found {
  of(key: string | null): Evidence;
  keys: readonly (string | null)[];
}

async function read(reader: KpiReader, question: KpiQuestion, dimension: InstanceDimension | null): Promise<Found> {
  if (dimension) return reader.slices(question, dimension);
  const answer = await reader.value(question);
  return { of: () => answer, keys: [] };
}

async function readOther(
  reader: KpiReader,
  question: KpiQuestion,
  dimension: InstanceDimension | null,
  { against }: Measured,
): Promise<Found | null> {
  if (against === null) return null;
  if (against === 'YEAR_AGO') {
    const scope = scopeYearAgo(question.scope, reader.window(question));
    return read(reader, { ...question, scope }, dimension);
  }
  if (dimension) return reader.slices(question, dimension, true);
  const answer = await reader.previous(question);
  return answer && { of: () => answer, keys: [] };
}

/** The number that a second condition speaks of, by the instance's key. */
async function readPair(
  reader: KpiReader,
  question: KpiQuestion,
  dimension: InstanceDimension | null,
  measured: Measured,
): Promise<(key: string | null) => number | null> {
  const [value, other] = await Promise.all([
    read(reader, question, dimension),
    readOther(reader, question, dimension, measured),
  ]);
  return (key) => compared(measured, value.of(key).value, other?.of(key).value ?? null);
}

function instancesOf(
  { definition: { each } }: AlertRule,
  funnel: FunnelInfo,
  { entities, also, found }: { entities: Entities; also: readonly Instance[]; found: Found['keys'] },
): { instances: Instance[]; fault: RuleSighting['fault'] } {
  if (!each) return { instances: [null], fault: null };
  const { dimension } = each;
  const keys = new Set<string | null>(each.keys ?? entities(dimension, funnel));
  if (!each.keys && dimension !== 'STAGE' && found.includes(null)) keys.add(null);
  const isOver = keys.size > MOST_INSTANCES;
  const looked = new Set(isOver ? [...keys].sort().slice(0, MOST_INSTANCES) : keys);
  for (const instance of also) if (instance?.dimension === dimension) looked.add(instance.key);
  return {
    instances: [...looked].map((key) => ({ dimension, key })),
    fault: isOver
      ? {
          code: 'TOO_MANY_INSTANCES',
          message: `There are ${keys.size} to look at, and ${MOST_INSTANCES} are, in order of their keys; name those that matter in each.keys.`,
        }
      : null,
  };
}
