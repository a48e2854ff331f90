import { type ApiKeyScope, countApiKeys, makeApiKey, removeApiKey } from '../access/api-key.ts';
import { KEY_CHANGES } from '../access/open-keys.ts';
import { builder } from '../graphql/builder.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { encodeGlobalId, idOfType } from '../graphql/global-id.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';

const LONGEST_NAME = 200;
/** Those that have ended count too, until they are revoked. */
const MOST_KEYS = 1_000;

class InvalidApiKeyError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'InvalidApiKeyError';
    this.code = code;
  }
}

builder.objectType(InvalidApiKeyError, {
  name: 'InvalidApiKeyError',
  description: `No such key can be made: INVALID_NAME, NO_SCOPES, INVALID_EXPIRY, or TOO_MANY_KEYS: the workspace has ${MOST_KEYS} already.`,
  interfaces: [ErrorInterface],
});

const ApiKeyScopeRef = builder.enumType('ApiKeyScope', {
  description: 'What a key may do.',
  values: {
    READ: { description: 'Ask: queries and subscriptions.' },
    INGEST: { description: 'Post facts: /ingest and the mutations for facts; mark reminders.' },
    ADMIN: { description: 'Define funnels, make and revoke keys; and all that the others may.' },
  } as const,
});

interface ApiKey {
  id: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
}

const ApiKeyRef = builder.objectRef<ApiKey>('ApiKey').implement({
  description: 'A key of the workspace. The secret itself was shown when it was made, and is kept nowhere.',
  fields: (t) => ({
    id: t.id({ description: 'For revokeApiKey.', resolve: ({ id }) => encodeGlobalId('ApiKey', id) }),
    name: t.exposeString('name', { description: 'What it is for.' }),
    scopes: t.field({
      type: [ApiKeyScopeRef],
      description: 'What it may do, as it was made; ADMIN implies the others.',
      resolve: ({ scopes }) => scopes as ApiKeyScope[],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'When it ends; null: never.' }),
  }),
});

builder.objectField(WorkspaceRef, 'apiKeys', (t) =>
  t.field({
    type: [ApiKeyRef],
    description: `Its keys, oldest first; at most ${MOST_KEYS}. Scope ADMIN.`,
    authScopes: { admin: true },
    resolve: ({ id }, _, { database }) =>
      database.prisma.apiKey.findMany({ where: { workspaceId: id }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
  }),
);

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'A new key.',
  fields: (t) => ({
    name: t.string({ required: true, description: `What it is for; 1 to ${LONGEST_NAME} characters.` }),
    scopes: t.field({ type: [ApiKeyScopeRef], required: true, description: 'What it may do; at least one.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it ends; absent: never.' }),
  }),
});

const CreateApiKeySuccess = builder.objectRef<{ id: string; secret: string }>('CreateApiKeySuccess').implement({
  description: 'A new key. It is shown this once: only its hash is kept.',
  fields: (t) => ({
    id: t.id({ description: 'For revokeApiKey.', resolve: ({ id }) => encodeGlobalId('ApiKey', id) }),
    key: t.exposeString('secret', { description: 'The secret, for "Authorization: Bearer …".' }),
  }),
});

builder.mutationField('createApiKey', (t) =>
  t.field({
    type: CreateApiKeySuccess,
    description: 'Makes a key for this workspace. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [InvalidApiKeyError] },
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'The key.' }) },
    resolve: (_root, { input: { name, scopes, expiresAt } }, { database, workspace, services }) => {
      const now = services.now();
      const trimmed = name.trim();
      if (!trimmed || trimmed.length > LONGEST_NAME || trimmed.includes('\0'))
        throw new InvalidApiKeyError('INVALID_NAME', `Give a name of 1 to ${LONGEST_NAME} characters.`);
      if (scopes.length === 0)
        throw new InvalidApiKeyError('NO_SCOPES', 'Give at least one of READ, INGEST and ADMIN.');
      if (expiresAt && expiresAt <= now)
        throw new InvalidApiKeyError('INVALID_EXPIRY', 'expiresAt lies in the past; give a later instant, or none.');
      return database.transaction(async (transaction) => {
        if ((await countApiKeys(transaction, workspace.id)) >= MOST_KEYS)
          throw new InvalidApiKeyError(
            'TOO_MANY_KEYS',
            `The workspace has ${MOST_KEYS} keys, the most there can be; revoke those that have ended or are not needed.`,
          );
        return makeApiKey(transaction, workspace.id, { name: trimmed, scopes: [...new Set(scopes)], expiresAt, now });
      });
    },
  }),
);

class ApiKeyNotFoundError extends Error {
  readonly code = 'API_KEY_NOT_FOUND';

  constructor() {
    super('There is no such key in this workspace; workspace.apiKeys lists them.');
    this.name = 'ApiKeyNotFoundError';
  }
}

builder.objectType(ApiKeyNotFoundError, {
  name: 'ApiKeyNotFoundError',
  description: 'No key with that id in this workspace.',
  interfaces: [ErrorInterface],
});

const RevokeApiKeySuccess = builder.objectRef<{ id: string }>('RevokeApiKeySuccess').implement({
  description: 'The key opens nothing any more, and its subscriptions have ended.',
  fields: (t) => ({
    id: t.id({ description: 'The id that it had.', resolve: ({ id }) => encodeGlobalId('ApiKey', id) }),
  }),
});

builder.mutationField('revokeApiKey', (t) =>
  t.field({
    type: RevokeApiKeySuccess,
    description: 'Takes a key away for good, also the one in use. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [ApiKeyNotFoundError] },
    args: { id: t.arg.id({ required: true, description: 'As createApiKey or workspace.apiKeys gave it.' }) },
    resolve: async (_root, args, { database, workspace }) => {
      const id = idOfType('ApiKey', args.id);
      if (!id || !(await removeApiKey(database, workspace.id, id))) throw new ApiKeyNotFoundError();
      await database.notify(KEY_CHANGES, workspace.id);
      return { id };
    },
  }),
);
