import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute as executeOrdinarily,
  type GraphQLSchema,
  getVariableValues,
} from 'graphql';
import type { Context } from '../context.ts';
import { type CompiledQuery, compile } from './compile.ts';
import { Run } from './run.ts';

/** null: to be executed the ordinary way. */
const compiled = new WeakMap<DocumentNode, CompiledQuery | null>();

/**
 * Executes valid queries several times as fast as graphql-js does: which fields are asked for, of what types, with which arguments and by
 * which resolvers is found out once a document. It gives answers without errors only. Whatever else comes up (a fault of a resolver, a
 * null where none may be, variables that do not fit) has graphql-js execute the operation anew, so that errors are its own to the letter;
 * the operation's loaders remember what they have found by then. What depends on directives or on a value's type is left to it, too.
 */
export async function executeKnown(args: ExecutionArgs): Promise<ExecutionResult> {
  const data = await answer(args);
  return data ? { data } : executeOrdinarily(args);
}

async function answer({
  schema,
  document,
  operationName,
  variableValues,
  contextValue,
}: ExecutionArgs): Promise<Record<string, unknown> | undefined> {
  const query = compiledFor(schema, document);
  if (!query || (operationName && operationName !== query.operation.name?.value)) return undefined;
  const { coerced } = getVariableValues(schema, query.operation.variableDefinitions ?? [], variableValues ?? {}, {
    maxErrors: 1,
  });
  if (!coerced) return undefined;
  return new Run(contextValue as Context, coerced).answer(query.fields).catch(() => undefined);
}

function compiledFor(schema: GraphQLSchema, document: DocumentNode): CompiledQuery | null {
  let query = compiled.get(document);
  if (query === undefined) {
    query = compile(schema, document) ?? null;
    compiled.set(document, query);
  }
  return query;
}
