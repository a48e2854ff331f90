import type { TrendTexts } from '../texts.ts';
import { scorecard } from './scorecard.ts';

export const trend: TrendTexts = {
  label: (funnel, kpi, grain) => `${funnel}：${kpi}（按${scorecard.grain[grain]}）`,
  cursor: '时间点',
  period: '时段',
  from: '起始日',
  to: '截止日',
  low: '95% 区间下限',
  high: '95% 区间上限',
  numerator: '分子',
  denominator: '分母',
  now: '本期',
  before: '上期',
  open: '尚可能变化',
  incomplete: '虚线：不完整',
  fewFacts: '空心点：样本不足 30',
  maturing: '最近几个点的线索跟进时间较短，数值还可能上升。',
  events: '阈值事件',
  noEvents: '此期间没有阈值事件',
  noAccess: '此处无法读取阈值事件',
  threshold: (value, rule) => `阈值 ${value}（${rule}）`,
};
