import type { LockedFilter } from '../access/embed-grant.ts';
import type { PersistedDocuments } from '../graphql/persisted-documents.ts';
import { readable } from '../graphql/readable.ts';

/** Seconds. */
export const lifetimes = { shortest: 60, usual: 15 * 60, longest: 24 * 60 * 60 };
const MOST_ORIGINS = 20;
const LONGEST_ORIGIN = 200;

/** What a token can be refused for, with what it means. */
export const tokenFaults = {
  NO_WIDGETS: 'widgets is empty',
  UNKNOWN_WIDGET: 'one is no tag of an element that asks this server',
  EMPTY_LIST: 'a list of the filter, or origins, is empty: as a lock it would be none',
  UNKNOWN_FUNNEL: 'no funnel has that key',
  NOT_LOCKABLE: 'a widget asks about the whole workspace, so that it cannot be locked to a part',
  INVALID_ORIGIN: 'one is no origin, as browsers send it',
  INVALID_LIFETIME: 'expiresInSeconds is out of its bounds',
  TOO_LONG: 'the token would be longer than servers take headers',
} as const;
export type TokenFault = keyof typeof tokenFaults;

/** No such token can be made. */
export class InvalidEmbedTokenError extends Error {
  readonly code: TokenFault;

  constructor(code: TokenFault, message: string) {
    super(message);
    this.name = 'InvalidEmbedTokenError';
    this.code = code;
  }
}

/** The tags of elements, each once, in the order asked. */
export function checkWidgets(asked: readonly string[], documents: PersistedDocuments): string[] {
  const known = [...new Set([...documents.values()].flatMap(({ widgets }) => widgets))].sort();
  if (asked.length === 0) throw new InvalidEmbedTokenError('NO_WIDGETS', `Name at least one of ${known.join(', ')}.`);
  const unknown = asked.find((widget) => !known.includes(widget));
  if (unknown !== undefined)
    throw new InvalidEmbedTokenError(
      'UNKNOWN_WIDGET',
      `There is no element <${unknown.slice(0, 60)}>; there is ${known.join(', ')}.`,
    );
  return [...new Set(asked)];
}

/** Each widget of a locked token must have something left to ask. */
export function checkLockable(widgets: readonly string[], documents: PersistedDocuments): void {
  const narrowed = [...documents.values()].filter(({ isQuery, keepsLock }) => isQuery && keepsLock);
  const whole = widgets.filter((widget) => !narrowed.some((document) => document.widgets.includes(widget)));
  if (whole.length > 0)
    throw new InvalidEmbedTokenError(
      'NOT_LOCKABLE',
      `What ${whole.join(', ')} shows cannot be narrowed to a filter or a funnel; leave it out, or leave them out.`,
    );
}

/** null: nothing is locked. Sorted, each value once. */
export function checkFilter(
  asked:
    | { readonly [List in keyof LockedFilter]?: readonly (string | null | undefined)[] | null | undefined }
    | null
    | undefined,
): LockedFilter | null {
  const lists = Object.entries(asked ?? {}).flatMap(([name, values]) => (values ? [[name, values] as const] : []));
  if (lists.length === 0) return null;
  for (const [name, values] of lists)
    if (values.length === 0)
      throw new InvalidEmbedTokenError('EMPTY_LIST', `filter.${name} is empty; leave it out to lock nothing by it.`);
  return Object.fromEntries(
    lists.map(([name, values]) => [
      name,
      [...new Set(values.map((value) => (value ? readable(value) : (value ?? null))))].sort(),
    ]),
  );
}

/** null: pages of any origin. */
export function checkOrigins(asked: readonly string[] | null | undefined): string[] | null {
  if (!asked) return null;
  if (asked.length === 0)
    throw new InvalidEmbedTokenError('EMPTY_LIST', 'origins is empty; leave it out to let pages of any origin ask.');
  if (asked.length > MOST_ORIGINS)
    throw new InvalidEmbedTokenError(
      'INVALID_ORIGIN',
      `There are ${asked.length} origins; give at most ${MOST_ORIGINS}.`,
    );
  for (const origin of asked)
    if (!isOrigin(origin))
      throw new InvalidEmbedTokenError(
        'INVALID_ORIGIN',
        `${JSON.stringify(origin.slice(0, LONGEST_ORIGIN))} is no origin; write it as browsers send it, like https://intranet.example or http://localhost:8080.`,
      );
  return [...new Set(asked)];
}

/** Scheme and host, in small letters, without a usual port, path or slash at its end. */
function isOrigin(text: string): boolean {
  // A name with a star is a name like any other to URL, but whoever writes it means something else.
  if (text.length > LONGEST_ORIGIN || text.includes('*') || !URL.canParse(text)) return false;
  const { origin, protocol } = new URL(text);
  return origin === text && (protocol === 'https:' || protocol === 'http:');
}

/** Seconds. */
export function checkLifetime(asked: number | null | undefined): number {
  const seconds = asked ?? lifetimes.usual;
  if (seconds < lifetimes.shortest || seconds > lifetimes.longest)
    throw new InvalidEmbedTokenError(
      'INVALID_LIFETIME',
      `expiresInSeconds is ${seconds}; give ${lifetimes.shortest} to ${lifetimes.longest}, or leave it out for ${lifetimes.usual}.`,
    );
  return seconds;
}
