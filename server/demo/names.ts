import type { Random } from './random.ts';

/** Invented people and companies; addresses lie under domains that are reserved for examples. */

const SURNAMES = [
  ['王', 'wang'],
  ['李', 'li'],
  ['张', 'zhang'],
  ['刘', 'liu'],
  ['杨', 'yang'],
  ['朱', 'zhu'],
  ['胡', 'hu'],
  ['高', 'gao'],
  ['罗', 'luo'],
  ['郑', 'zheng'],
  ['谢', 'xie'],
  ['唐', 'tang'],
  ['冯', 'feng'],
  ['董', 'dong'],
  ['程', 'cheng'],
  ['袁', 'yuan'],
] as const;
const GIVEN_FIRST = [...'子雨嘉梓思文明佳晓俊欣海若亦书清'];
const GIVEN_SECOND = [...'涵轩宁琪然航妍泽悦辰彤睿瑶凯琳远'];

// Pairs that no dictionary holds, so that a company of that name is unlikely to exist.
const COMPANY_FIRST = ['岚禾', '星岬', '澄野', '砚舟', '云渚', '霁川', '松屿', '汐岩', '槿川', '朔棠', '棠岭', '泊远'];
const COMPANY_SECOND = ['知渡', '映林', '序原', '拾光', '恒汀', '越枝', '量潮', '听涧', '合岫', '启陌', '数梧', '新棹'];
const COMPANY_LAST = ['科技', '实业', '集团', '商贸', '智造', '信息'];

const DOMAINS = ['example.com', 'example.cn'] as const;

export interface Contact {
  name: string;
  email: string;
  company: string;
}

/** `index` keeps addresses apart. */
export function inventContact(random: Random, index: number): Contact {
  const [surname, latin] = random.pick(SURNAMES);
  const second = random.chance(0.85) ? random.pick(GIVEN_SECOND) : '';
  return {
    name: surname + random.pick(GIVEN_FIRST) + second,
    email: `${latin}.${String(index).padStart(5, '0')}@${random.pick(DOMAINS)}`,
    company: random.pick(COMPANY_FIRST) + random.pick(COMPANY_SECOND) + random.pick(COMPANY_LAST),
  };
}
