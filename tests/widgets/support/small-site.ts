import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { type ServerOptions, startServer, type TestServer } from '../../support/server.ts';
import { type HostSite, startHostSite } from './host-page.ts';
import { NOW, postSmallCompany } from './small-company.ts';

export interface SmallSite {
  server: TestServer;
  browser: Browser;
  site: HostSite;
  close(): Promise<void>;
}

/** A server with the small company's data, a moment after it unless told otherwise, and somebody else's site in a real browser. */
export async function startSmallSite(options: ServerOptions = { now: () => NOW }): Promise<SmallSite> {
  const [server, browser] = await Promise.all([startServer(options), launchBrowser()]);
  await postSmallCompany(server);
  const site = await startHostSite(browser, server);
  return {
    server,
    browser,
    site,
    async close() {
      await browser.close();
      await site.close();
      await server.close();
    },
  };
}
