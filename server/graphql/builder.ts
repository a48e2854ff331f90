import SchemaBuilder from '@pothos/core';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import type PrismaTypes from '../database/generated/pothos-types.ts';
import { getDatamodel } from '../database/generated/pothos-types.ts';
import type { Context } from './context.ts';
import { decodeGlobalId } from './global-id.ts';
import { requestError } from './request-error.ts';

export interface SchemaTypes {
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  /** Counted only when asked for. */
  Connection: { totalCount: () => Promise<number> };
  AuthScopes: { read: boolean; ingest: boolean; admin: boolean };
  Scalars: {
    ID: { Input: string; Output: string };
    Date: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    Decimal: { Input: string; Output: string };
  };
}

/** Configures and defines nothing: types live in their slices. */
export const builder = new SchemaBuilder<SchemaTypes>({
  // Errors outermost, so that a failed scope is no result of a mutation but an error of the request.
  plugins: [ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, PrismaPlugin, DataloaderPlugin],
  defaultFieldNullability: false,
  errors: {
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result`,
      description: 'What came of it: success, or a failure that the caller can act on.',
    },
  },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ credential: { scopes } }) => ({
      read: scopes.has('READ'),
      ingest: scopes.has('INGEST'),
      admin: scopes.has('ADMIN'),
    }),
    unauthorizedError: () =>
      requestError('FORBIDDEN', 'This key lacks the scope for that; ask with a key that has it.'),
  },
  prisma: {
    client: (context) => context.database.prisma,
    dmmf: getDatamodel(),
    // A resolver that forgets its query costs a statement a row; the tests walk all of them.
    onUnusedQuery: process.env.NODE_ENV === 'test' ? 'error' : null,
  },
  relay: {
    cursorType: 'String',
    decodeGlobalID: decodeGlobalId,
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeTypeOptions: { description: 'Anything that can be fetched again by its id.' },
    idFieldOptions: { description: 'Stable, unique among all types; fetch it again with `node(id)`.' },
    edgesFieldOptions: { nullable: { list: false, items: false }, description: 'The items of this page, in order.' },
    nodeFieldOptions: { nullable: false, description: 'The item itself.' },
    cursorFieldOptions: { description: 'Its place in the order: give it as `after` to go on behind this item.' },
    pageInfoFieldOptions: { nullable: false, description: 'Whether there is more, and where to go on.' },
    pageInfoTypeOptions: { description: 'Where a page of a connection begins and ends.' },
    hasNextPageFieldOptions: { nullable: false, description: 'Whether items follow behind this page.' },
    hasPreviousPageFieldOptions: {
      nullable: false,
      description: 'Whether items stand before this page, which is so whenever `after` was given.',
    },
    startCursorFieldOptions: { description: 'Cursor of the first item; null for an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last item, the next `after`; null for an empty page.' },
  },
});
