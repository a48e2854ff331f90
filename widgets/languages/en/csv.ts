import type { CsvTexts } from '../texts.ts';

export const csv: CsvTexts = {
  key: 'Key',
  category: 'Category',
  unit: 'Unit',
  numerator: 'Numerator',
  denominator: 'Denominator',
  low: '95% interval, low',
  high: '95% interval, high',
  inSeconds: (figure) => `${figure} (seconds)`,
  before: (figure) => `${figure}, window before`,
  relativeChange: 'Relative change',
  from: 'From',
  to: 'To (not included)',
  basis: 'Basis',
};
