/**
 * Builds server/dist: the server (main.js), the command line (cli.js) and the embedded engine's thread (pglite-worker.js) as plain JavaScript, packages left where they are. It starts in a third of the
 * time of TypeScript that is translated while it is loaded, without that work's thread, and without what a translator adds to keep functions' names.
 * Not minified: stacks say which function of which module (`//#region`) it was.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const server = fileURLToPath(new URL('..', import.meta.url));

await build({
  root: server,
  configFile: false,
  logLevel: 'warn',
  ssr: { external: true },
  build: {
    ssr: true,
    outDir: `${server}dist`,
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rolldownOptions: {
      input: {
        main: `${server}main.ts`,
        cli: `${server}cli/main.ts`,
        // A thread's own file; it must lie beside the one that starts it.
        'pglite-worker': `${server}database/pglite-worker.js`,
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});
