import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { rightsOf } from '../access/credential.ts';
import type { Context } from './context.ts';
import { isOfData } from './of-data.ts';
import { type Execute, executeAtOneState } from './one-state.ts';

/** A result with its text, written once for all who are given it. */
type SharedResult = ExecutionResult & { stringify?: () => string };

/** Characters in the measure of `Found.size`, a value's 200 bytes: the text itself, and about as much again for what it was made of. */
const TEXT_PER_VALUE = 100;

/**
 * Shares whole results of queries that ask only what follows from the workspace's data: the same document with the same variables, at
 * one data version and one moment, is executed once. A wall of dashboards then costs neither statements nor resolvers. Each request's
 * key has been checked before; other rights get results of their own. Results with errors are shared with nobody.
 */
export type ResultSharing = (args: ExecutionArgs, execute: Execute) => SharedResult | Promise<SharedResult>;

export function createResultSharing(): ResultSharing {
  const questions = createQuestions();
  return (args, execute) => {
    const question = questions(args);
    return question === undefined ? executeAtOneState(args, execute) : executeShared(args, question, execute);
  };
}

export function useSharedResults(sharing: ResultSharing): Plugin<Context> {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn((args: ExecutionArgs) => sharing(args, executeFn));
    },
  };
}

/** Only the text is kept: a tree of so many values would be looked through by each collection of garbage. */
function resultOf(text: string): SharedResult {
  return {
    get data() {
      return JSON.parse(text).data;
    },
    stringify: () => text,
  };
}

/** A result that is for the operation alone that it was made for. */
class NotShareable extends Error {
  readonly result: ExecutionResult;

  constructor(result: ExecutionResult) {
    super('A result with errors is not shared.');
    this.result = result;
  }
}

async function executeShared(args: ExecutionArgs, question: string, execute: Execute): Promise<SharedResult> {
  const context = args.contextValue as Context;
  const { answers, dataVersion } = context;
  let isOwn = false;
  try {
    return await answers.find<SharedResult>(question, async () => {
      isOwn = true;
      const result = await executeAtOneState(args, execute);
      if (result.errors) throw new NotShareable(result);
      const text = JSON.stringify(result);
      return {
        value: resultOf(text),
        version: context.reading.version ?? dataVersion!,
        size: Math.ceil(text.length / TEXT_PER_VALUE),
      };
    });
  } catch (error) {
    // What failed for others says nothing of this operation.
    if (!isOwn) return executeAtOneState(args, execute);
    if (error instanceof NotShareable) return error.result;
    throw error;
  }
}

/** What identifies an operation whose result may be shared; undefined for others. A document is looked through once. */
function createQuestions(): (args: ExecutionArgs) => string | undefined {
  const numbers = new WeakMap<DocumentNode, number | null>();
  let last = 0;
  return ({ schema, document, contextValue, operationName, variableValues }) => {
    const { dataVersion, moment, credential } = contextValue as Context;
    if (dataVersion === undefined) return undefined;
    let number = numbers.get(document);
    if (number === undefined) {
      number = asksOnlyOfData(schema, document) ? ++last : null;
      numbers.set(document, number);
    }
    if (number === null) return undefined;
    return JSON.stringify(['result', number, operationName, variableValues, moment, rightsOf(credential)]);
  };
}

function asksOnlyOfData(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let holds = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      [Kind.OPERATION_DEFINITION]({ operation }) {
        if (operation !== OperationTypeNode.QUERY) holds = false;
      },
      [Kind.FIELD]({ name }) {
        if (name.value !== '__typename' && !isOfData(types.getParentType(), types.getFieldDef())) holds = false;
      },
    }),
  );
  return holds;
}
