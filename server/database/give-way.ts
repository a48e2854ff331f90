import { setImmediate as nextTurn } from 'node:timers/promises';

/** In so many turns of the event loop a statement of some hundred kilobytes has gone out. */
const TURNS = 5;

/**
 * Lets statements that have been given reach the server. What does not fit into the connection's buffer goes out between turns of the event
 * loop only: who gives a large statement and then computes something else keeps the server waiting for its end.
 */
export async function giveWay(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await nextTurn();
}
