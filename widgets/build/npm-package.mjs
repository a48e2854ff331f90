/**
 * `npm run package`: widgets/dist/npm, the package @funnelgraph/widgets for pages with a bundler (`npm pack widgets/dist/npm` makes the
 * tarball). A module each, as the sources have them: a bundler takes what a page uses, once; Lit stays an import.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { cssCustomData, htmlCustomData, webTypes } from '../manifest/editor-data.mjs';
import { reactTypes, vueTypes } from '../npm/framework-types.mjs';
import { packageJson } from '../npm/package-json.mjs';
import { nameDocuments, squeezeStyles } from './plugins.mjs';
import { tags } from './tags.mjs';

const widgets = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const out = `${widgets}dist/npm`;
const entries = [
  'funnel-widgets.ts',
  'shared/settings.ts',
  ...tags.flatMap((tag) => [`${tag}/${tag}.ts`, `${tag}/${tag}.element.ts`]),
];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  root: widgets,
  plugins: [nameDocuments(), squeezeStyles()],
  build: {
    outDir: out,
    emptyOutDir: false,
    target: 'es2022',
    minify: false,
    lib: { entry: entries.map((path) => `${widgets}${path}`), formats: ['es'] },
    rolldownOptions: {
      external: /^lit(\/|$)/,
      output: { preserveModules: true, preserveModulesRoot: widgets, entryFileNames: '[name].js' },
    },
  },
});
declareTypes();

const rootPackage = readJson(`${root}package.json`);
const manifest = readJson(`${widgets}custom-elements.json`);
for (const [name, content] of Object.entries({
  'package.json': packageJson(rootPackage),
  'custom-elements.json': manifest,
  'html-custom-data.json': htmlCustomData(manifest),
  'css-custom-data.json': cssCustomData(manifest),
  'web-types.json': webTypes(manifest, rootPackage.version),
}))
  writeFileSync(`${out}/${name}`, `${JSON.stringify(content, null, 2)}\n`);
// Types alone; so that `import '…/react'` is a module for those who run it.
for (const [name, types] of Object.entries({ react: reactTypes(manifest), vue: vueTypes(manifest) })) {
  writeFileSync(`${out}/${name}.d.ts`, types);
  writeFileSync(`${out}/${name}.js`, 'export {};\n');
}
copyFileSync(`${widgets}npm/README.md`, `${out}/README.md`);
copyFileSync(`${root}LICENSE`, `${out}/LICENSE`);

/** Beside each module its declarations. They name modules as they are imported at run time. */
function declareTypes() {
  const config = `${out}/tsconfig.json`;
  writeFileSync(
    config,
    JSON.stringify({
      extends: `${root}tsconfig.json`,
      compilerOptions: { noEmit: false, emitDeclarationOnly: true, declaration: true, rootDir: widgets, outDir: out },
      include: [],
      files: ['graphql.d.ts', ...entries].map((path) => `${widgets}${path}`),
    }),
  );
  const { status } = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', config], {
    stdio: 'inherit',
  });
  rmSync(config);
  if (status !== 0) process.exit(status ?? 1);
  for (const path of readdirSync(out, { recursive: true }).filter((name) => name.endsWith('.d.ts'))) {
    const text = readFileSync(`${out}/${path}`, 'utf8');
    writeFileSync(`${out}/${path}`, text.replace(/(from |import\()(['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1$2.js$3'));
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
