import { builder } from './builder.ts';
import { isUuid } from './global-id.ts';
import { requestError } from './request-error.ts';

/** One page of a connection. */
export interface Page<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: () => Promise<number>;
}

export const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 500;

export const pageArguments = builder.args((t) => ({
  first: t.int({ description: `How many items, 1 to ${LARGEST_PAGE}; absent: ${DEFAULT_PAGE}.` }),
  after: t.string({ description: 'A cursor of this connection: go on behind that item; absent: from the beginning.' }),
}));

/** What a place in an order is made of: the columns that it is sorted by, the last one unique. */
type Part = 'instant' | 'uuid' | 'text';

export interface PageSource<Node> {
  parts: readonly Part[];
  /** The node's place, as text. */
  placeOf: (node: Node) => readonly string[];
  /** In order, behind `after`. */
  find: (after: readonly string[] | undefined, take: number) => Promise<Node[]>;
  count: () => Promise<number>;
}

/** Reads one page by its place in the order: a page stays right while items come and go before it. */
export async function readPage<Node>(
  { first, after }: { first?: number | null | undefined; after?: string | null | undefined },
  source: PageSource<Node>,
): Promise<Page<Node>> {
  const size = readSize(first);
  const place = typeof after === 'string' ? readCursor(after, source.parts) : undefined;
  const found = await source.find(place, size + 1);
  const edges = found.slice(0, size).map((node) => ({ cursor: writeCursor(source.placeOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: found.length > size,
      hasPreviousPage: place !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: source.count,
  };
}

/** @throws a request error where `first` is no page's size */
export function readSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_PAGE;
  if (size < 1 || size > LARGEST_PAGE)
    throw requestError(
      'INVALID_FIRST',
      `first is ${size}; give a whole number from 1 to ${LARGEST_PAGE}, and go on with after: pageInfo.endCursor.`,
    );
  return size;
}

function writeCursor(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readCursor(cursor: string, parts: readonly Part[]): string[] {
  const place = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  const fits =
    Array.isArray(place) && place.length === parts.length && parts.every((part, index) => isPart(part, place[index]));
  if (!fits)
    throw requestError('INVALID_CURSOR', 'after is no cursor of this connection; give one that it returned, or none.');
  return place as string[];
}

function isPart(part: Part, value: unknown): boolean {
  if (typeof value !== 'string' || value.includes('\0')) return false;
  if (part === 'uuid') return isUuid(value);
  return part === 'text' || (/^[+-]?\d{4,6}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Newest first, and among equals by id: what stands behind a place. */
export function behindInTime<Column extends string>(column: Column, after: readonly string[] | undefined) {
  if (!after) return {};
  const [at, id] = [new Date(after[0]!), after[1]!];
  // The first condition alone bounds the index; the second one cuts exactly.
  return { AND: [{ [column]: { lte: at } }, { OR: [{ [column]: { lt: at } }, { id: { lt: id } }] }] };
}

export function newestFirst<Column extends string>(column: Column) {
  return [{ [column]: 'desc' as const }, { id: 'desc' as const }];
}
