import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page, Request } from 'playwright-core';

/** Somebody else's site: another origin than the API's, with a policy that allows the API's script and connection and nothing else. */
export interface HostSite {
  open(page: HostPage): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface HostPage {
  /** HTML of the page's body. */
  body: string;
  /** The host's own module, run after the widgets' one; '' for none. By default it hands over the key. */
  script?: string;
  /** The host's style sheet. */
  css?: string;
  /** What the host's own scripts and endpoints need beside the API: added to connect-src. */
  connect?: string;
  lang?: string;
  colorScheme?: 'light' | 'dark';
  width?: number;
  /** Before anything is loaded: to watch or hold requests. */
  prepare?(page: Page): Promise<unknown>;
}

export interface OpenPage {
  page: Page;
  /** Console errors, uncaught exceptions and policy violations. */
  complaints: string[];
  warnings: string[];
  /** Requests to the API: questions and streams. */
  questions: Request[];
  streams: Request[];
}

export async function startHostSite(browser: Browser, api: { url: string; readKey: string }): Promise<HostSite> {
  const files = new Map<string, { type: string; text: string; policy?: string }>();
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    if (!file) return response.writeHead(204).end();
    response.setHeader('content-type', `${file.type}; charset=utf-8`);
    if (file.policy) response.setHeader('content-security-policy', file.policy);
    return response.end(file.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const widgets = `${api.url}/widgets/funnel-widgets.js`;
  let count = 0;

  return {
    async open({ body, script, css = '', connect = '', lang = 'en', colorScheme = 'light', width = 1100, prepare }) {
      const number = ++count;
      const policy = `default-src 'none'; script-src ${origin} ${api.url}; connect-src ${api.url} ${connect}; style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html 'allow-duplicates'`;
      files.set(`/${number}.css`, { type: 'text/css', text: `:root { color-scheme: ${colorScheme} } ${css}` });
      files.set(`/${number}.js`, { type: 'text/javascript', text: hostScript(script, widgets, api.readKey) });
      files.set(`/${number}`, {
        type: 'text/html',
        policy,
        text: `<!doctype html><html lang="${lang}"><head><title>Host</title><link rel="stylesheet" href="/${number}.css">
          <script type="module" src="${widgets}"></script><script type="module" src="/${number}.js"></script></head>
          <body><main><h1>Host</h1>${body}</main></body></html>`,
      });
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const opened: OpenPage = { page, complaints: [], warnings: [], questions: [], streams: [] };
      listen(opened, api.url);
      await prepare?.(page);
      await page.goto(`${origin}/${number}`);
      return opened;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const LONGER_THAN_BETWEEN_REFRESHES_MS = 2_000;

/** Policy violations are console errors too in Chromium; the event names the directive. */
const watchViolations = `addEventListener('securitypolicyviolation', (event) =>
  console.error('violation', event.violatedDirective, event.blockedURI));`;

function hostScript(script: string | undefined, widgets: string, key: string): string {
  const standard = `import { configure } from '${widgets}'; configure({ tokenProvider: async () => '${key}' });`;
  return `${watchViolations}\n${script ?? standard}`;
}

function listen({ page, complaints, warnings, questions, streams }: OpenPage, apiUrl: string): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
    if (message.type() === 'warning') warnings.push(message.text());
  });
  page.on('request', (request) => {
    if (request.url() !== `${apiUrl}/graphql` || request.method() !== 'POST') return;
    (request.headers().accept === 'text/event-stream' ? streams : questions).push(request);
  });
}

/** Until every widget on the page has got its answer, good or bad. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const widgets = [
      ...document.querySelectorAll('funnel-chart, funnel-scorecard, channel-roi-table, kpi-event-feed, kpi-trend'),
    ];
    return widgets.every(({ shadowRoot }) => shadowRoot?.querySelector('.widget')?.ariaBusy === 'false');
  });
}

/**
 * Until nobody on the page has anything more to ask. A page asks once more where its stream's first word came later than its first question
 * waited for it, as on a busy machine: whoever counts questions counts from here.
 * @returns how many were asked
 */
export async function allAsked({ page, questions, streams }: OpenPage): Promise<number> {
  let asked: number;
  do {
    await settled(page);
    await Promise.all(streams.map((stream) => stream.response()));
    asked = questions.length;
    await page.waitForTimeout(LONGER_THAN_BETWEEN_REFRESHES_MS);
  } while (questions.length > asked);
  return asked;
}

/** What was asked, each question once. */
export function differentOf(questions: readonly Request[]): (string | null)[] {
  return [...new Set(questions.map((question) => question.postData()))];
}

/** Waits until a chart shows stages of its own: those of the skeleton look alike. */
export async function chartDrawn(page: Page): Promise<void> {
  await page.locator('funnel-chart .stage:not(.skeleton *)').first().waitFor();
}

/** The texts of a table, row by row, with what only screen readers hear. */
export function tableTexts(page: Page, tag: string): Promise<string[][]> {
  return page
    .locator(`${tag} table`)
    .first()
    .evaluate((table) =>
      [...(table as HTMLTableElement).rows].map((row) =>
        [...row.cells].map((cell) => cell.textContent!.replace(/\s+/g, ' ').trim()),
      ),
    );
}
