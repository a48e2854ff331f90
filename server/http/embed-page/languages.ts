import { texts as en } from '../../../widgets/languages/en/en.ts';
import type { Texts } from '../../../widgets/languages/texts.ts';
import { texts as zhCN } from '../../../widgets/languages/zh-CN/zh-CN.ts';

/** The widgets' own words: what a page without a script says is what the element says. */
export const languages = { en, 'zh-CN': zhCN } satisfies Record<string, Texts>;
