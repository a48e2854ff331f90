import type { ActivityKind } from './facts.ts';

/** How sales and prospects talk to each other while a lead is in a stage. */
export interface Manners {
  /** Follow-ups beside the first: at least, at most. */
  followUps: readonly [number, number];
  kinds: readonly { kind: ActivityKind; weight: number }[];
  /** Inbound messages, as a share of the follow-ups. */
  inbound: number;
  inboundKinds: readonly { kind: ActivityKind; weight: number }[];
}

export const MANNERS: { lead: Manners; nurturing: Manners; opportunity: Manners } = {
  lead: {
    followUps: [0, 1],
    kinds: [
      { kind: 'CALL', weight: 40 },
      { kind: 'WECHAT', weight: 25 },
      { kind: 'SMS', weight: 20 },
      { kind: 'EMAIL', weight: 15 },
    ],
    inbound: 0.15,
    inboundKinds: [
      { kind: 'CALL', weight: 30 },
      { kind: 'WECHAT', weight: 40 },
      { kind: 'FORM', weight: 30 },
    ],
  },
  nurturing: {
    followUps: [1, 3],
    kinds: [
      { kind: 'WECHAT', weight: 28 },
      { kind: 'EMAIL', weight: 24 },
      { kind: 'CONTENT', weight: 20 },
      { kind: 'CALL', weight: 18 },
      { kind: 'EVENT', weight: 10 },
    ],
    inbound: 0.3,
    inboundKinds: [
      { kind: 'WECHAT', weight: 45 },
      { kind: 'CONTENT', weight: 25 },
      { kind: 'EMAIL', weight: 15 },
      { kind: 'FORM', weight: 15 },
    ],
  },
  opportunity: {
    followUps: [2, 5],
    kinds: [
      { kind: 'MEETING', weight: 28 },
      { kind: 'CALL', weight: 26 },
      { kind: 'WECHAT', weight: 22 },
      { kind: 'EMAIL', weight: 14 },
      { kind: 'VISIT', weight: 10 },
    ],
    inbound: 0.45,
    inboundKinds: [
      { kind: 'WECHAT', weight: 45 },
      { kind: 'CALL', weight: 30 },
      { kind: 'EMAIL', weight: 25 },
    ],
  },
};

/** Share of outbound contacts that get an answer, by kind: who is met has answered. Tracking content lifts what it can. */
export const ANSWERED = {
  manual: { CALL: 0.34, MEETING: 0.95, VISIT: 0.95, WECHAT: 0.28, EMAIL: 0.11, SMS: 0.06, EVENT: 0.22, CONTENT: 0.13 },
  automated: {
    CALL: 0.38,
    MEETING: 0.95,
    VISIT: 0.95,
    WECHAT: 0.38,
    EMAIL: 0.19,
    SMS: 0.09,
    EVENT: 0.31,
    CONTENT: 0.24,
  },
} as const satisfies Record<string, Partial<Record<ActivityKind, number>>>;

/** By how far the lead gets: those who will not buy also answer less. */
export const ANSWERS_BY_DEPTH = [0.4, 0.85, 1.2, 1.4] as const;

/** What was said, in a line; most contacts are noted without one. */
export const NOTES: Partial<Record<ActivityKind, readonly string[]>> = {
  CALL: ['初次电话沟通', '确认需求与预算', '约定演示时间', '无人接听，稍后再拨'],
  WECHAT: ['发送产品资料', '回访使用情况', '解答价格问题'],
  EMAIL: ['发送方案介绍', '发送同行案例'],
  SMS: ['提醒预约演示'],
  MEETING: ['产品演示', '方案讨论', '商务谈判'],
  VISIT: ['上门拜访'],
  EVENT: ['邀请参加线上课'],
  CONTENT: ['推送行业白皮书', '推送客户故事'],
  FORM: ['提交试用申请', '下载资料'],
};
