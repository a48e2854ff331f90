/** `npm run examples`: the package, then each example against it, as a page's own build would. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { build } from 'vite';

const examples = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));

run('widgets/build/npm-package.mjs');
// As if it were installed here.
mkdirSync(`${examples}node_modules/@funnelgraph`, { recursive: true });
rmSync(`${examples}node_modules/@funnelgraph/widgets`, { force: true });
symlinkSync(`${root}widgets/dist/npm`, `${examples}node_modules/@funnelgraph/widgets`, 'junction');
run('node_modules/typescript/bin/tsc', '-p', examples);

for (const name of ['react', 'vue'])
  await build({
    configFile: false,
    logLevel: 'warn',
    root: `${examples}${name}`,
    base: './',
    plugins:
      name === 'vue' ? [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.includes('-') } } })] : [],
    build: { outDir: `${examples}dist/${name}`, emptyOutDir: true },
  });

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [`${root}${script}`, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
