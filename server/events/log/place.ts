import { requestError } from '../../graphql/request-error.ts';
import { readCursor } from './cursor.ts';

/** Where `after` points in a log whose last number is `end`. Throws INVALID_CURSOR for what nobody was given for this log. */
export function readPlace(workspaceId: string, after: string, end: number): number {
  const sequence = readCursor(workspaceId, after);
  if (sequence === undefined || sequence > end)
    throw requestError(
      'INVALID_CURSOR',
      'after is no cursor of this workspace’s log; give one that an event or a heartbeat came with, or none.',
    );
  return sequence;
}
