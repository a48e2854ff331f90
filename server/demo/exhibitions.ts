import { dateOf } from './calendar.ts';

export interface Fair {
  name: string;
  /** MM-DD: never at Spring Festival, in the holidays or in the heat. */
  opens: string;
  days: number;
  /** Of the yearly budget for exhibitions. */
  weight: number;
}

export const fairs: readonly Fair[] = [
  { name: '春季企业数字化展', opens: '03-18', days: 3, weight: 0.22 },
  { name: '华南制造业信息化展', opens: '04-16', days: 3, weight: 0.16 },
  { name: '智慧零售大会', opens: '05-22', days: 2, weight: 0.12 },
  { name: '年中客户成功峰会', opens: '06-19', days: 2, weight: 0.1 },
  { name: '秋季企业服务展', opens: '09-10', days: 3, weight: 0.2 },
  { name: '西部软件博览会', opens: '10-23', days: 3, weight: 0.1 },
  { name: '年度数字化峰会', opens: '11-19', days: 2, weight: 0.1 },
];

/** The fair that is open on a day. */
export function fairOn(day: number): Fair | undefined {
  return fairs.find(({ opens, days }) => {
    const opening = Date.parse(`${dateOf(day).slice(0, 4)}-${opens}`) / 86_400_000;
    return opening <= day && day < opening + days;
  });
}
