/** `npm test [-- vitest arguments]`: makes what is missing, a browser too, then runs the whole suite. */
import { spawnSync } from 'node:child_process';
import { findBrowser, installBrowser } from './browser.mjs';
import { prepare, root } from './prepare.mjs';

prepare();
const browser = findBrowser() ?? installBrowser();
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CHROME_PATH: browser },
});
process.exit(status ?? 1);
