import type { Queryable } from '../database/database.ts';
import type { KpiEventKind } from '../events/log/kpi-event.ts';
import { rulesById } from '../events/rule/read-rules.ts';
import type { Severity } from '../events/rule/rule.ts';
import { idOfType } from '../graphql/global-id.ts';
import { definitionOf } from '../graphql/kpi-definition.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import { formats } from './format/formats.ts';
import type { WebhookFilter, WebhookFormat } from './webhook.ts';
import { InvalidWebhookError } from './webhook-errors.ts';

export const LONGEST_NAME = 200;
const LONGEST_SECRET = 500;
const LONGEST_LIST = 1_000;
export const MOST_HOURS = 720;

export interface FilterInput {
  /** Global ids. */
  rules?: readonly string[] | null | undefined;
  kpis?: readonly string[] | null | undefined;
  kinds?: readonly KpiEventKind[] | null | undefined;
  minimumSeverity?: Severity | null | undefined;
  includeSilenced?: boolean | null | undefined;
}

export function checkName(name: string): string {
  const trimmed = name.trim();
  if (!trimmed || trimmed.length > LONGEST_NAME || trimmed.includes('\0'))
    throw new InvalidWebhookError('INVALID_NAME', `Give a name of 1 to ${LONGEST_NAME} characters.`, 'name');
  return trimmed;
}

/** What can be said without asking the name service; what the name stands for is looked up with each attempt. */
export function checkAddress(outbound: Outbound, url: string): string {
  try {
    outbound.check(url);
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new InvalidWebhookError(
      error.code === 'ADDRESS_REFUSED' ? 'ADDRESS_REFUSED' : 'INVALID_URL',
      error.message,
      'url',
    );
  }
  return new URL(url).href;
}

export function checkLocale(locale: string): 'en' | 'zh' {
  if (/^en\b/i.test(locale)) return 'en';
  if (/^zh\b/i.test(locale)) return 'zh';
  throw new InvalidWebhookError('INVALID_LOCALE', 'Robots write in en or zh; give one of them.', 'locale');
}

/** What a platform gave a robot to sign with; null: nothing. */
export function checkRobotSecret(format: WebhookFormat, secret: string | null): string | null {
  if (!secret) return null;
  if (formats[format].secret !== 'THEIRS')
    throw new InvalidWebhookError(
      'INVALID_SECRET',
      `A ${format} webhook takes no robotSecret; only DINGTALK and FEISHU sign with one.`,
      'robotSecret',
    );
  if (secret.length > LONGEST_SECRET || !/^[\x21-\x7e]+$/.test(secret))
    throw new InvalidWebhookError(
      'INVALID_SECRET',
      `Give the secret as the platform shows it: at most ${LONGEST_SECRET} visible ASCII characters.`,
      'robotSecret',
    );
  return secret;
}

export function checkHours(hours: number, field: string, least: number): number {
  if (hours >= least && hours <= MOST_HOURS) return hours;
  throw new InvalidWebhookError(
    'INVALID_HOURS',
    `${field} is ${hours}; give a whole number from ${least} to ${MOST_HOURS}.`,
    field,
  );
}

/** A list that is absent or empty lets everything through. Rules of another workspace are as unknown as those of nobody. */
export async function checkFilter(on: Queryable, workspaceId: string, input: FilterInput): Promise<WebhookFilter> {
  for (const list of ['rules', 'kpis', 'kinds'] as const)
    if ((input[list]?.length ?? 0) > LONGEST_LIST)
      throw invalidFilter(`${list} lists more than ${LONGEST_LIST}; leave it out to take all.`);
  const unknownKpi = input.kpis?.find((key) => !definitionOf(key));
  if (unknownKpi !== undefined)
    throw invalidFilter(`There is no KPI '${unknownKpi.slice(0, 60)}'; kpiDefinitions lists them.`);
  return {
    rules: input.rules?.length ? await checkRules(on, workspaceId, input.rules) : null,
    kpis: input.kpis?.length ? [...input.kpis] : null,
    kinds: input.kinds?.length ? [...input.kinds] : null,
    minimumSeverity: input.minimumSeverity ?? null,
    includeSilenced: input.includeSilenced ?? false,
  };
}

async function checkRules(on: Queryable, workspaceId: string, globalIds: readonly string[]): Promise<string[]> {
  const ids = globalIds.map((globalId) => idOfType('AlertRule', globalId));
  const found = await rulesById(
    on,
    workspaceId,
    ids.filter((id) => id !== undefined),
  );
  const known = new Set(found.map(({ id }) => id));
  const unknown = globalIds.find((_, index) => !known.has(ids[index]!));
  if (unknown !== undefined)
    throw invalidFilter(`There is no rule ${JSON.stringify(unknown.slice(0, 60))} in this workspace.`);
  return [...known];
}

function invalidFilter(message: string): InvalidWebhookError {
  return new InvalidWebhookError('INVALID_FILTER', message, 'filter');
}
