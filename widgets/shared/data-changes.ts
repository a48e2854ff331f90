import document from './data-changes.graphql';
import type { Protocol } from './shared-stream.ts';

/** The server tells its data version: on connecting, then whenever facts changed. */
export function dataChanges(): Protocol<{ version: unknown }> {
  let known: unknown;
  return {
    request: () => ({ documentId: document }),
    take({ version }) {
      const changed = version !== known;
      known = version;
      return changed;
    },
  };
}
