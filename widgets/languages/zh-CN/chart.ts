import type { ChartTexts } from '../texts.ts';

export const chart: ChartTexts = {
  label: (funnel) => `${funnel}：各阶段转化`,
  stage: '阶段',
  reached: '到达',
  advanced: '进入下一阶段',
  lost: '流失',
  open: '跟进中',
  rate: '转化率',
  cumulativeRate: '占首阶段',
  ofFirst: (percent) => `占首阶段 ${percent}`,
  medianTime: '用时中位数',
  medianOf: (duration) => `中位用时 ${duration}`,
  overall: '首阶段到末阶段',
  scale: '宽度与线索数成正比。',
  noStep: '最后阶段之后没有下一步',
  noTimes: '没有线索先后经过这两个阶段',
  noRate: '没有线索到达此阶段',
};
