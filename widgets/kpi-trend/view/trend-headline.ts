import type { TemplateResult } from 'lit';
import type { Language } from '../../shared/widget.element.ts';
import {
  evidenceButton,
  evidenceOfKpi,
  formatChange,
  formatDates,
  formatRelativeChange,
  formatValue,
  html,
  intervalOf,
  judge,
  nothing,
} from './kit.ts';
import type { Step, TrendKpi } from './trend-steps.ts';
import { evidenceOfStep, type StepWords } from './trend-words.ts';

/** The value of the whole window, how sure it is, and how it moved. */
export function renderHeadline(kpi: TrendKpi, language: Language): TemplateResult {
  const interval = intervalOf(kpi, language);
  return html`
    <div class="headline">
      <p class="value" part="value">${evidenceButton(formatValue(kpi.value, kpi.definition, language), () => evidenceOfKpi(kpi))}</p>
      <div class="muted">
        ${renderChange(kpi, language)}
        <p><span class="ink">${interval ? language.texts.intervalOf(interval) : ''}</span></p>
      </div>
    </div>
  `;
}

/** The point at the cursor. Of one height, whatever there is to say of it. */
export function renderReadout(step: Step, words: StepWords, kpi: TrendKpi, language: Language): TemplateResult {
  return html`
    <div class="readout" part="readout">
      <p><strong class="ink">${words.days}</strong> ${evidenceButton(words.value, () => evidenceOfStep(step, kpi, language))}</p>
      <p class="muted"><span class="ink">${words.more.join(' · ')}</span></p>
    </div>
  `;
}

function renderChange(
  { value, status, change, relativeChange, previous, definition }: TrendKpi,
  language: Language,
): TemplateResult {
  const { texts, locale } = language;
  const { scorecard } = texts;
  const say = (text: unknown, judgement = ''): TemplateResult =>
    html`<p class=${judgement} part="change"><span class="ink">${text}</span></p>`;
  if (value === null) return say(status === 'IMMATURE' ? scorecard.immature : scorecard.noData);
  if (change === null || !previous) return say(scorecard.noPrevious);
  const judgement = judge(change, definition.direction);
  const size = change === 0 ? '' : formatChange(change, definition, language, false);
  const direction = change > 0 ? `▲ ${scorecard.up}` : change < 0 ? `▼ ${scorecard.down}` : scorecard.same;
  return say(
    html`<strong>${direction} ${size}</strong>${
      relativeChange === null || change === 0 ? nothing : ` · ${formatRelativeChange(relativeChange, locale)}`
    }${judgement === 'neutral' ? nothing : ` · ${scorecard[judgement]}`}
    · ${scorecard.previousOf(formatValue(previous.value, definition, language), formatDates(previous.window, locale))}`,
    judgement,
  );
}
