import type { FunnelDefinition } from './define-funnel.ts';
import type { SettingsChange } from './settings.ts';

const MOST_STAGES = 50;
const LONGEST_KEY = 200;
const LONGEST_NAME = 200;
/** A hundred years. */
const MOST_DAYS = 36_500;
const HEAVIEST = 1_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** A funnel that cannot be: why, and which stage or which setting is at fault. */
export class InvalidFunnelError extends Error {
  readonly code: string;
  readonly stage: string | undefined;
  readonly setting: string | undefined;

  constructor(code: string, message: string, { stage, setting }: { stage?: string; setting?: string } = {}) {
    super(message);
    this.name = 'InvalidFunnelError';
    this.code = code;
    this.stage = stage;
    this.setting = setting;
  }
}

/** @throws InvalidFunnelError */
export function checkFunnel({ key, name, stages, ...settings }: FunnelDefinition): void {
  checkKey(key);
  checkName(name);
  if (stages.length < 2)
    throw new InvalidFunnelError('TOO_FEW_STAGES', 'A funnel has at least two stages: where leads begin, and won.');
  if (stages.length > MOST_STAGES)
    throw new InvalidFunnelError('TOO_MANY_STAGES', `A funnel has at most ${MOST_STAGES} stages; merge some.`);
  const seen = new Set<string>();
  for (const stage of stages) {
    checkKey(stage.key, stage.key);
    checkName(stage.name, stage.key);
    if (stage.key === 'lost')
      throw new InvalidFunnelError('RESERVED_STAGE', "'lost' is no stage: it says that a lead was lost.", {
        stage: stage.key,
      });
    if (seen.has(stage.key))
      throw new InvalidFunnelError('DUPLICATE_STAGE', `Two stages have the key '${stage.key}'; give each its own.`, {
        stage: stage.key,
      });
    seen.add(stage.key);
  }
  checkSettings(settings);
}

const dayCounts = ['leadChurnDays', 'customerChurnDays', 'followUpEffectDays', 'stalledAfterDays'] as const;

function checkSettings({ qualifiedThreshold: threshold, activityWeights, ...settings }: SettingsChange): void {
  if (isGiven(threshold) && !(threshold >= 0 && threshold <= 100))
    throw new InvalidFunnelError(
      'INVALID_THRESHOLD',
      `qualifiedThreshold is ${threshold}; give a score from 0 to 100.`,
      { setting: 'qualifiedThreshold' },
    );
  for (const setting of dayCounts) {
    const days = settings[setting];
    if (isGiven(days) && !(Number.isInteger(days) && days >= 1 && days <= MOST_DAYS))
      throw new InvalidFunnelError(
        'INVALID_DAYS',
        `${setting} is ${days}; give a whole number of days from 1 to 36,500, or null for the default.`,
        { setting },
      );
  }
  for (const [kind, weight] of Object.entries(activityWeights ?? {}))
    if (!(weight >= 0 && weight <= HEAVIEST))
      throw new InvalidFunnelError(
        'INVALID_WEIGHT',
        `The weight of ${kind} is ${weight}; give a number from 0 to 1,000.`,
        { setting: 'activityWeights' },
      );
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

function checkKey(key: string, stage?: string): void {
  if (!key.trim() || key.length > LONGEST_KEY || CONTROL.test(key))
    throw new InvalidFunnelError(
      'INVALID_KEY',
      `A key has 1 to ${LONGEST_KEY} characters, none of them control characters.`,
      { stage },
    );
}

function checkName({ en, zh }: FunnelDefinition['name'], stage?: string): void {
  const names = [en, zh].filter((name) => typeof name === 'string');
  const fits =
    names.length > 0 && names.every((name) => name.trim() && name.length <= LONGEST_NAME && !CONTROL.test(name));
  if (!fits)
    throw new InvalidFunnelError(
      'INVALID_NAME',
      `Give a name of 1 to ${LONGEST_NAME} characters in at least one language.`,
      { stage },
    );
}
