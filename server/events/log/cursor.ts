/** A place in a workspace's log: behind the event of that sequence number. Bound to the workspace, so that one from elsewhere is refused. */
export function writeCursor(workspaceId: string, sequence: number): string {
  return Buffer.from(`events:${workspaceId}:${sequence}`).toString('base64url');
}

/** The sequence number that it points behind; undefined for what is no cursor of this workspace's log. */
export function readCursor(workspaceId: string, cursor: string): number | undefined {
  const [, owner, digits] =
    /^events:([0-9a-f-]{36}):(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return owner === workspaceId ? Number(digits) : undefined;
}
