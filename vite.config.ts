import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const bundle = path('widgets/funnel-widgets.ts');

/**
 * Builds widgets/dist: funnel-widgets.js (one module with everything in it, for host pages) and the gallery, which imports it as a host
 * page would, with what the KPI reference (/kpis) needs. The server serves gallery.html at / and the rest under /widgets/.
 */
export default defineConfig({
  root: path('widgets/gallery'),
  base: '/widgets/',
  publicDir: false,
  plugins: [importBundleAsHostsDo(), squeezeStyles(), dropIndentation(), leavePlaceForConfig()],
  build: {
    outDir: path('widgets/dist'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      preserveEntrySignatures: 'strict',
      makeAbsoluteExternalsRelative: false,
      input: {
        'funnel-widgets': bundle,
        gallery: path('widgets/gallery/gallery.html'),
        kpis: path('widgets/gallery/kpis.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' },
    },
  },
});

/** Else the two entries' common code would become a third file. */
function importBundleAsHostsDo(): Plugin {
  return {
    name: 'import-bundle-as-hosts-do',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer && source.endsWith('/funnel-widgets.ts'))
        return { id: '/widgets/funnel-widgets.js', external: true };
      return undefined;
    },
  };
}

/** Style sheets stand in templates, which minifying leaves alone: nothing but CSS is in a .styles.ts, so comments and most spaces can go. */
function squeezeStyles(): Plugin {
  return {
    name: 'squeeze-styles',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.styles.ts')) return undefined;
      const squeezed = code
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\s*([{};,>])\s*/g, '$1')
        .replace(/:\s+/g, ':')
        .replaceAll(';}', '}');
      return { code: squeezed, map: null };
    },
  };
}

/** After minifying, a line break followed by indentation stands only inside the bundle's templates of HTML, CSS and GraphQL: one space does. */
function dropIndentation(): Plugin {
  return {
    name: 'drop-indentation',
    enforce: 'post',
    generateBundle(_, files) {
      for (const file of Object.values(files))
        if (file.type === 'chunk' && file.name === 'funnel-widgets') file.code = file.code.replace(/\n[ \t]+/g, ' ');
    },
  };
}

/** The server fills in where and with which key the gallery asks. In the template JSON stands there, so that tools can read it. */
function leavePlaceForConfig(): Plugin {
  return {
    name: 'leave-place-for-config',
    transformIndexHtml: (page) => page.replace(/(id="funnel-config">)[^<]*/, '$1__FUNNEL_CONFIG__'),
  };
}
