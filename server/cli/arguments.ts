import { parseArgs } from 'node:util';
import { readKey, readUrl } from './server-address.ts';
import { importHelp, UsageError } from './usage.ts';

export interface ImportArguments {
  mapping: string;
  files: string[];
  url: string;
  key: string | undefined;
  dryRun: boolean;
  onError: 'continue' | 'abort';
  references: 'reject' | 'defer';
  json: boolean;
}

/** 'help': it was asked for. */
export function readArguments(given: readonly string[], environment: NodeJS.ProcessEnv): ImportArguments | 'help' {
  const { values, positionals } = parse(given);
  if (values.help) return 'help';
  if (values.mapping === undefined) throw new UsageError(`Which mapping? Give --mapping.\n\n${importHelp}`);
  if (positionals.length === 0) throw new UsageError(`Which files? Name at least one.\n\n${importHelp}`);
  const url = readUrl(values.url, environment);
  const dryRun = values['dry-run'] ?? false;
  const key = dryRun ? values.key : readKey(values.key, environment, 'INGEST');
  return {
    mapping: values.mapping,
    files: positionals,
    url,
    key,
    dryRun,
    onError: oneOf('on-error', values['on-error'], ['continue', 'abort']),
    references: oneOf('references', values.references, ['reject', 'defer']),
    json: values.json ?? false,
  };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        mapping: { type: 'string' },
        url: { type: 'string' },
        key: { type: 'string' },
        'dry-run': { type: 'boolean' },
        'on-error': { type: 'string' },
        references: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${importHelp}`);
  }
}

/** The first of the values is the default. */
function oneOf<Value extends string>(
  name: string,
  given: string | undefined,
  values: readonly [Value, ...Value[]],
): Value {
  if (given === undefined) return values[0];
  const known = values.find((value) => value === given);
  if (!known) throw new UsageError(`--${name} ${given}: it can be ${values.join(' or ')}.`);
  return known;
}
