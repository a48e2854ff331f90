import { catalogueRow } from '../../kpi/catalogue.ts';
import { type CatalogueRow, formulaOf } from '../../kpi/catalogue-row.ts';
import { filterDimensions } from '../../kpi/filter-conditions.ts';
import type { Basis, Dimension, FilterInput, KpiDefinition, TimeUnit } from '../../kpi/types.ts';
import {
  type Condition,
  type Guard,
  type InstanceDimension,
  instanceDimensions,
  type Measured,
  type MuteWindow,
  type Policies,
  type RuleDefinition,
  type RuleWindow,
  type Severity,
} from './rule.ts';

/** No such rule can be. `code` is stable; the message says what to do. */
export class InvalidAlertRuleError extends Error {
  readonly code: InvalidAlertRuleCode;

  constructor(code: InvalidAlertRuleCode, message: string) {
    super(message);
    this.name = 'InvalidAlertRuleError';
    this.code = code;
  }
}

export const invalidAlertRuleCodes = [
  'INVALID_NAME',
  'UNKNOWN_KPI',
  'UNKNOWN_FUNNEL',
  'INVALID_WINDOW',
  'INVALID_FILTER',
  'DIMENSION_NOT_AVAILABLE',
  'BASIS_NOT_AVAILABLE',
  'WITHIN_DAYS_NOT_AVAILABLE',
  'INVALID_WITHIN_DAYS',
  'INVALID_INSTANCES',
  'INVALID_CONDITION',
  'INVALID_THRESHOLD',
  'INTERVAL_NOT_AVAILABLE',
  'INVALID_DURATION',
  'INVALID_SAMPLE',
  'INVALID_MUTE_WINDOW',
  'TOO_MANY_RULES',
] as const;
export type InvalidAlertRuleCode = (typeof invalidAlertRuleCodes)[number];

/** As sent: GraphQL's DefineAlertRuleInput has this shape but for the funnel and the id. */
export interface AlertRuleInput {
  name: string;
  kpi: string;
  severity?: Severity | null | undefined;
  window: {
    rolling?: { unit: TimeUnit; count: number } | null | undefined;
    calendar?: TimeUnit | null | undefined;
  };
  filter?: FilterInput | null | undefined;
  basis?: Basis | null | undefined;
  withinDays?: number | null | undefined;
  each?: { dimension: Dimension; keys?: readonly (string | null)[] | null | undefined } | null | undefined;
  condition: {
    compare?: Measured['compare'] | null | undefined;
    against?: Measured['against'] | undefined;
    direction: Condition['direction'];
    fireAt: number;
    clearAt?: number | null | undefined;
    certain?: boolean | null | undefined;
  };
  guard?:
    | {
        kpi: string;
        compare?: Measured['compare'] | null | undefined;
        against?: Measured['against'] | undefined;
        direction: Guard['direction'];
        threshold: number;
      }
    | null
    | undefined;
  fireAfterSeconds?: number | null | undefined;
  recoverAfterSeconds?: number | null | undefined;
  minimumSample?: number | null | undefined;
  noData?: Policies['noData'] | null | undefined;
  smallSample?: Policies['smallSample'] | null | undefined;
  immature?: Policies['immature'] | null | undefined;
  muteWindows?: readonly MuteWindow[] | null | undefined;
}

export interface CheckedRule {
  name: string;
  kpi: string;
  severity: Severity;
  definition: RuleDefinition;
}

const LONGEST_NAME = 200;
const MOST_KEYS = 1_000;
const MOST_FILTER_VALUES = 1_000;
const MOST_MUTE_WINDOWS = 50;
const LONGEST_SECONDS = 366 * 86_400;
/** Four years of days: what a rolling window may count. */
const mostUnits: Record<TimeUnit, number> = { DAY: 1_461, WEEK: 208, MONTH: 48, QUARTER: 16, YEAR: 4 };

/** A rule with nothing left open. @throws InvalidAlertRuleError */
export function checkRule(input: AlertRuleInput): CheckedRule {
  const name = input.name.trim();
  if (!name || name.length > LONGEST_NAME || name.includes('\0'))
    throw new InvalidAlertRuleError('INVALID_NAME', `Give a name of 1 to ${LONGEST_NAME} characters.`);
  const { row, definition } = known(input.kpi);
  const each = readEach(input, definition);
  const filter = readFilter(input.filter, definition);
  const basis = readBasis(input, row);
  const condition = readCondition(input.condition, definition);
  return {
    name,
    kpi: input.kpi,
    severity: input.severity ?? 'WARNING',
    definition: {
      window: readWindow(input.window),
      filter,
      basis,
      withinDays: readWithinDays(input, row, basis),
      each,
      condition,
      guard: readGuard(input.guard, filter, each?.dimension),
      fireAfterSeconds: readSeconds('fireAfterSeconds', input.fireAfterSeconds),
      recoverAfterSeconds: readSeconds('recoverAfterSeconds', input.recoverAfterSeconds),
      minimumSample: readSample(input.minimumSample),
      policies: {
        noData: input.noData ?? 'KEEP',
        smallSample: input.smallSample ?? 'KEEP',
        immature: input.immature ?? 'KEEP',
      },
      muteWindows: readMuteWindows(input.muteWindows),
    },
  };
}

