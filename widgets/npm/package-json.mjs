/**
 * The package.json of @funnelgraph/widgets. A package of its own, beside the server's: whoever bundles the elements needs Lit and nothing
 * else, and should not install a database to have it. Private: it is packed (`npm pack`), not published.
 */
import { tags } from '../build/tags.mjs';

/** @param {{ version: string, license: string, dependencies: { lit: string } }} root the repository's package.json */
export function packageJson({ version, license, dependencies }) {
  return {
    name: '@funnelgraph/widgets',
    version,
    description: 'Web components for the sales funnel that Funnelgraph computes.',
    license,
    private: true,
    type: 'module',
    dependencies: { lit: `^${dependencies.lit}` },
    peerDependencies: { '@types/react': '>=19', vue: '>=3.4' },
    peerDependenciesMeta: { '@types/react': { optional: true }, vue: { optional: true } },
    main: './funnel-widgets.js',
    types: './funnel-widgets.d.ts',
    customElements: './custom-elements.json',
    'web-types': './web-types.json',
    exports: {
      '.': module('funnel-widgets'),
      ...Object.fromEntries(
        tags.flatMap((tag) => [
          [`./${tag}`, module(`${tag}/${tag}`)],
          [`./${tag}/element`, module(`${tag}/${tag}.element`)],
        ]),
      ),
      './settings': module('shared/settings'),
      './react': module('react'),
      './vue': module('vue'),
      './*.json': './*.json',
    },
    // Registering is one: bundlers must not drop these.
    sideEffects: ['./funnel-widgets.js', ...tags.map((tag) => `./${tag}/${tag}.js`)],
  };
}

function module(path) {
  return { types: `./${path}.d.ts`, default: `./${path}.js` };
}
