import { sql } from 'kysely';
import { hashOf, makeApiKey } from '../access/api-key.ts';
import type { Queryable } from '../database/database.ts';

/** The gallery at `/` shows one workspace to everybody, with a key that only reads. */
export interface Gallery {
  key: string;
  workspaceName: string;
}

const NAME = 'Gallery (public, shown at /)';

/** Opens a workspace to the gallery. Revoking that key closes it again. */
export async function openGallery(on: Queryable, workspaceId: string, now: Date): Promise<void> {
  await makeApiKey(on, workspaceId, { name: NAME, scopes: ['READ'], secret: galleryKey(workspaceId), now });
}

/** undefined where no workspace is open to the gallery. */
export async function findGallery(on: Queryable): Promise<Gallery | undefined> {
  const rows = await on.query<{ id: string; name: string; hash: string }>(sql`
    select w.workspace_id as id, w.name, k.hash
    from api_keys k join workspaces w on w.workspace_id = k.workspace_id
    where k.name = ${NAME} and (k.expires_at is null or k.expires_at > now()) order by k.created_at, k.id`);
  const found = rows.find(({ id, hash }) => hash === hashOf(galleryKey(id)));
  return found && { key: galleryKey(found.id), workspaceName: found.name };
}

/** Everybody who opens the page reads it, so it is no secret; made from the id, it is still known after a restart. */
function galleryKey(workspaceId: string): string {
  return `fk_gallery_${workspaceId.replaceAll('-', '')}`;
}