function known(key: string): { row: CatalogueRow; definition: KpiDefinition } {
  try {
    return catalogueRow(key);
  } catch {
    throw new InvalidAlertRuleError(
      'UNKNOWN_KPI',
      `There is no KPI '${key.slice(0, 100)}'; kpiDefinitions lists the keys.`,
    );
  }
}

function readWindow({ rolling, calendar }: AlertRuleInput['window']): RuleWindow {
  if (calendar) return { calendar };
  if (!rolling)
    throw new InvalidAlertRuleError('INVALID_WINDOW', 'The window is empty; give one of rolling and calendar.');
  const most = mostUnits[rolling.unit];
  if (!Number.isInteger(rolling.count) || rolling.count < 1 || rolling.count > most)
    throw new InvalidAlertRuleError(
      'INVALID_WINDOW',
      `rolling.count is ${rolling.count}; of ${rolling.unit} give a whole number from 1 to ${most}.`,
    );
  return { rolling: { unit: rolling.unit, count: rolling.count } };
}

function readEach({ each }: AlertRuleInput, definition: KpiDefinition): RuleDefinition['each'] {
  if (!each) return null;
  const dimension = instanceDimensions.find((one) => one === each.dimension);
  if (!dimension)
    throw new InvalidAlertRuleError(
      'INVALID_INSTANCES',
      `each.dimension is ${each.dimension}; it can be ${instanceDimensions.join(', ')}.`,
    );
  refuseDimension(definition, dimension, 'looked at by');
  const keys = each.keys ?? null;
  if (keys && (keys.length === 0 || keys.length > MOST_KEYS || keys.some((key) => key?.includes('\0'))))
    throw new InvalidAlertRuleError(
      'INVALID_INSTANCES',
      `each.keys has ${keys.length} keys; give 1 to ${MOST_KEYS}, or leave it out for all there are.`,
    );
  return { dimension, keys: keys && [...new Set(keys)] };
}

function readFilter(input: FilterInput | null | undefined, definition: KpiDefinition): FilterInput | null {
  const lists = Object.entries(input ?? {}).filter(([, values]) => values && values.length > 0) as [
    keyof FilterInput,
    string[],
  ][];
  for (const [list, values] of lists) {
    refuseDimension(definition, filterDimensions[list], 'filtered by');
    if (values.length > MOST_FILTER_VALUES || values.some((value) => value?.includes('\0')))
      throw new InvalidAlertRuleError(
        'INVALID_FILTER',
        `filter.${list} has ${values.length} values; at most ${MOST_FILTER_VALUES}, without NUL characters.`,
      );
  }
  return lists.length > 0 ? Object.fromEntries(lists) : null;
}

function refuseDimension({ key, dimensions }: KpiDefinition, dimension: Dimension, how: string): void {
  if (!dimensions.includes(dimension))
    throw new InvalidAlertRuleError(
      'DIMENSION_NOT_AVAILABLE',
      `${key} cannot be ${how} ${dimension}: not all of its facts bear it. It can be by ${dimensions.join(', ')}.`,
    );
}

function readBasis({ basis }: AlertRuleInput, row: CatalogueRow): Basis | null {
  if (!formulaOf(row, basis ?? 'COHORT'))
    throw new InvalidAlertRuleError('BASIS_NOT_AVAILABLE', `${row.key} does not take basis ${basis}; leave basis out.`);
  return basis ?? null;
}

function readWithinDays({ withinDays }: AlertRuleInput, row: CatalogueRow, basis: Basis | null): number | null {
  if (withinDays === null || withinDays === undefined) return null;
  if (!row.withinDays || basis === 'PERIOD')
    throw new InvalidAlertRuleError(
      'WITHIN_DAYS_NOT_AVAILABLE',
      `${row.key} is no conversion of a cohort here; leave withinDays out.`,
    );
  if (!Number.isInteger(withinDays) || withinDays < 0 || withinDays > 36_500)
    throw new InvalidAlertRuleError(
      'INVALID_WITHIN_DAYS',
      `withinDays is ${withinDays}; give a whole number from 0 to 36500.`,
    );
  return withinDays;
}

