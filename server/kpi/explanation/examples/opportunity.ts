import type { Examples } from '../example.ts';
import { days } from '../sample.ts';

export const opportunity: Examples = {
  opportunities: {
    sample: { of: 20 },
    en: 'In March {of} opportunities were opened, whatever became of them since.',
    zh: '三月新建了 {of} 个商机，无论后来结果如何。',
  },
  open_opportunities: {
    sample: { of: 34 },
    en: 'Just before midnight on 31 March {of} opportunities were neither won nor lost.',
    zh: '3 月 31 日午夜前有 {of} 个商机既未赢单也未输单。',
  },
  pipeline_value: {
    sample: { of: ['80000', '45000', '25000'], WITHOUT_AMOUNT: 1 },
    en: 'The open opportunities that have an amount are worth {of}.',
    zh: '有金额的在跟商机分别为 {of}。',
  },
  quotes: {
    sample: { of: 26 },
    en: 'In March {of} quotes were sent. Two for the same opportunity count as two.',
    zh: '三月发出了 {of} 份报价。同一商机的两份算两份。',
  },
  opportunity_conversion_rate: {
    sample: { numerator: 6, denominator: 20 },
    en: 'Of {denominator} opportunities opened in the window {numerator} were won by asOf.',
    zh: '窗口内新建的 {denominator} 个商机中，截至 asOf 有 {numerator} 个赢单。',
  },
  sales_cycle: {
    sample: { of: days(20, 28, 35, 41, 61) },
    en: 'The opportunities won in the window had taken {of}.',
    zh: '窗口内赢单的商机分别用了 {of}。',
  },
  quote_conversion_rate: {
    sample: { numerator: 6, denominator: 16 },
    en: 'Of {denominator} opportunities first quoted in the window {numerator} were won by asOf.',
    zh: '窗口内首次报价的 {denominator} 个商机中，截至 asOf 有 {numerator} 个赢单。',
  },
  quote_acceptance_rate: {
    sample: { numerator: 9, denominator: 26 },
    en: 'Of {denominator} quotes sent in the window {numerator} were accepted by asOf.',
    zh: '窗口内发出的 {denominator} 份报价中，截至 asOf 有 {numerator} 份被接受。',
  },
  follow_up_effectiveness: {
    sample: { numerator: 22, denominator: 110, IMMATURE: 12 },
    en: 'After {numerator} of {denominator} follow-ups the lead reached a further stage within 7 days and before the next follow-up.',
    zh: '{denominator} 次跟进中，有 {numerator} 次之后线索在 7 天内、下次跟进之前进入了后续阶段。',
    nullRule: {
      en: 'null (NO_DATA) without follow-ups in the window; null (IMMATURE) where the D days of none of them have run out by asOf.',
      zh: '窗口内没有跟进时为空（NO_DATA）；截至 asOf 没有一次跟进满 D 天时为空（IMMATURE）。',
    },
  },
  stage_conversion_rate: {
    sample: { numerator: 30, denominator: 75 },
    en: 'Of 48 leads 18 went on to the second stage, 9 of those to the third, 3 of those to the last: {numerator} steps made of {denominator} begun.',
    zh: '48 条线索中 18 条进入第二阶段，其中 9 条进入第三阶段，再有 3 条进入最后阶段：开始的 {denominator} 步中走完 {numerator} 步。',
  },
  time_in_stage: {
    sample: { of: days(1, 3, 4, 6, 11) },
    en: 'The stays in a stage that ended in the window had lasted {of}.',
    zh: '窗口内结束的阶段停留分别持续了 {of}。',
  },
  stalled_opportunities: {
    sample: { of: 7, given: 1 },
    en: 'The limit is 62 days, and {of} open opportunities are older.',
    zh: '上限为 62 天，有 {of} 个在跟商机超过它。',
    nullRule: {
      en: 'null (NO_DATA) where no limit is known: none is set, and nothing was won in the 365 days before the end. With a limit and none beyond it: 0.',
      zh: '没有上限可用时为空（NO_DATA）：既未设置，结束前 365 天内也没有赢单。有上限而无超期商机时为 0。',
    },
  },
  sales_velocity: {
    sample: {
      open: 40,
      won: 6,
      lost: 18,
      sizes: ['12000', '15000', '18000', '20000', '25000', '30000'],
      cycles: days(20, 30, 35, 40, 45, 70),
    },
    en: '{open} open opportunities; {won} won and {lost} lost in the window; a mean deal of {sizes.mean}; a mean cycle of {cycles.mean}.',
    zh: '在跟商机 {open} 个；窗口内赢单 {won} 个、输单 {lost} 个；平均客单价 {sizes.mean}；平均周期 {cycles.mean}。',
    nullRule: {
      en: 'null (NO_DATA) where one of its factors is: nothing decided, nothing won with an amount, or a mean cycle of 0.',
      zh: '任一因子为空时为空（NO_DATA）：没有已有结果的商机、没有带金额的赢单，或平均周期为 0。',
    },
  },
};
