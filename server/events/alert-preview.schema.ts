import { Temporal } from 'temporal-polyfill';
import { funnelsOf } from '../funnel/funnel.loaders.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { KpiDimension } from '../graphql/enums.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { DateRangeInput } from '../graphql/kpi-scope.ts';
import { AlertRuleInput } from './alert-rule.input.ts';
import { funnelOfRule } from './alert-rule.mutations.ts';
import { readEntities } from './evaluation/entities.ts';
import { endsOfDays, pastSightings } from './preview/history.ts';
import { type PreviewedEvent, type Proposal, proposeThreshold, replay } from './preview/preview.ts';
import { type CheckedRule, checkRule, InvalidAlertRuleError } from './rule/check-rule.ts';
import { readInstance } from './rule/instance.ts';
import type { AlertRule } from './rule/rule.ts';

const MOST_DAYS = 366;
const MOST_EVENTS = 1_000;

class InvalidPreviewError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'InvalidPreviewError';
    this.code = code;
  }
}

builder.objectType(InvalidPreviewError, {
  name: 'InvalidPreviewError',
  description:
    'Nothing can be tried there: INVALID_WINDOW, NO_DAY_OVER, INVALID_MAXIMUM, or what the rule met (EVALUATION_FAILED …).',
  interfaces: [ErrorInterface],
});

const PreviewedKind = builder.enumType('AlertPreviewEventKind', {
  description: 'What a rule would have sent.',
  values: {
    BREACHED: { description: 'The threshold was crossed.' },
    RECOVERED: { description: 'It was over.' },
    NO_DATA: { description: 'There was no value any more.' },
    WINDOW_TURNED: { description: 'The calendar window turned while it was breached.' },
  } as const,
});

const PreviewedEventRef = builder.objectRef<PreviewedEvent>('AlertPreviewEvent').implement({
  description: 'An event that a rule would have sent.',
  fields: (t) => ({
    kind: t.expose('kind', { type: PreviewedKind, description: 'What it would have said.' }),
    dimension: t.field({
      type: KpiDimension,
      nullable: true,
      description: 'What its instance is one of; null: the whole funnel.',
      resolve: ({ instance }) => readInstance(instance)?.dimension ?? null,
    }),
    key: t.string({
      nullable: true,
      description: 'The instance’s key; null: facts that do not bear the dimension, or the whole funnel.',
      resolve: ({ instance }) => readInstance(instance)?.key ?? null,
    }),
    at: t.expose('at', { type: 'DateTime', description: 'The moment looked at: the end of a day.' }),
    value: t.exposeFloat('value', {
      nullable: true,
      description: 'What was held against the threshold; null: nothing.',
    }),
    threshold: t.exposeFloat('threshold', { description: 'The threshold.' }),
    sampleSize: t.exposeInt('sampleSize', { description: 'Of how many facts.' }),
  }),
});

const ProposalRef = builder.objectRef<Proposal>('AlertThresholdProposal').implement({
  description: 'Thresholds that would have fired seldom enough.',
  fields: (t) => ({
    fireAt: t.exposeFloat('fireAt', {
      description: 'The one nearest to usual values that fires seldom enough, and for at most half of the time.',
    }),
    clearAt: t.exposeFloat('clearAt', { description: 'As far from it as in the rule tried.' }),
    breaches: t.exposeInt('breaches', { description: 'How often it would have fired in the window.' }),
  }),
});

interface Preview {
  events: PreviewedEvent[];
  days: number;
  proposal: Proposal | null;
}

const PreviewRef = builder.objectRef<Preview>('PreviewAlertRuleSuccess').implement({
  description: 'What the rule would have sent, had it stood all the time and been looked at once a day, at its end.',
  fields: (t) => ({
    days: t.exposeInt('days', { description: 'Days looked at: those of the window that are over.' }),
    eventCount: t.int({ description: 'All events.', resolve: ({ events }) => events.length }),
    breachCount: t.int({
      description: 'How often it would have fired.',
      resolve: ({ events }) => events.filter(({ kind }) => kind === 'BREACHED').length,
    }),
    events: t.field({
      type: [PreviewedEventRef],
      description: `In order, the first ${MOST_EVENTS}.`,
      resolve: ({ events }) => events.slice(0, MOST_EVENTS),
    }),
    proposal: t.field({
      type: ProposalRef,
      nullable: true,
      description:
        'Thresholds for at most maximumPerMonth; null: none was asked for, nothing was seen, or none fires so seldom.',
      resolve: ({ proposal }) => proposal,
    }),
  }),
});

builder.queryField('previewAlertRule', (t) =>
  t.field({
    type: PreviewRef,
    description:
      'Tries a rule on the past, with the facts as they are known today: the same state machine, looking at the end of each day. A question for each day of the window, at most 366.',
    errors: { types: [InvalidAlertRuleError, InvalidPreviewError] },
    args: {
      rule: t.arg({ type: AlertRuleInput, required: true, description: 'The rule to try.' }),
      window: t.arg({
        type: DateRangeInput,
        required: true,
        description: 'The days to try it on; those not over are left out.',
      }),
      maximumPerMonth: t.arg.float({
        description:
          'Proposes thresholds that would have fired at most so often in a month of 30.44 days, all instances together; more than 0.',
      }),
    },
    resolve: async (_root, { rule: sent, window, maximumPerMonth }, context) => {
      const checked = checkRule(sent);
      if (maximumPerMonth !== null && maximumPerMonth !== undefined && !(maximumPerMonth > 0))
        throw new InvalidPreviewError('INVALID_MAXIMUM', 'maximumPerMonth must be more than 0.');
      const { workspace, now } = context;
      const { timeZone } = workspace;
      const moments = endsOfDays(...checkedDays(window), timeZone, now);
      if (moments.length === 0)
        throw new InvalidPreviewError('NO_DAY_OVER', 'No day of that window is over yet; try it on days of the past.');
      const rule = asRule(checked, await funnelOfRule(sent, context), now);
      const look = await lookOf(rule, context);
      const past = await pastSightings(look, rule, moments);
      const fault = past.find(({ instances }) => instances.size === 0)?.fault;
      if (fault) throw new InvalidPreviewError(fault.code, fault.message);
      return {
        days: moments.length,
        events: replay(rule.definition, past).events,
        proposal: maximumPerMonth ? proposeThreshold(rule, past, maximumPerMonth) : null,
      };
    },
  }),
);

function checkedDays({ from, to }: { from: string; to: string }): [string, string] {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  const { days } = first.until(last, { largestUnit: 'day' });
  if (days < 1 || days > MOST_DAYS || first.year < 1900)
    throw new InvalidPreviewError(
      'INVALID_WINDOW',
      `The window has ${days} days; give 1 to ${MOST_DAYS}, from 1900 on.`,
    );
  return [from, to];
}

function asRule({ name, kpi, severity, definition }: CheckedRule, funnelId: string, now: Date): AlertRule {
  return {
    id: 'preview',
    funnelId,
    name,
    kpi,
    severity,
    version: 0,
    definition,
    template: null,
    enabled: true,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    dueAt: now,
    fault: null,
  };
}

async function lookOf(rule: AlertRule, context: Context) {
  const { database, workspace } = context;
  return {
    on: database,
    workspace,
    funnels: new Map((await funnelsOf(context)).map((funnel) => [funnel.id, funnel])),
    entities: await readEntities(database, workspace.id, [rule]),
    states: new Map(),
  };
}