function readMeasured(
  what: string,
  { compare, against }: { compare?: Measured['compare'] | null | undefined; against?: Measured['against'] | undefined },
): Measured {
  const kind = compare ?? 'VALUE';
  if (kind === 'VALUE' && against)
    throw new InvalidAlertRuleError(
      'INVALID_CONDITION',
      `${what}.against is ${against}, but it compares a VALUE; ask for CHANGE or RELATIVE_CHANGE, or leave it out.`,
    );
  return { compare: kind, against: kind === 'VALUE' ? null : (against ?? 'PREVIOUS') };
}

function readCondition(input: AlertRuleInput['condition'], definition: KpiDefinition): Condition {
  const measured = readMeasured('condition', input);
  const { direction, fireAt } = input;
  const clearAt = input.clearAt ?? fireAt;
  const certain = input.certain ?? false;
  if (!Number.isFinite(fireAt) || !Number.isFinite(clearAt))
    throw new InvalidAlertRuleError('INVALID_THRESHOLD', 'fireAt and clearAt must be finite numbers.');
  if (direction === 'ABOVE' ? clearAt > fireAt : clearAt < fireAt)
    throw new InvalidAlertRuleError(
      'INVALID_THRESHOLD',
      `clearAt (${clearAt}) lies beyond fireAt (${fireAt}): a rule that fires ${direction} is over at ${direction === 'ABOVE' ? 'the same or a lower' : 'the same or a higher'} value.`,
    );
  if (certain && (measured.compare !== 'VALUE' || !hasInterval(definition)))
    throw new InvalidAlertRuleError(
      'INTERVAL_NOT_AVAILABLE',
      `certain needs the 95 % interval of a value, which ${measured.compare === 'VALUE' ? definition.key : 'a change'} has not; leave it out.`,
    );
  return { ...measured, direction, fireAt, clearAt, certain };
}

/** Ratios and means may have one: KPI dictionary, rule 10. Whether there is one depends on the facts. */
function hasInterval({ unit }: KpiDefinition): boolean {
  return unit === 'RATIO' || unit === 'SCORE' || unit === 'SECONDS' || unit === 'MONEY';
}

function readGuard(
  input: AlertRuleInput['guard'],
  filter: FilterInput | null,
  each: InstanceDimension | undefined,
): Guard | null {
  if (!input) return null;
  const { definition } = known(input.kpi);
  if (each) refuseDimension(definition, each, 'looked at by');
  for (const list of Object.keys(filter ?? {}) as (keyof FilterInput)[])
    refuseDimension(definition, filterDimensions[list], 'filtered by');
  if (!Number.isFinite(input.threshold))
    throw new InvalidAlertRuleError('INVALID_THRESHOLD', 'guard.threshold must be a finite number.');
  return {
    kpi: input.kpi,
    ...readMeasured('guard', input),
    direction: input.direction,
    threshold: input.threshold,
  };
}

function readSeconds(name: string, seconds: number | null | undefined): number {
  if (seconds === null || seconds === undefined) return 0;
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_SECONDS)
    throw new InvalidAlertRuleError(
      'INVALID_DURATION',
      `${name} is ${seconds}; give whole seconds from 0 to ${LONGEST_SECONDS} (a year).`,
    );
  return seconds;
}

function readSample(minimum: number | null | undefined): number {
  if (minimum === null || minimum === undefined) return 0;
  if (!Number.isInteger(minimum) || minimum < 0)
    throw new InvalidAlertRuleError('INVALID_SAMPLE', `minimumSample is ${minimum}; give a whole number from 0.`);
  return minimum;
}

function readMuteWindows(windows: readonly MuteWindow[] | null | undefined): MuteWindow[] {
  const list = windows ?? [];
  if (list.length > MOST_MUTE_WINDOWS)
    throw new InvalidAlertRuleError('INVALID_MUTE_WINDOW', `At most ${MOST_MUTE_WINDOWS} mute windows.`);
  return list.map(({ days, from, to }, index) => {
    const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
    const areDays = days.length > 0 && days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
    if (!areDays || !isTime(from) || !isTime(to))
      throw new InvalidAlertRuleError(
        'INVALID_MUTE_WINDOW',
        `Mute window ${index + 1}: give days from 1 (Monday) to 7, and times such as 22:00 and 07:30.`,
      );
    return { days: [...new Set(days)].sort(), from, to };
  });
}
