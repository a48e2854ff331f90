import { embedSecretOf, removeEmbedSecret } from '../access/embed-secret.ts';
import { LONGEST_TOKEN, signEmbedToken } from '../access/embed-token.ts';
import { KEY_CHANGES } from '../access/open-keys.ts';
import { funnelsOf } from '../funnel/funnel.loaders.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { KpiFilterInput } from '../graphql/kpi-scope.ts';
import { requestError } from '../graphql/request-error.ts';
import {
  checkFilter,
  checkLifetime,
  checkLockable,
  checkOrigins,
  checkWidgets,
  InvalidEmbedTokenError,
  lifetimes,
  tokenFaults,
} from './check-token.ts';

builder.objectType(InvalidEmbedTokenError, {
  name: 'InvalidEmbedTokenError',
  description: `No such token can be made. ${Object.entries(tokenFaults)
    .map(([code, meaning]) => `${code}: ${meaning}.`)
    .join(' ')}`,
  interfaces: [ErrorInterface],
});

const CreateEmbedTokenInput = builder.inputType('CreateEmbedTokenInput', {
  description: 'What a page may show. It can only be less than what the key may.',
  fields: (t) => ({
    widgets: t.stringList({
      required: true,
      description: 'Tags of the elements, such as funnel-chart; at least one. Only what they ask can be asked.',
    }),
    filter: t.field({
      type: KpiFilterInput,
      description:
        'Only facts that match all lists are counted, whatever the page asks beside it: who asks about others is answered as if there were none. A KPI that does not bear a list is refused (DIMENSION_NOT_AVAILABLE); shares are shares of what matches. Absent: all facts.',
    }),
    funnel: t.string({ description: 'Key of the only funnel that can be asked about; absent: any.' }),
    origins: t.stringList({
      description:
        'Only pages of these origins may ask, as their browsers say: "https://intranet.example". Absent: pages of any.',
    }),
    expiresInSeconds: t.int({
      description: `How long it lasts, ${lifetimes.shortest} to ${lifetimes.longest}; absent: ${lifetimes.usual}.`,
    }),
  }),
});

interface EmbedToken {
  token: string;
  issuedAt: Date;
  expiresAt: Date;
  widgets: string[];
}

const CreateEmbedTokenSuccess = builder.objectRef<EmbedToken>('CreateEmbedTokenSuccess').implement({
  description: 'A token for a page. It can be used until it expires, its key ends, or revokeEmbedTokens is called.',
  fields: (t) => ({
    token: t.exposeString('token', {
      description:
        'A JSON Web Token, for "Authorization: Bearer …". Everybody who opens the page can read what it says; nobody can change it.',
    }),
    issuedAt: t.expose('issuedAt', { type: 'DateTime', description: 'When it was made, by this server’s clock.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'The first instant at which it is refused (TOKEN_EXPIRED), by this server’s clock.',
    }),
    widgets: t.exposeStringList('widgets', { description: 'Tags of the elements that it is for.' }),
  }),
});

builder.mutationField('createEmbedToken', (t) =>
  t.field({
    type: CreateEmbedTokenSuccess,
    description:
      'Makes a short-lived token for pages: it opens only what the named widgets ask, only within the filter and funnel given. Made on the page’s own server, so that no key leaves it. Scope READ.',
    authScopes: { read: true },
    errors: { types: [InvalidEmbedTokenError] },
    args: { input: t.arg({ type: CreateEmbedTokenInput, required: true, description: 'What it opens.' }) },
    resolve: (_root, { input }, context) => createEmbedToken(input, context),
  }),
);

async function createEmbedToken(
  input: typeof CreateEmbedTokenInput.$inferInput,
  context: Context,
): Promise<EmbedToken> {
  const { database, workspace, credential, services } = context;
  if (credential.token) throw requestError('FORBIDDEN', 'An embed token cannot make another; ask with a key.');
  const widgets = checkWidgets(input.widgets, services.documents);
  const filter = checkFilter(input.filter);
  const funnel = await checkFunnel(input.funnel, context);
  if (filter || funnel !== null) checkLockable(widgets, services.documents);
  const origins = checkOrigins(input.origins);
  const lifetime = checkLifetime(input.expiresInSeconds);

  const issuedAt = wholeSecond(services.now());
  const wanted = new Date(issuedAt.getTime() + lifetime * 1000);
  const { keyId, expiresAt: keyEnds } = credential;
  // It ends with its key: whoever refreshes by this date must not be surprised.
  const expiresAt = keyEnds && keyEnds < wanted ? wholeSecond(keyEnds) : wanted;
  const secret = await embedSecretOf(database, workspace.id, issuedAt);
  const grant = { widgets, filter, funnel, origins };
  const token = await signEmbedToken(secret, { workspaceId: workspace.id, keyId, issuedAt, expiresAt, ...grant });
  if (token.length > LONGEST_TOKEN)
    throw new InvalidEmbedTokenError(
      'TOO_LONG',
      `The token would have ${token.length} characters, at most ${LONGEST_TOKEN} are served; lock it to fewer keys.`,
    );
  return { token, issuedAt, expiresAt, widgets };
}

async function checkFunnel(asked: string | null | undefined, context: Context): Promise<string | null> {
  if (asked === null || asked === undefined) return null;
  const keys = (await funnelsOf(context)).map(({ key }) => key);
  if (keys.includes(asked)) return asked;
  throw new InvalidEmbedTokenError(
    'UNKNOWN_FUNNEL',
    `There is no funnel '${asked.slice(0, 100)}'; there is ${keys.join(', ')}.`,
  );
}

/** Tokens count whole seconds. */
function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}

const RevokeEmbedTokensSuccess = builder.objectRef<{ revokedAt: Date }>('RevokeEmbedTokensSuccess').implement({
  description: 'No embed token made before opens anything any more, and their subscriptions have ended.',
  fields: (t) => ({
    revokedAt: t.expose('revokedAt', { type: 'DateTime', description: 'When that was, by this server’s clock.' }),
  }),
});

builder.mutationField('revokeEmbedTokens', (t) =>
  t.field({
    type: RevokeEmbedTokensSuccess,
    description:
      'Ends all embed tokens of this workspace at once, on every server. Pages get on with a new one from their own server. Scope ADMIN.',
    authScopes: { admin: true },
    resolve: async (_root, _args, { database, workspace, services }) => {
      await removeEmbedSecret(database, workspace.id);
      await database.notify(KEY_CHANGES, workspace.id);
      return { revokedAt: services.now() };
    },
  }),
);
