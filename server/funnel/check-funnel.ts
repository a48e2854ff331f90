import type { FunnelDefinition } from './define-funnel.ts';

const MOST_STAGES = 50;
const LONGEST_KEY = 200;
const LONGEST_NAME = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** A funnel that cannot be: why, and which stage is at fault. */
export class InvalidFunnelError extends Error {
  readonly code: string;
  readonly stage: string | undefined;

  constructor(code: string, message: string, stage?: string) {
    super(message);
    this.name = 'InvalidFunnelError';
    this.code = code;
    this.stage = stage;
  }
}

/** @throws InvalidFunnelError */
export function checkFunnel({ key, name, stages, qualifiedThreshold }: FunnelDefinition): void {
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
      throw new InvalidFunnelError('RESERVED_STAGE', "'lost' is no stage: it says that a lead was lost.", stage.key);
    if (seen.has(stage.key))
      throw new InvalidFunnelError(
        'DUPLICATE_STAGE',
        `Two stages have the key '${stage.key}'; give each its own.`,
        stage.key,
      );
    seen.add(stage.key);
  }
  if (
    qualifiedThreshold !== null &&
    qualifiedThreshold !== undefined &&
    !(qualifiedThreshold >= 0 && qualifiedThreshold <= 100)
  )
    throw new InvalidFunnelError(
      'INVALID_THRESHOLD',
      `qualifiedThreshold is ${qualifiedThreshold}; give a score from 0 to 100.`,
    );
}

function checkKey(key: string, stage?: string): void {
  if (!key.trim() || key.length > LONGEST_KEY || CONTROL.test(key))
    throw new InvalidFunnelError(
      'INVALID_KEY',
      `A key has 1 to ${LONGEST_KEY} characters, none of them control characters.`,
      stage,
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
      stage,
    );
}
