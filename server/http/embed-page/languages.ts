import { texts as en, formats as enFormats } from '../../../widgets/languages/en/en.ts';
import { useFormats } from '../../../widgets/languages/formats.ts';
import type { Texts } from '../../../widgets/languages/texts.ts';
import { texts as zhCN, formats as zhFormats } from '../../../widgets/languages/zh-CN/zh-CN.ts';

useFormats('en', enFormats);
useFormats('zh-CN', zhFormats);

/** The widgets' own words: what a page without a script says is what the element says. */
export const languages = { en, 'zh-CN': zhCN } satisfies Record<string, Texts>;
