import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../database/database.ts';
import { findGallery } from '../workspace/gallery.ts';
import { htmlPage, messagePage } from './html-page.ts';

const PLACEHOLDER = '__FUNNEL_CONFIG__';

/** `/`: the built gallery with its configuration filled in. */
export function createGalleryPage(database: Database, widgetsDirectory: string) {
  return async function galleryPage(): Promise<Response> {
    const page = await readFile(join(widgetsDirectory, 'gallery.html'), 'utf8').catch(() => undefined);
    if (page === undefined)
      return messagePage('The widgets are not built yet', 'Run "npm run build", then load this page again.', 503);
    const gallery = await findGallery(database);
    const configuration = JSON.stringify({
      endpoint: '/graphql',
      key: gallery?.key ?? null,
      workspaceName: gallery?.workspaceName ?? null,
    });
    // Inside a script element only '<' could end it early.
    return htmlPage(
      page.replace(PLACEHOLDER, () => configuration.replaceAll('<', '\\u003c')),
      {
        'script-src': "'self'",
        'style-src': "'self' 'unsafe-inline'",
        'connect-src': "'self'",
        'img-src': "'self' data:",
        'font-src': "'self'",
      },
    );
  };
}
