import { inChinese } from './descriptions.zh-CN.ts';
import { make } from './dom.ts';
import type { Kind, Offer } from './surface.ts';
import type { BenchTexts } from './workbench-texts.ts';

/** What an offer is for, in the page's language; where nobody has translated it yet, in the source's, and marked as such. */
export function described(tag: string, kind: Kind, { name, description }: Offer, { locale }: BenchTexts): HTMLElement {
  const chinese = locale === 'zh-CN' ? inChinese(tag, kind, name) : undefined;
  const text = chinese ?? description;
  return make(
    'p',
    { className: 'what', ...(locale === 'zh-CN' && !chinese && { lang: 'en' }) },
    ...text.split('`').map((piece, index) => (index % 2 ? make('code', {}, piece) : piece)),
  );
}
