import type { Examples } from '../example.ts';
import { days, hours } from '../sample.ts';

export const nurturing: Examples = {
  intent_conversion_rate: {
    sample: { numerator: 18, denominator: 48 },
    en: 'Of {denominator} new leads {numerator} reached the second stage by asOf. One that skipped it on its way to a later stage is among them.',
    zh: '{denominator} 条新增线索中，截至 asOf 有 {numerator} 条到达第二阶段。跳过它直接进入后续阶段的也算在内。',
  },
  lead_activity_score: {
    sample: { of: [8, 6, 5, 4, 0] },
    en: 'A meeting just held is worth 5, one 14 days ago half of that. The open leads have {of}.',
    zh: '刚刚的会面值 5 分，14 天前的减半。在跟线索的得分为 {of}。',
    nullRule: {
      en: 'null (NO_DATA) where no lead is open just before the end. An open lead without an interaction scores 0.',
      zh: '窗口结束前没有在跟线索时为空（NO_DATA）。没有互动的在跟线索得 0 分。',
    },
  },
  active_lead_share: {
    sample: { numerator: 9, denominator: 30 },
    en: 'Of {denominator} open leads {numerator} have an activity score of 5 or more.',
    zh: '{denominator} 条在跟线索中有 {numerator} 条活跃度达到 5 分。',
  },
  follow_up_frequency: {
    sample: { events: 120, actors: 5, WITHOUT_OWNER: 4 },
    en: 'In four weeks {actors} owners with open leads made {events} follow-ups.',
    zh: '四周内，{actors} 位有在跟线索的负责人共跟进 {events} 次。',
  },
  follow_ups_per_lead: {
    sample: { numerator: 60, denominator: 24 },
    en: 'In the window {denominator} leads were followed up, {numerator} times in all.',
    zh: '窗口内有 {denominator} 条线索被跟进，共 {numerator} 次。',
  },
  follow_up_interval: {
    sample: { of: days(2, 3, 3, 4, 7) },
    en: 'The gaps between one follow-up of a lead and its next: {of}.',
    zh: '同一线索相邻两次跟进的间隔：{of}。',
  },
  first_response_time: {
    sample: { of: hours(2, 3, 4, 5, 11), UNANSWERED: 3 },
    en: 'The new leads that were answered waited {of}. One slow answer lifts the mean above the median.',
    zh: '已响应的新增线索分别等待了 {of}。一次缓慢的响应就使均值高于中位数。',
  },
  response_time: {
    sample: { of: hours(0.5, 1, 1.5, 2, 3), UNANSWERED: 1 },
    en: 'Customers who wrote waited {of} for the next follow-up. Two messages in a row are one wait, from the first.',
    zh: '客户来信后等待下一次跟进的时长为 {of}。连续两条消息算一次等待，从第一条算起。',
  },
  content_interaction_rate: {
    sample: { numerator: 45, denominator: 300 },
    en: 'Of {denominator} e-mails, messages, invitations and pieces of content sent {numerator} got a response by asOf.',
    zh: '发出的 {denominator} 次邮件、短信、微信、活动邀请和内容中，截至 asOf 有 {numerator} 次得到回应。',
  },
  reply_rate: {
    sample: { numerator: 24, denominator: 60 },
    en: 'Of {denominator} leads followed up in the window {numerator} replied or got in touch afterwards.',
    zh: '窗口内跟进过的 {denominator} 条线索中，有 {numerator} 条随后回复或联系了我们。',
  },
  lead_churn_rate: {
    sample: { numerator: 40, denominator: 100 },
    en: 'Of {denominator} open leads older than 30 days {numerator} had no interaction in the last 30 days.',
    zh: '{denominator} 条超过 30 天的在跟线索中，有 {numerator} 条最近 30 天没有互动。',
    nullRule: {
      en: 'null (NO_DATA) where no open lead is older than N days.',
      zh: '没有超过 N 天的在跟线索时为空（NO_DATA）。',
    },
  },
};
