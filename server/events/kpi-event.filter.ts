import { builder } from '../graphql/builder.ts';
import { idOfType } from '../graphql/global-id.ts';
import { definitionOf } from '../graphql/kpi-definition.ts';
import { requestError } from '../graphql/request-error.ts';
import { AlertSeverity } from './alert-rule.input.ts';
import { KpiEventKindRef } from './kpi-event.enums.ts';
import { type KpiEventKind, kpiEventKinds } from './log/kpi-event.ts';
import type { KpiEventFilter } from './log/read-log.ts';
import { severities as allSeverities, type Severity } from './rule/rule.ts';

export const KpiEventFilterInput = builder.inputType('KpiEventFilterInput', {
  description: 'Only events that match all lists. A list means any of; absent or empty means all.',
  fields: (t) => ({
    kpis: t.stringList({ description: 'Keys of KPIs. One that no KPI has is refused (INVALID_FILTER).' }),
    rules: t.idList({
      description:
        'Ids of rules. A text that is no rule’s id is refused (INVALID_FILTER); a rule that is gone keeps its events.',
    }),
    kinds: t.field({ type: [KpiEventKindRef], description: 'Kinds of events.' }),
    severities: t.field({ type: [AlertSeverity], description: 'How much they matter.' }),
  }),
});

/** More than a workspace can have rules would be a mistake, and each is compared with each event. */
const LONGEST_LIST = 1_000;

type Lists = { [Name in 'kpis' | 'rules' | 'kinds' | 'severities']?: readonly string[] | null | undefined };

/** What a reader asked for, checked. Throws INVALID_FILTER. */
export function readEventFilter({ kpis, rules, kinds, severities }: Lists): KpiEventFilter {
  return {
    kpis: checked('kpis', kpis, 'key of a KPI; kpiDefinitions lists them', (key) => definitionOf(key) && key),
    rules: checked('rules', rules, 'id of a rule, as AlertRule.id gives it', (id) => idOfType('AlertRule', id)),
    kinds: checked('kinds', kinds, `kind of event; there are ${kpiEventKinds.join(', ')}`, (kind) =>
      kpiEventKinds.find((each): each is KpiEventKind => each === kind),
    ),
    severities: checked('severities', severities, `severity; there are ${allSeverities.join(', ')}`, (severity) =>
      allSeverities.find((each): each is Severity => each === severity),
    ),
  };
}

/** Absent or empty: all. */
function checked<Value extends string>(
  name: string,
  list: readonly string[] | null | undefined,
  what: string,
  read: (text: string) => Value | undefined,
): Value[] | undefined {
  if (!list || list.length === 0) return undefined;
  if (list.length > LONGEST_LIST)
    throw requestError('INVALID_FILTER', `${name} lists ${list.length}; at most ${LONGEST_LIST} are compared.`);
  return list.map((text) => {
    const value = read(text);
    if (value === undefined)
      throw requestError('INVALID_FILTER', `${name} has ${JSON.stringify(text.slice(0, 60))}, which is no ${what}.`);
    return value;
  });
}
