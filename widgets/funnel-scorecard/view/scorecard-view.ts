import type { CSSResult, TemplateResult } from 'lit';
import { dataTable } from '../../shared/data-table.styles.ts';
import type { KpiValue } from '../../shared/kpi-types.ts';
import type { Language } from '../../shared/widget.element.ts';
import type { TimeUnit } from '../../shared/window-attribute.ts';
import { renderCard } from './card.ts';
import { type Kit, unsafeCSS, useKit } from './kit.ts';
import { placeholderCards } from './placeholder.ts';
import { styles } from './scorecard.styles.ts';
import { renderTables } from './tables.ts';

/** How KPIs are drawn. In a file of its own, loaded with the language when the first scorecard is on the page. */
export interface ScorecardView {
  styles: CSSResult;
  placeholderCards: KpiValue[];
  renderCard(value: KpiValue, grain: TimeUnit, language: Language): TemplateResult;
  renderTables(values: KpiValue[], grain: TimeUnit, language: Language): TemplateResult;
}

export function createView(kit: Kit): ScorecardView {
  useKit(kit);
  return { styles: unsafeCSS(dataTable + styles), placeholderCards, renderCard, renderTables };
}
