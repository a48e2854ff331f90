import { funnelByKey, funnelsOf } from '../funnel/funnel.loaders.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { encodeGlobalId, idOfType } from '../graphql/global-id.ts';
import { definitionOf, KpiDefinitionRef } from '../graphql/kpi-definition.ts';
import { inLocale, localeArguments } from '../graphql/locale.ts';
import { DefineAlertRuleInput, type SentRule } from './alert-rule.input.ts';
import { AlertRuleRef } from './alert-rule.schema.ts';
import { checkRule, InvalidAlertRuleError, invalidAlertRuleCodes } from './rule/check-rule.ts';
import type { AlertRule } from './rule/rule.ts';
import { type AlertTemplate, alertTemplate, alertTemplates } from './rule/templates.ts';
import { removeRule, writeRule } from './rule/write-rule.ts';

builder.objectType(InvalidAlertRuleError, {
  name: 'InvalidAlertRuleError',
  description: `No such rule can be: ${invalidAlertRuleCodes.join(', ')}. Nothing changed.`,
  interfaces: [ErrorInterface],
});

class AlertRuleNotFoundError extends Error {
  readonly code = 'ALERT_RULE_NOT_FOUND';

  constructor() {
    super('There is no such rule in this workspace; workspace.alertRules lists them.');
    this.name = 'AlertRuleNotFoundError';
  }
}

builder.objectType(AlertRuleNotFoundError, {
  name: 'AlertRuleNotFoundError',
  description: 'No rule with that id in this workspace.',
  interfaces: [ErrorInterface],
});

/** The funnel that a rule names. @throws InvalidAlertRuleError UNKNOWN_FUNNEL */
export async function funnelOfRule({ funnel }: Pick<SentRule, 'funnel'>, context: Context): Promise<string> {
  const funnels = await funnelsOf(context);
  if (funnel && !funnels.some(({ key }) => key === funnel))
    throw new InvalidAlertRuleError(
      'UNKNOWN_FUNNEL',
      `There is no funnel '${funnel.slice(0, 100)}'; there is ${funnels.map(({ key }) => key).join(', ')}.`,
    );
  return (await funnelByKey(funnel, context)).id;
}

async function write(
  sent: SentRule,
  context: Context,
  { id, template = null, enabled = true }: { id?: string | undefined; template?: string | null; enabled?: boolean },
): Promise<{ rule: AlertRule }> {
  const checked = checkRule(sent);
  const funnelId = await funnelOfRule(sent, context);
  const { database, workspace, services } = context;
  const rule = await writeRule(database, workspace.id, { ...checked, id, funnelId, template, enabled }, services.now());
  if (!rule) throw new AlertRuleNotFoundError();
  return { rule };
}

const DefineAlertRuleSuccess = builder.objectRef<{ rule: AlertRule }>('DefineAlertRuleSuccess').implement({
  description: 'The rule stands, and is being looked at.',
  fields: (t) => ({
    rule: t.field({ type: AlertRuleRef, description: 'The rule.', resolve: ({ rule }) => rule }),
  }),
});

builder.mutationField('defineAlertRule', (t) =>
  t.field({
    type: DefineAlertRuleSuccess,
    description:
      'Makes a rule, or writes the one of that id anew. Where what it looks at changes, its states begin anew, and a breach under way is taken back (REVISED, RULE_CHANGED). Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [InvalidAlertRuleError, AlertRuleNotFoundError] },
    args: { input: t.arg({ type: DefineAlertRuleInput, required: true, description: 'The rule, whole.' }) },
    resolve: (_root, { input }, context) => {
      const id = input.id ? idOfType('AlertRule', input.id) : undefined;
      if (input.id && !id) throw new AlertRuleNotFoundError();
      return write(input, context, { id, enabled: input.enabled ?? true });
    },
  }),
);

const RemoveAlertRuleSuccess = builder.objectRef<{ id: string }>('RemoveAlertRuleSuccess').implement({
  description: 'The rule is not looked at any more.',
  fields: (t) => ({
    id: t.id({
      description: 'The id that it had; its events still name it.',
      resolve: ({ id }) => encodeGlobalId('AlertRule', id),
    }),
  }),
});

builder.mutationField('removeAlertRule', (t) =>
  t.field({
    type: RemoveAlertRuleSuccess,
    description:
      'Takes a rule away. Its events stay readable; a breach under way is taken back (REVISED, RULE_REMOVED). Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [AlertRuleNotFoundError] },
    args: { id: t.arg.id({ required: true, description: 'As workspace.alertRules gave it.' }) },
    resolve: async (_root, args, { database, workspace, services }) => {
      const id = idOfType('AlertRule', args.id);
      if (!id || !(await removeRule(database, workspace.id, id, services.now()))) throw new AlertRuleNotFoundError();
      return { id };
    },
  }),
);

const AlertTemplateRef = builder.objectRef<AlertTemplate>('AlertTemplate').implement({
  description: 'A warning that sales teams ask for, ready to be switched on.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'For enableAlertTemplate.' }),
    name: t.string({
      description: 'Its name for people.',
      args: localeArguments,
      resolve: ({ name, key }, { locale }) => inLocale(name, locale) ?? key,
    }),
    description: t.string({
      description: 'What it warns of, and what to do then.',
      args: localeArguments,
      resolve: ({ description }, { locale }) => inLocale(description, locale) ?? '',
    }),
    kpi: t.field({
      type: KpiDefinitionRef,
      description: 'The KPI that it looks at.',
      resolve: ({ rule }) => definitionOf(rule.kpi),
    }),
  }),
});

builder.queryField('alertTemplates', (t) =>
  t.field({
    type: [AlertTemplateRef],
    description: 'The warnings that can be switched on as they are.',
    resolve: () => [...alertTemplates],
  }),
);

class UnknownAlertTemplateError extends Error {
  readonly code = 'UNKNOWN_ALERT_TEMPLATE';

  constructor() {
    super(`There is no such template; there is ${alertTemplates.map(({ key }) => key).join(', ')}.`);
    this.name = 'UnknownAlertTemplateError';
  }
}

builder.objectType(UnknownAlertTemplateError, {
  name: 'UnknownAlertTemplateError',
  description: 'No template with that key.',
  interfaces: [ErrorInterface],
});

builder.mutationField('enableAlertTemplate', (t) =>
  t.field({
    type: DefineAlertRuleSuccess,
    description:
      'Makes a rule from a template, named in the locale; change it with defineAlertRule as you like. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [UnknownAlertTemplateError, InvalidAlertRuleError] },
    args: {
      key: t.arg.string({ required: true, description: 'As alertTemplates gave it.' }),
      funnel: t.arg.string({ description: 'The funnel’s key; absent: the default one.' }),
      ...localeArguments,
    },
    resolve: (_root, { key, funnel, locale }, context) => {
      const template = alertTemplate(key);
      if (!template) throw new UnknownAlertTemplateError();
      const name = inLocale(template.name, locale) ?? template.key;
      return write({ ...template.rule, name, funnel: funnel ?? null }, context, { template: key });
    },
  }),
);
