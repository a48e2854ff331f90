import type { ReminderBasis, ReminderKind, ReminderRow } from './kinds.ts';

interface Sentence {
  en: string;
  zh: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Why it is due, for people: how long it has been, and what the rule says. */
export function reasonOf(
  row: Pick<ReminderRow, 'kind' | 'basis' | 'since' | 'ruleDueAt' | 'churnDays'>,
  now: Date,
): Sentence {
  const been = span(now.getTime() - row.since.getTime());
  const allowed = span(row.ruleDueAt.getTime() - row.since.getTime());
  return sentences[row.kind](row.basis, been, allowed, row.churnDays);
}

const sentences: Record<
  ReminderKind,
  (basis: ReminderBasis, been: Sentence, allowed: Sentence, churnDays: number) => Sentence
> = {
  FOLLOW_UP_DUE: (basis, been, allowed) => {
    if (basis === 'LAST')
      return {
        en: `Last followed up ${been.en} ago; a follow-up is due every ${allowed.en}.`,
        zh: `上次跟进是${been.zh}前;应每${allowed.zh}跟进一次。`,
      };
    const [en, zh] = basis === 'NEW' ? ['Came', '新增'] : ['Came back', '重新激活'];
    return {
      en: `${en} ${been.en} ago and has not been followed up since; due within ${allowed.en}.`,
      zh: `${zh}${been.zh},尚未跟进;应在${allowed.zh}内首次跟进。`,
    };
  },
  UNANSWERED: (_basis, been, allowed) => ({
    en: `Turned to us ${been.en} ago and has had no answer; due within ${allowed.en}.`,
    zh: `客户${been.zh}前主动联系,尚未回复;应在${allowed.zh}内回复。`,
  }),
  COOLING: (basis, been, _allowed, churnDays) => ({
    en: `${basis === 'LAST' ? 'Last' : 'No'} interaction ${basis === 'LAST' ? `${been.en} ago` : `for ${been.en}`}; counts as churned after ${churnDays} days.`,
    zh: `已${been.zh}没有互动;满${churnDays}天计为流失。`,
  }),
  STALLED: (basis, been, allowed) => ({
    en: `Open for ${been.en}; ${basis === 'SET' ? 'the limit is' : '90 % of deals are won within'} ${allowed.en}.`,
    zh: `已跟进${been.zh}仍未成交;${basis === 'SET' ? '上限为' : '九成商机成交于'}${allowed.zh}${basis === 'SET' ? '' : '内'}。`,
  }),
  REPURCHASE_DUE: (basis, been, allowed) => {
    const rule = {
      SET: [`a reminder is due after ${allowed.en}`, `下单满${allowed.zh}提醒复购`],
      OWN: [`usually orders every ${allowed.en}`, `通常每${allowed.zh}下单一次`],
      USUAL: [`customers usually order again after ${allowed.en}`, `客户通常在${allowed.zh}后再次下单`],
    }[basis as 'SET' | 'OWN' | 'USUAL'];
    return { en: `Last ordered ${been.en} ago; ${rule[0]}.`, zh: `上次下单是${been.zh}前;${rule[1]}。` };
  },
};

/** Whole hours below two days, else whole days. */
function span(milliseconds: number): Sentence {
  const hours = Math.floor(Math.max(0, milliseconds) / HOUR);
  const isShort = milliseconds < 2 * DAY;
  const count = isShort ? hours : Math.floor(milliseconds / DAY);
  const unit = isShort ? 'hour' : 'day';
  return { en: `${count} ${unit}${count === 1 ? '' : 's'}`, zh: ` ${count} ${isShort ? '小时' : '天'}` };
}
