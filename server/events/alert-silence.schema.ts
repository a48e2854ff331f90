import { builder } from '../graphql/builder.ts';
import { KpiDimension } from '../graphql/enums.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { encodeGlobalId, idOfType } from '../graphql/global-id.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';
import { AlertRuleRef, ruleLoader } from './alert-rule.schema.ts';
import type { Silence } from './mute.ts';
import { instanceText, readInstance } from './rule/instance.ts';
import { type InstanceDimension, instanceDimensions } from './rule/rule.ts';
import { readSilences } from './silence/read-silences.ts';
import { addSilence, endSilence } from './silence/write-silence.ts';

const LONGEST_REASON = 500;
const LONGEST_MS = 366 * 86_400_000;

class InvalidSilenceError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'InvalidSilenceError';
    this.code = code;
  }
}

builder.objectType(InvalidSilenceError, {
  name: 'InvalidSilenceError',
  description:
    'No such silence can be: ALERT_RULE_NOT_FOUND, INVALID_INSTANCE, INVALID_SPAN or INVALID_REASON. Nothing changed.',
  interfaces: [ErrorInterface],
});

class SilenceNotFoundError extends Error {
  readonly code = 'SILENCE_NOT_FOUND';

  constructor() {
    super('There is no such silence in this workspace, or it has ended; workspace.alertSilences lists them.');
    this.name = 'SilenceNotFoundError';
  }
}

builder.objectType(SilenceNotFoundError, {
  name: 'SilenceNotFoundError',
  description: 'No silence with that id that has not ended.',
  interfaces: [ErrorInterface],
});

const SilenceRef = builder.objectRef<Silence>('AlertSilence').implement({
  description:
    'A span in which events are logged as silenced: nobody need act on them, and webhooks leave them out unless they ask.',
  fields: (t) => ({
    id: t.id({ description: 'For liftAlertSilence.', resolve: ({ id }) => encodeGlobalId('AlertSilence', id) }),
    rule: t.field({
      type: AlertRuleRef,
      nullable: true,
      description: 'The rule; null: all.',
      resolve: ({ ruleId }, _, context) => (ruleId ? ruleLoader(context).load(ruleId) : null),
    }),
    dimension: t.field({
      type: KpiDimension,
      nullable: true,
      description: 'Of one instance: what it is one of; null: all instances.',
      resolve: ({ instance }) => readInstance(instance ?? '')?.dimension ?? null,
    }),
    key: t.string({
      nullable: true,
      description: 'Of one instance: its key; null: facts that do not bear the dimension, or all instances.',
      resolve: ({ instance }) => readInstance(instance ?? '')?.key ?? null,
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'From then on.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Until just before then.' }),
    reason: t.exposeString('reason', { description: 'Why; for people.' }),
  }),
});

builder.objectField(WorkspaceRef, 'alertSilences', (t) =>
  t.field({
    type: [SilenceRef],
    description: 'Silences that have not ended, the one that begins first before the others.',
    resolve: ({ id }, _, { database, now }) => readSilences(database, id, now),
  }),
);

const SilenceAlertsInput = builder.inputType('SilenceAlertsInput', {
  description: 'Which events, and for how long.',
  fields: (t) => ({
    rule: t.id({ description: 'One rule; absent: all.' }),
    dimension: t.field({
      type: KpiDimension,
      description: 'With key, one instance: CHANNEL, OWNER, TEAM or STAGE. Absent: all.',
    }),
    key: t.string({ description: 'The instance’s key; null with a dimension: facts without one.' }),
    startsAt: t.field({ type: 'DateTime', description: 'Absent: now.' }),
    endsAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'Later than startsAt and than now, at most a year.',
    }),
    reason: t.string({ required: true, description: 'Why; 1 to 500 characters.' }),
  }),
});

const SilenceAlertsSuccess = builder.objectRef<{ silence: Silence }>('SilenceAlertsSuccess').implement({
  description: 'Events of that span will be marked.',
  fields: (t) => ({
    silence: t.field({ type: SilenceRef, description: 'The silence.', resolve: ({ silence }) => silence }),
  }),
});

builder.mutationField('silenceAlerts', (t) =>
  t.field({
    type: SilenceAlertsSuccess,
    description: 'Has events of a span logged as silenced. Rules are looked at all the same. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [InvalidSilenceError] },
    args: { input: t.arg({ type: SilenceAlertsInput, required: true, description: 'What and how long.' }) },
    resolve: async (_root, { input }, context) => {
      const { database, workspace, services } = context;
      const now = services.now();
      const ruleId = input.rule ? idOfType('AlertRule', input.rule) : null;
      if (input.rule && (!ruleId || !(await ruleLoader(context).load(ruleId))))
        throw new InvalidSilenceError(
          'ALERT_RULE_NOT_FOUND',
          'There is no such rule; workspace.alertRules lists them.',
        );
      const startsAt = input.startsAt ?? now;
      const length = input.endsAt.getTime() - startsAt.getTime();
      if (input.endsAt <= now || length <= 0 || length > LONGEST_MS)
        throw new InvalidSilenceError(
          'INVALID_SPAN',
          'endsAt must be later than startsAt and than now, by a year at most.',
        );
      const reason = input.reason.trim();
      if (!reason || reason.length > LONGEST_REASON || reason.includes('\0'))
        throw new InvalidSilenceError('INVALID_REASON', `Give a reason of 1 to ${LONGEST_REASON} characters.`);
      const silence = await addSilence(database, workspace.id, {
        ruleId: ruleId ?? null,
        instance: readInstanceInput(input),
        startsAt,
        endsAt: input.endsAt,
        reason,
        createdAt: now,
      });
      return { silence };
    },
  }),
);

function readInstanceInput({ dimension, key }: { dimension?: string | null; key?: string | null }): string | null {
  const known = instanceDimensions.find((one): one is InstanceDimension => one === dimension);
  if ((dimension && !known) || (!dimension && typeof key === 'string') || key?.includes('\0'))
    throw new InvalidSilenceError(
      'INVALID_INSTANCE',
      `Of one instance give dimension (${instanceDimensions.join(', ')}) and key; of all, neither.`,
    );
  return known ? instanceText({ dimension: known, key: key ?? null }) : null;
}

const LiftAlertSilenceSuccess = builder.objectRef<{ id: string }>('LiftAlertSilenceSuccess').implement({
  description: 'What happens from now on is not silenced by it.',
  fields: (t) => ({
    id: t.id({ description: 'The silence.', resolve: ({ id }) => encodeGlobalId('AlertSilence', id) }),
  }),
});

builder.mutationField('liftAlertSilence', (t) =>
  t.field({
    type: LiftAlertSilenceSuccess,
    description: 'Ends a silence now. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [SilenceNotFoundError] },
    args: { id: t.arg.id({ required: true, description: 'As workspace.alertSilences gave it.' }) },
    resolve: async (_root, args, { database, workspace, services }) => {
      const id = idOfType('AlertSilence', args.id);
      if (!id || !(await endSilence(database, workspace.id, id, services.now()))) throw new SilenceNotFoundError();
      return { id };
    },
  }),
);
