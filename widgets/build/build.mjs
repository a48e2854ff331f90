/**
 * Builds widgets/dist: funnel-widgets.js (all elements in one module), a module for each element alone, what they load on demand (chunks/),
 * and the pages that the server shows (gallery, KPI reference), which import the widgets as a host page does.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import {
  dropIndentation,
  importBundleAsHostsDo,
  leavePlaceForConfig,
  loadOnDemand,
  loadPartsPlainly,
  nameDocuments,
  squeezeStyles,
} from './plugins.mjs';

const widgets = fileURLToPath(new URL('..', import.meta.url));
const dist = `${widgets}dist`;

/** Modules that a page loads when it needs them; each in a file of its own, whose name changes with its content. */
const onDemand = [
  'languages/en/en.ts',
  'languages/zh-CN/zh-CN.ts',
  'shared/evidence/evidence-popover.ts',
  'export/export.ts',
  'kpi-trend/view/trend-view.ts',
  'channel-roi-table/on-demand.ts',
];

/** Tags: folders that register an element. */
export const tags = readdirSync(widgets, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${widgets}${entry.name}/${entry.name}.element.ts`))
  .map(({ name }) => name);

rmSync(dist, { recursive: true, force: true });
const files = new Map();
for (const path of onDemand) {
  const file = await bundle({ [nameOf(path)]: path }, { entryFileNames: 'chunks/[name]-[hash].js' });
  files.set(`${widgets}${path}`, file);
}
await bundle({ 'funnel-widgets': 'funnel-widgets.ts' }, {}, [loadOnDemand(files)]);
for (const tag of tags) await bundle({ [tag]: `${tag}/${tag}.ts` }, {}, [loadOnDemand(files)]);
await build({
  ...common(),
  root: `${widgets}gallery`,
  base: '/widgets/',
  plugins: [importBundleAsHostsDo(), leavePlaceForConfig()],
  build: {
    ...common().build,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      makeAbsoluteExternalsRelative: false,
      input: { gallery: `${widgets}gallery/gallery.html`, kpis: `${widgets}gallery/kpis.ts` },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' },
    },
  },
});

/** One module in one file. @returns its name */
async function bundle(input, output, plugins = []) {
  const [name, path] = Object.entries(input)[0];
  const { output: made } = await build({
    ...common(),
    root: widgets,
    plugins: [nameDocuments(), squeezeStyles(), dropIndentation(), loadPartsPlainly(), ...plugins],
    build: {
      ...common().build,
      rolldownOptions: {
        preserveEntrySignatures: 'strict',
        makeAbsoluteExternalsRelative: false,
        input: { [name]: `${widgets}${path}` },
        output: { entryFileNames: '[name].js', ...output },
      },
    },
  });
  if (made.length !== 1)
    throw new Error(`${path} was to become one file, not ${made.map(({ fileName }) => fileName)}.`);
  return made[0].fileName;
}

function common() {
  return {
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: { outDir: dist, emptyOutDir: false, target: 'es2022' },
  };
}

function nameOf(path) {
  return path.replace(/^.*\//, '').replace(/\.ts$/, '');
}
