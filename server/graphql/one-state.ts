import { type ExecutionArgs, type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql';
import { beginAnew, type Context } from './context.ts';

export type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/**
 * The second time all that was asked the first time is read from one snapshot; only what is asked then for the first time, as of a channel
 * that was not there before, can be of another.
 */
const MOST_TIMES = 4;

/**
 * Executes a query so that all its figures are of one committed state of the workspace's data. Statements that run side by side mostly find
 * the same one, which their data versions tell; where something was committed between them, the query is executed anew.
 */
export async function executeAtOneState(args: ExecutionArgs, execute: Execute): Promise<ExecutionResult> {
  const context = args.contextValue as Context;
  let result = await execute(args);
  for (let times = 1; context.reading.isMixed && isQuery(args) && times < MOST_TIMES; times++) {
    beginAnew(context);
    result = await execute(args);
  }
  return result;
}

/** What changes data is done once. */
function isQuery({ document, operationName }: ExecutionArgs): boolean {
  return getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY;
}
