import type { Evidence } from '../shared/evidence/evidence.ts';
import type { Basis, Window } from '../shared/kpi-types.ts';
import type { Language } from '../shared/widget.element.ts';
import type { StageFigure, StageRow } from './stage-row.ts';

/** What a stage is drawn with, beside its figures. */
export interface ChartScope {
  language: Language;
  window: Window;
  basis: Basis;
  /** The window that `previous` is about; undefined: nothing to compare with. */
  before: { from: string; to: string } | undefined;
  /** Reached the first stage. */
  first: number;
  /** What stands behind a figure; asked when somebody opens it. */
  evidence(figure: StageFigure, row: StageRow): Evidence;
}
