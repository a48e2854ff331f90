import { builder } from './builder.ts';

/** What a person wrote in one or two languages. */
export interface LocalizedText {
  en?: string | null;
  zh?: string | null;
}

/** Chinese for 'zh…', else English, else whichever there is; null for none. */
export function inLocale({ en, zh }: LocalizedText, locale: string | null | undefined): string | null {
  const [first, second] = /^zh\b/i.test(locale ?? '') ? [zh, en] : [en, zh];
  return first || second || null;
}

export const localeArguments = builder.args((t) => ({
  locale: t.string({ description: 'BCP 47, such as en or zh-CN; absent: English.' }),
}));

export const LocalizedTextInput = builder.inputType('LocalizedTextInput', {
  description: 'A text for people, in one or two languages. Give at least one.',
  fields: (t) => ({
    en: t.string({ description: 'In English.' }),
    zh: t.string({ description: 'In Chinese.' }),
  }),
});
