import { define } from '../shared/define.ts';
import { FunnelScorecardElement } from './funnel-scorecard.element.ts';

define('funnel-scorecard', FunnelScorecardElement);

declare global {
  interface HTMLElementTagNameMap {
    'funnel-scorecard': FunnelScorecardElement;
  }
}
