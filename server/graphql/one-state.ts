import { type ExecutionArgs, type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql';
import { beginAnew, type Context } from './context.ts';
import type { LiveEvent } from './live.ts';

export type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/**
 * The second time all that was asked the first time is read from one snapshot; only what is asked then for the first time, as of a channel
 * that was not there before, can be of another.
 */
const MOST_TIMES = 4;

/**
 * Executes a query so that all its figures are of one committed state of the workspace's data. Statements that run side by side mostly find
 * the same one, which their data versions tell; where something was committed between them, it is executed anew.
 */
export async function executeAtOneState(args: ExecutionArgs, execute: Execute): Promise<ExecutionResult> {
  const context = args.contextValue as Context;
  let result = await execute(args);
  for (let times = 1; context.reading.isMixed && !isMutation(args) && times < MOST_TIMES; times++) {
    beginAnew(context);
    result = await execute(args);
  }
  return result;
}

/** What a subscription says of an event: what was looked at first may be of another state than what is asked of it then, and is looked at anew. */
export function executeEvent(
  args: ExecutionArgs,
  event: LiveEvent<unknown>,
  execute: Execute,
): Promise<ExecutionResult> {
  let root: LiveEvent<unknown> | undefined;
  return executeAtOneState({ ...args, contextValue: event.context }, async (args) => {
    root = root ? await root.again() : event;
    return execute({ ...args, rootValue: root });
  });
}

/** What changes data is done once. */
function isMutation({ document, operationName }: ExecutionArgs): boolean {
  return getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION;
}
