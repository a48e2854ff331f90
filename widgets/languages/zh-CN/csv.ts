import type { CsvTexts } from '../texts.ts';

export const csv: CsvTexts = {
  key: '键',
  category: '类别',
  unit: '单位',
  numerator: '分子',
  denominator: '分母',
  low: '95% 区间下限',
  high: '95% 区间上限',
  inSeconds: (figure) => `${figure}（秒）`,
  before: (figure) => `上期${figure}`,
  relativeChange: '变化率',
  from: '起始日期',
  to: '截止日期（不含）',
  basis: '口径',
};
