/**
 * Builds widgets/dist: funnel-widgets.js (all elements in one module), a module for each element alone, what they load on demand (chunks/),
 * the pages that the server shows (gallery, KPI reference), which import the widgets as a host page does, and what editors read.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { replaceBuild } from '../../scripts/replace-build.mjs';
import { cssCustomData, htmlCustomData, webTypes } from '../manifest/editor-data.mjs';
import {
  decoratePlainly,
  dropIndentation,
  importBundleAsHostsDo,
  leavePlaceForConfig,
  loadOnDemand,
  loadPartsPlainly,
  nameDocuments,
  squeezeStyles,
} from './plugins.mjs';
import { tags } from './tags.mjs';

// Whatever the shell or a test runner has set: Lit for development is larger and warns on the console of every page.
process.env.NODE_ENV = 'production';

const widgets = fileURLToPath(new URL('..', import.meta.url));

/** Modules that a page loads when it needs them; each in a file of its own, whose name changes with its content. */
const onDemand = [
  'languages/en/en.ts',
  'languages/zh-CN/zh-CN.ts',
  'shared/evidence/evidence-popover.ts',
  'export/export.ts',
  'kpi-trend/view/trend-view.ts',
  'kpi-event-feed/feed-view.ts',
  'funnel-scorecard/view/scorecard-view.ts',
  'channel-roi-table/table-view.ts',
  'channel-roi-table/on-demand.ts',
  'funnel-chart/chart-details.ts',
];

await replaceBuild(`${widgets}dist`, 'gallery.html', async (dist) => {
  const files = new Map();
  for (const path of onDemand) {
    const file = await bundle(dist, { [nameOf(path)]: path }, { entryFileNames: 'chunks/[name]-[hash].js' });
    files.set(`${widgets}${path}`, file);
  }
  await bundle(dist, { 'funnel-widgets': 'funnel-widgets.ts' }, {}, [loadOnDemand(files)]);
  for (const tag of tags) await bundle(dist, { [tag]: `${tag}/${tag}.ts` }, {}, [loadOnDemand(files)]);
  await build({
    ...common(dist),
    root: `${widgets}gallery`,
    base: '/widgets/',
    plugins: [importBundleAsHostsDo(), leavePlaceForConfig()],
    build: {
      ...common(dist).build,
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        makeAbsoluteExternalsRelative: false,
        input: { gallery: `${widgets}gallery/gallery.html`, kpis: `${widgets}gallery/kpis.ts` },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', assetFileNames: '[name][extname]' },
      },
    },
  });

  const manifest = JSON.parse(readFileSync(`${widgets}custom-elements.json`, 'utf8'));
  const { version } = JSON.parse(readFileSync(`${widgets}../package.json`, 'utf8'));
  for (const [name, content] of Object.entries({
    'custom-elements.json': manifest,
    'html-custom-data.json': htmlCustomData(manifest),
    'css-custom-data.json': cssCustomData(manifest),
    'web-types.json': webTypes(manifest, version),
  }))
    writeFileSync(`${dist}/${name}`, JSON.stringify(content));
});

/** One module, and parts that come after it. @returns its file's name */
async function bundle(dist, input, output, plugins = []) {
  const [name, path] = Object.entries(input)[0];
  const { output: made } = await build({
    ...common(dist),
    root: widgets,
    plugins: [nameDocuments(), squeezeStyles(), dropIndentation(), loadPartsPlainly(), decoratePlainly(), ...plugins],
    build: {
      ...common(dist).build,
      rolldownOptions: {
        // Parts import from their bundle what they have in common.
        preserveEntrySignatures: 'allow-extension',
        makeAbsoluteExternalsRelative: false,
        input: { [name]: `${widgets}${path}` },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', ...output },
      },
    },
  });
  const entry = made.find(({ isEntry }) => isEntry);
  if (entry.imports.length > 0)
    throw new Error(`${path} was to be one file with all that is needed first, but imports ${entry.imports}.`);
  return entry.fileName;
}

function common(dist) {
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
