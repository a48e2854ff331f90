import document from './data-changes.graphql';
import type { Protocol, StreamKind } from './shared-stream.ts';

/** The server tells its data version: on connecting, then whenever facts changed. */
export const dataChanges: StreamKind<{ version: unknown }> = { id: document, open };

function open(): Protocol<{ version: unknown }> {
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
