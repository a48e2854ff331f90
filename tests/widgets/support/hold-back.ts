import type { Page, Route } from 'playwright-core';

export interface HeldBack {
  /** For `HostPage.prepare`. */
  prepare(page: Page): Promise<void>;
  release(): void;
}

/** Keeps what a page asks from the API until released: its questions alone, or its streams with them. */
export function holdBack(what: 'questions' | 'questions and streams' = 'questions'): HeldBack {
  let release!: () => void;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    release,
    prepare: async (page) => {
      await page.route('**/graphql', async (route) => {
        if (what !== 'questions' || isQuestion(route)) await released;
        await route.continue();
      });
    },
  };
}

/** Neither a stream nor a preflight. */
export function isQuestion(route: Route): boolean {
  return route.request().method() === 'POST' && route.request().headers().accept !== 'text/event-stream';
}
