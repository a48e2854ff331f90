import type { CSSResult } from 'lit';
import { loadPatiently } from '../languages/languages.ts';

/** What draws an element's figures, in a file of its own that comes beside the language: once for all elements of the kind. */
export interface ViewPart<View extends { styles: CSSResult } = { styles: CSSResult }> {
  /** undefined: not there yet (`ready`). */
  view: View | undefined;
  /** Settled when it is there. */
  ready(): Promise<void>;
}

export function viewPart<View extends { styles: CSSResult }>(load: () => Promise<View>): ViewPart<View> {
  let loading: Promise<void> | undefined;
  const part: ViewPart<View> = {
    view: undefined,
    ready: () => {
      loading ??= loadPatiently(load).then((view) => {
        part.view = view;
      });
      return loading;
    },
  };
  return part;
}
