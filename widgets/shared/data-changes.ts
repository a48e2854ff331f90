import type { Protocol } from './shared-stream.ts';

const QUERY = 'subscription { dataChanged { version } }';

/** The server tells its data version: on connecting, then whenever facts changed. */
export function dataChanges(): Protocol<{ version: unknown }> {
  let known: unknown;
  return {
    request: () => ({ query: QUERY }),
    take({ version }) {
      const changed = version !== known;
      known = version;
      return changed;
    },
  };
}
