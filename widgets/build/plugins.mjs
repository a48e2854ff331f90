/** What the builds of the widgets share. */
import { readDocument } from './documents.mjs';

/** A .graphql file becomes its document's id. */
export function nameDocuments() {
  return {
    name: 'name-documents',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('.graphql')) return undefined;
      return `export default ${JSON.stringify(readDocument(id).id)};`;
    },
  };
}

/** Style sheets stand in templates, which minifying leaves alone: nothing but CSS is in a .styles.ts, so comments and most spaces can go. */
export function squeezeStyles() {
  return {
    name: 'squeeze-styles',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.styles.ts')) return undefined;
      const squeezed = code
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\s*([{};,>])\s*/g, '$1')
        .replace(/:\s+/g, ':')
        .replace(/(?<![\w.])0(?=\.\d)/g, '')
        .replaceAll(';}', '}');
      return { code: squeezed, map: null };
    },
  };
}

/** After minifying, a line break followed by indentation stands only inside the templates of HTML and CSS: one space does, and none at their ends. */
export function dropIndentation() {
  return {
    name: 'drop-indentation',
    enforce: 'post',
    generateBundle(_, files) {
      replaceIn(files, /`\n[ \t]+(?=[<$.])|(?<=[>}])\n[ \t]*`/g, '`');
      replaceIn(files, /\n[ \t]+/g, ' ');
    },
  };
}

/**
 * `import('…')` of a module that is built on its own: the address of its file. Such a module shares nothing with the one that loads it, so
 * that all bundles have it in common. What is not among them becomes a part of the bundle, which it imports from.
 * @param {Map<string, string>} files file name by path of the module
 */
export function loadOnDemand(files) {
  return {
    name: 'load-on-demand',
    enforce: 'pre',
    async resolveDynamicImport(source, importer) {
      const resolved = typeof source === 'string' && (await this.resolve(source, importer));
      if (!resolved) return undefined;
      const file = files.get(resolved.id);
      return file && { id: `./${file}`, external: true };
    },
    /** A part of the bundle stands among them. */
    generateBundle(_, made) {
      for (const { code, fileName, type } of Object.values(made))
        if (type === 'chunk' && fileName.startsWith('chunks/'))
          made[fileName].code = code.replaceAll('`./chunks/', '`./');
    },
  };
}

/** Vite would load style sheets and preloads of a part before it, of which there are none here: a kilobyte for nothing. */
export function loadPartsPlainly() {
  return {
    name: 'load-parts-plainly',
    enforce: 'pre',
    load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : undefined),
    generateBundle: (_, files) => replaceIn(files, /\w+\(\(\)=>(import\(`[^`]+`\)),__VITE_PRELOAD__\)/g, '$1'),
  };
}

/** The compiler's helper for decorators is for classes and accessors too: here they stand before fields, one each. */
export function decoratePlainly() {
  return {
    name: 'decorate-plainly',
    transform: (_, id) =>
      id.startsWith('\0@oxc-project') && id.endsWith('/decorate.js')
        ? 'export default ([decorate], prototype, name) => decorate(prototype, name);'
        : undefined,
    /** A field has no descriptor, which the compiler says each time. */
    generateBundle: (_, files) => replaceIn(files, /(?<=\.prototype,`\w+`),void 0(?=\))/g, ''),
  };
}

/** The pages load the widgets as a host page does. */
export function importBundleAsHostsDo() {
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

/** The server fills in where and with which key the gallery asks. In the template JSON stands there, so that tools can read it. */
export function leavePlaceForConfig() {
  return {
    name: 'leave-place-for-config',
    transformIndexHtml: (page) => page.replace(/(id="funnel-config">)[^<]*/, '$1__FUNNEL_CONFIG__'),
  };
}

/** In the code of all that was made. */
function replaceIn(files, pattern, text) {
  for (const file of Object.values(files)) if (file.type === 'chunk') file.code = file.code.replace(pattern, text);
}
