import type { ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Credential } from '../access/credential.ts';
import { executeKnown } from './compiled/execute.ts';
import { createContext, type Services } from './context.ts';
import type { GraphqlParameters } from './graphql-parameters.ts';
import type { KnownQueries } from './known-queries.ts';
import { refusalFor } from './persisted-documents.ts';
import type { ResultSharing } from './share-results.ts';

/** The text of an answer without errors; or a result with errors, masked, which is still to be put into a response. */
export type QuickAnswer = { text: string } | { executed: ExecutionResult };

/** How to answer it for whoever has the credential; undefined: it is not known here, or could not be begun. */
export type QuickQueries = (
  parameters: GraphqlParameters,
) => ((credential: Credential) => Promise<QuickAnswer | undefined>) | undefined;

export interface QuickQueriesOptions {
  schema: GraphQLSchema;
  services: Services;
  known: KnownQueries;
  sharing: ResultSharing;
  mask: (error: unknown) => GraphQLError;
}

/**
 * Answers queries that came before: found valid and within limits then, they are executed at once. What is new, unusual or wrong goes the
 * long way, which checks everything, and makes known what passed.
 */
export function createQuickQueries({ schema, services, known, sharing, mask }: QuickQueriesOptions): QuickQueries {
  return ({ query, documentId, variables, operationName, ...others }) => {
    const isById = typeof documentId === 'string' && query === undefined;
    const persisted = isById ? services.documents.get(documentId) : undefined;
    const text = documentId === undefined ? query : persisted?.text;
    const document = typeof text === 'string' ? known.find(text) : undefined;
    if (!document || !isRecord(variables) || !isText(operationName) || Object.keys(others).length > 0) return undefined;
    const asked = {
      schema,
      document,
      variableValues: variables ?? undefined,
      operationName: operationName ?? undefined,
    };
    return async (credential) =>
      refusalFor(credential, persisted)
        ? undefined
        : answer({ ...asked, contextValue: createContext(services, credential, credential.dataVersion) });
  };

  async function answer(args: ExecutionArgs): Promise<QuickAnswer | undefined> {
    const result = await sharing(args, executeKnown);
    // Data are not looked at where there are none but good ones: of a shared result they would be parsed from its text.
    if (!result.errors) return { text: result.stringify?.() ?? JSON.stringify(result) };
    // No such operation, or variables that do not fit: yoga has statuses of its own for what was not begun.
    if (result.data === undefined) return undefined;
    return { executed: { ...result, errors: result.errors.map(mask) } };
  }
}

/** Lets a result that is there already take the place of an execution: yoga then finds status and headers for its errors. */
export function useExecuted(): Plugin<object, { executed?: ExecutionResult | undefined }> {
  return {
    onParams({ context, setResult }) {
      if (context.executed) setResult(context.executed);
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> | null | undefined {
  return value === undefined || (typeof value === 'object' && !Array.isArray(value));
}

function isText(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === 'string';
}
