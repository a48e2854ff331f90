/** Why leads are given up, by the last stage that they reached. */
export const LOST_REASONS: Record<1 | 2 | 3, readonly { reason: string; weight: number }[]> = {
  1: [
    { reason: '联系不上', weight: 40 },
    { reason: '没有需求', weight: 35 },
    { reason: '信息无效', weight: 25 },
  ],
  2: [
    { reason: '暂无预算', weight: 35 },
    { reason: '长期无回应', weight: 40 },
    { reason: '功能不匹配', weight: 25 },
  ],
  3: [
    { reason: '价格过高', weight: 38 },
    { reason: '选择竞品', weight: 34 },
    { reason: '项目取消', weight: 28 },
  ],
};
