import type { ChartTexts } from '../texts.ts';

export const chart: ChartTexts = {
  label: (funnel) => `${funnel}: conversion by stage`,
  stage: 'Stage',
  reached: 'Reached',
  advanced: 'Advanced',
  lost: 'Lost',
  open: 'Open',
  rate: 'Conversion',
  cumulativeRate: 'Of the first stage',
  ofFirst: (percent) => `${percent} of the first stage`,
  medianTime: 'Median time',
  medianOf: (duration) => `median ${duration}`,
  overall: 'first stage to last',
  scale: 'Widths are proportional to the number of leads.',
  noStep: 'the last stage leads nowhere further',
  noTimes: 'nobody passed both stages',
  noRate: 'nobody reached this stage',
};
