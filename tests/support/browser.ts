import { type Browser, chromium } from 'playwright-core';

/** A headless Chromium or Chrome: an installed one (CHROME_PATH first), else Playwright's own. Tests never skip for want of one. */
export async function launchBrowser(): Promise<Browser> {
  // Plain JavaScript, since it also runs before anything is installed; so its types are said here.
  const script: string = new URL('../../scripts/browser.mjs', import.meta.url).href;
  const { findBrowser, launchArguments } = (await import(script)) as {
    findBrowser(): string | undefined;
    launchArguments: string[];
  };
  const executablePath = findBrowser();
  if (!executablePath)
    throw new Error(
      'The tests need a browser and found none. Install Chromium or Chrome (on Debian: apt-get install chromium), ' +
        'or run "npx playwright-core install chromium", or set CHROME_PATH to one.',
    );
  return chromium.launch({ executablePath, args: launchArguments });
}
