import type { CSSResult, TemplateResult } from 'lit';
import { sentenceOf } from '../shared/kpi-event/event-sentence.ts';
import type { KpiEvent } from '../shared/kpi-event/kpi-event.ts';
import { type Lit, unsafeCSS, useLit } from '../shared/lit.ts';
import type { Language } from '../shared/widget.element.ts';
import { type LineState, renderLine } from './event-line.ts';
import { styles } from './kpi-event-feed.styles.ts';

/** What puts an event into words and draws it. In a file of its own, loaded with the language when the first feed is on the page. */
export interface FeedView {
  styles: CSSResult;
  sentenceOf(event: KpiEvent, language: Language): string;
  renderLine(event: KpiEvent, state: LineState, language: Language): TemplateResult;
}

export function createView(lit: Lit): FeedView {
  useLit(lit);
  return { styles: unsafeCSS(styles), sentenceOf, renderLine };
}
