import type { ChannelFact } from './facts.ts';

export type Rhythm = 'office' | 'leisure' | 'fair' | 'growing';

export interface Channel extends ChannelFact {
  /** Of all leads. */
  share: number;
  /** lead → won by the end, over both years: what has not had its time yet is made up for. */
  wonRate: number;
  /** What is paid for a lead on average, in CNY. Absent: the channel has no budget of its own. */
  costPerLead?: number;
  campaigns?: readonly { name: string; weight: number }[];
  /** Mean need match: how well those who come this way fit. */
  needMatch: number;
  /** 0: small shops, 1: large companies. */
  companyScale: number;
  rhythm: Rhythm;
  /** How many come with a message or a call of their own, beside merely being registered. */
  speaksFirst: number;
}

/**
 * Two of them are the article's: channel A wins 0.5 % of its leads and eats the largest budget, channel B wins 4 % on the smallest.
 * The others lie around the 2 to 5 % that the article gives for SaaS. Nobody pays for content, direct, referral and partner leads one by
 * one: their cost is unknown, not 0.
 */
export const channels: readonly Channel[] = [
  {
    key: 'douyin_ads',
    name: '抖音信息流广告',
    kind: 'PAID',
    share: 0.24,
    wonRate: 0.0048,
    costPerLead: 1150,
    campaigns: [
      { name: '品牌短视频', weight: 0.45 },
      { name: '表单留资', weight: 0.55 },
    ],
    needMatch: 0.32,
    companyScale: 0.15,
    rhythm: 'leisure',
    speaksFirst: 0.08,
  },
  {
    key: 'search_ads',
    name: '搜索广告',
    kind: 'PAID',
    share: 0.2,
    wonRate: 0.0255,
    costPerLead: 820,
    campaigns: [
      { name: '品牌词', weight: 0.2 },
      { name: '行业词', weight: 0.5 },
      { name: '竞品词', weight: 0.3 },
    ],
    needMatch: 0.55,
    companyScale: 0.4,
    rhythm: 'office',
    speaksFirst: 0.28,
  },
  {
    key: 'wechat',
    name: '微信公众号与社群',
    kind: 'PAID',
    share: 0.09,
    wonRate: 0.04,
    costPerLead: 320,
    campaigns: [
      { name: '公众号文章', weight: 0.6 },
      { name: '行业社群', weight: 0.4 },
    ],
    needMatch: 0.74,
    companyScale: 0.6,
    rhythm: 'office',
    speaksFirst: 0.4,
  },
  {
    key: 'content',
    name: '白皮书与线上课',
    kind: 'ORGANIC',
    share: 0.14,
    wonRate: 0.025,
    needMatch: 0.58,
    companyScale: 0.45,
    rhythm: 'office',
    speaksFirst: 0.18,
  },
  {
    key: 'exhibition',
    name: '行业展会',
    kind: 'PAID',
    share: 0.08,
    wonRate: 0.027,
    costPerLead: 1400,
    needMatch: 0.6,
    companyScale: 0.65,
    rhythm: 'fair',
    speaksFirst: 0.22,
  },
  {
    key: 'referral',
    name: '老客户转介绍',
    kind: 'REFERRAL',
    share: 0.08,
    wonRate: 0.0305,
    needMatch: 0.7,
    companyScale: 0.5,
    rhythm: 'growing',
    speaksFirst: 0.35,
  },
  {
    key: 'partner',
    name: '渠道伙伴',
    kind: 'PARTNER',
    share: 0.09,
    wonRate: 0.0255,
    needMatch: 0.6,
    companyScale: 0.55,
    rhythm: 'office',
    speaksFirst: 0.15,
  },
  {
    key: 'direct',
    name: '官网直接访问',
    kind: 'DIRECT',
    share: 0.08,
    wonRate: 0.0265,
    needMatch: 0.57,
    companyScale: 0.45,
    rhythm: 'office',
    speaksFirst: 0.45,
  },
];
