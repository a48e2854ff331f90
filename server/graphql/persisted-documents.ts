import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Credential } from '../access/credential.ts';
import { isLocked } from '../access/embed-grant.ts';
import type { ErrorCode } from './error-codes.ts';
import type { GraphqlParameters } from './graphql-parameters.ts';

/** A document that can be asked by its id, `sha256:` and the hash of its text (GraphQL over HTTP, persisted documents). */
export interface PersistedDocument {
  id: string;
  /** Of its operation. */
  name: string;
  /** Tags of the elements that ask it, all where it is empty: an embed token for one of them may, too. */
  widgets: readonly string[];
  text: string;
  isQuery: boolean;
  /** Whether all that it asks keeps to what a token is locked to. */
  keepsLock: boolean;
}

export type PersistedDocuments = ReadonlyMap<string, PersistedDocument>;

/** Puts the text in the place of an id; and refuses whatever an embed token must not ask. */
export function usePersistedDocuments(documents: PersistedDocuments): Plugin<object, { credential: Credential }> {
  return {
    onParams({ params, setParams, context: { credential } }) {
      const { documentId, ...others } = params as GraphqlParameters;
      const document = isGiven(documentId) ? documentOf(documentId, others, documents) : undefined;
      const refusal = refusalFor(credential, document);
      if (refusal) throw refusal;
      if (document) setParams({ ...others, query: document.text } as typeof params);
    },
  };
}

function documentOf(id: unknown, { query }: GraphqlParameters, documents: PersistedDocuments): PersistedDocument {
  if (isGiven(query) || typeof id !== 'string')
    throw refusalWith('BAD_REQUEST', 400, 'Send either query or documentId, a text.');
  const found = documents.get(id);
  if (found) return found;
  throw refusalWith(
    'UNKNOWN_DOCUMENT',
    400,
    'No document with this id is known here: reload the page, the server was updated. To ask a document of your own, send its text as query.',
  );
}

/** Why whoever has the credential must not ask it (undefined: a text); undefined where nothing speaks against it. */
export function refusalFor({ token }: Credential, document: PersistedDocument | undefined): GraphQLError | undefined {
  if (!token) return undefined;
  if (!document)
    return refusalWith(
      'FORBIDDEN',
      403,
      'An embed token only asks the widgets’ own documents, by documentId; ask with a key.',
    );
  if (document.widgets.length > 0 && !document.widgets.some((widget) => token.widgets.includes(widget)))
    return refusalWith(
      'FORBIDDEN',
      403,
      `This token is for ${token.widgets.join(', ')}, and not for what ${document.widgets.join(', ')} asks.`,
    );
  if (isLocked(token) && !document.keepsLock)
    return refusalWith(
      'FORBIDDEN',
      403,
      `This token is locked to a part of the workspace, and ${document.name} asks about more than that.`,
    );
  return undefined;
}

function refusalWith(code: ErrorCode, status: 400 | 403, message: string): GraphQLError {
  // `spec`: where the request was well-formed, clients that take plain JSON are told in it with status 200.
  return new GraphQLError(message, { extensions: { code, http: { status, spec: status === 400 } } });
}

function isGiven(parameter: unknown): boolean {
  return parameter !== undefined && parameter !== null;
}
