import type { OwnerFact } from './facts.ts';

export interface Owner extends OwnerFact {
  /** Multiplies the time until an answer: below 1 is quick. */
  slowness: number;
  /** Multiplies the chance to win an opportunity. */
  skill: number;
}

/** Three teams of four, each for its own regions. Quick is not the same as good: the slowest of all closes well. */
export const owners: readonly Owner[] = [
  { key: 'chen_siyuan', name: '陈思远', team: '华东组', weeklyCapacity: 40, slowness: 0.5, skill: 1.25 },
  { key: 'lin_wanqing', name: '林晚晴', team: '华东组', weeklyCapacity: 36, slowness: 0.8, skill: 1.1 },
  { key: 'zhao_muyang', name: '赵沐阳', team: '华东组', weeklyCapacity: 32, slowness: 1.3, skill: 0.9 },
  { key: 'xu_zhiyao', name: '许知遥', team: '华东组', weeklyCapacity: 28, slowness: 2.2, skill: 0.75 },
  { key: 'huang_yutong', name: '黄雨桐', team: '华南组', weeklyCapacity: 38, slowness: 0.6, skill: 1.15 },
  { key: 'liang_haoran', name: '梁浩然', team: '华南组', weeklyCapacity: 34, slowness: 1, skill: 1 },
  { key: 'he_jingyi', name: '何静宜', team: '华南组', weeklyCapacity: 30, slowness: 1.6, skill: 1.05 },
  { key: 'wu_qiming', name: '吴启明', team: '华南组', weeklyCapacity: 26, slowness: 2.8, skill: 1.2 },
  { key: 'sun_yihan', name: '孙亦涵', team: '北方组', weeklyCapacity: 36, slowness: 0.7, skill: 0.95 },
  { key: 'zhou_ruolan', name: '周若兰', team: '北方组', weeklyCapacity: 34, slowness: 0.9, skill: 1.1 },
  { key: 'ma_tianyu', name: '马天宇', team: '北方组', weeklyCapacity: 30, slowness: 1.5, skill: 0.85 },
  { key: 'guo_xinran', name: '郭欣然', team: '北方组', weeklyCapacity: 28, slowness: 1.9, skill: 0.8 },
];

/** Who can take a lead of that team, as often as there is capacity. */
export function ownersOfTeam(team: string): readonly (Owner & { weight: number })[] {
  return weightedOwners.filter((owner) => owner.team === team);
}

const weightedOwners = owners.map((owner) => ({ ...owner, weight: owner.weeklyCapacity }));
