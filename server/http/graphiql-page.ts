import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Database } from '../database/database.ts';
import { findGallery } from '../workspace/gallery.ts';
import { compressedPage } from './html-page.ts';

const firstQuery = `# Funnelgraph: the sales funnel, asked as one graph.
# Your key goes into the Headers tab below.
# Ctrl-Enter runs it, Ctrl-Space completes it.
# The docs (left) describe every KPI; /kpis explains each with an example.

query FirstLook {
  workspace {
    name
    funnel(key: "sales") {
      conversion(scope: { window: { last: { unit: DAY, count: 90 } } }) {
        stage { name }
        reached
        rate
      }
      kpiValues(scope: { window: { last: { unit: DAY, count: 90 } } }) {
        definition { name unit }
        value
        previous { value }
        relativeChange
      }
    }
  }
}
`;

/**
 * The page at GET /graphql: everything in one file, so that it works without internet. Public; what it asks needs a key, and where a
 * workspace is open to the gallery, that one is filled in.
 */
export function createGraphiqlPage(database: Database) {
  const pages = new Map<string, Promise<Buffer>>();
  return async function graphiqlPage(request: Request): Promise<Response> {
    const key = (await findGallery(database))?.key ?? 'YOUR KEY';
    const page = pages.get(key) ?? render(key);
    pages.set(key, page);
    return compressedPage(request, await page, {
      'script-src': "'self' 'unsafe-inline' blob:",
      'worker-src': 'blob:',
      'style-src': "'self' 'unsafe-inline'",
      'connect-src': "'self'",
      'img-src': "'self' data:",
      'font-src': "'self' data:",
    });
  };
}

/** Nine megabytes, so only when somebody opens the page, and kept compressed. */
async function render(key: string): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Funnelgraph · GraphiQL',
    defaultQuery: firstQuery,
    headers: JSON.stringify({ Authorization: `Bearer ${key}` }),
    shouldPersistHeaders: false,
    subscriptionsProtocol: 'SSE',
  });
  return promisify(gzip)(html);
}
