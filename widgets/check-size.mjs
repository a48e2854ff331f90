/** Prints the bundle's size and fails above the budget: all elements with Lit, gzip. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 32_000;
const path = fileURLToPath(new URL('dist/funnel-widgets.js', import.meta.url));

if (!existsSync(path)) {
  console.error('widgets/dist/funnel-widgets.js is missing. Run: npm run build');
  process.exit(1);
}
const bytes = gzipSync(readFileSync(path), { level: 9 }).length;
console.log(`funnel-widgets.js: ${bytes} bytes gzip of ${BUDGET_BYTES}`);
if (bytes > BUDGET_BYTES) {
  console.error(`The widgets are ${bytes - BUDGET_BYTES} bytes over their budget.`);
  process.exit(1);
}
