import { htmlPage, messagePage } from './html-page.ts';

const firstQuery = `# Funnelgraph: the sales funnel, asked as one graph.
# Put your key into the Headers tab below: { "Authorization": "Bearer fk_…" }
# then press Ctrl-Enter. Ctrl-Space completes; the docs describe every KPI.

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

/** The page at GET /graphql: everything in one file, so that it works without internet. Public; what it asks needs a key. */
export function createGraphiqlPage() {
  let html: Promise<string> | undefined;
  return async function graphiqlPage(): Promise<Response> {
    html ??= render();
    try {
      return htmlPage(await html, {
        'script-src': "'self' 'unsafe-inline' blob:",
        'worker-src': 'blob:',
        'style-src': "'self' 'unsafe-inline'",
        'connect-src': "'self'",
        'img-src': "'self' data:",
        'font-src': "'self' data:",
      });
    } catch {
      html = undefined;
      return messagePage('GraphiQL is not installed', 'Run "npm install", then load this page again.', 503);
    }
  };
}

async function render(): Promise<string> {
  // Some megabytes, so only when somebody opens the page.
  const packageName = '@graphql-yoga/render-graphiql';
  const { renderGraphiQL } = (await import(packageName)) as { renderGraphiQL: (options: object) => string };
  return renderGraphiQL({
    title: 'Funnelgraph · GraphiQL',
    defaultQuery: firstQuery,
    headers: '{ "Authorization": "Bearer YOUR KEY" }',
    shouldPersistHeaders: false,
    subscriptionsProtocol: 'SSE',
  });
}
