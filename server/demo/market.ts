/** Who buys what, and where. */

export interface Product {
  key: string;
  weight: number;
  /** Median of a first contract, in CNY. */
  price: number;
}

export const products: readonly Product[] = [
  { key: '客户云', weight: 40, price: 82_000 },
  { key: '服务云', weight: 25, price: 58_000 },
  { key: '数据云', weight: 15, price: 125_000 },
  { key: '流程自动化', weight: 20, price: 74_000 },
];

export const regions = [
  { name: '华东', weight: 36, team: '华东组' },
  { name: '华南', weight: 24, team: '华南组' },
  { name: '华北', weight: 18, team: '北方组' },
  { name: '华中', weight: 10, team: '北方组' },
  { name: '西南', weight: 9, team: '华南组' },
  { name: '海外', weight: 3, team: '华南组' },
] as const;

/** Customers abroad pay in US dollars. */
export const FOREIGN_REGION = '海外';

/** `fit` multiplies the chance to win. */
export const industries = [
  { name: '制造业', weight: 24, fit: 1.1 },
  { name: '零售电商', weight: 20, fit: 1 },
  { name: '教育培训', weight: 14, fit: 0.85 },
  { name: '金融服务', weight: 10, fit: 1.2 },
  { name: '医疗健康', weight: 9, fit: 1.05 },
  { name: '物流运输', weight: 9, fit: 0.95 },
  { name: '软件与信息服务', weight: 8, fit: 1.15 },
  { name: '专业服务', weight: 6, fit: 0.8 },
] as const;

/** Few distinct sizes, as a form with a list of ranges gives them: smallest first. */
export const companySizes = [10, 30, 80, 150, 300, 800, 2000] as const;

/** Share of leads with each tag. */
export const tags = [
  { name: '价格敏感', share: 0.16 },
  { name: '已试用', share: 0.14 },
  { name: '多部门采购', share: 0.09 },
  { name: '决策人在场', share: 0.08 },
  { name: '竞品在用', share: 0.12 },
  { name: '重点客户', share: 0.05 },
] as const;
