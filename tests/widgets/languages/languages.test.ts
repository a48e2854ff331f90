import { expect, test } from 'vitest';
import { localeOf } from '../../../widgets/languages/languages.ts';

test.each([
  ['zh', 'zh-CN'],
  ['zh-CN', 'zh-CN'],
  ['zh-Hant-TW', 'zh-CN'],
  ['ZH-cn', 'zh-CN'],
  ['en-GB', 'en'],
  ['de', 'en'],
  ['zhx', 'en'],
  ['', 'en'],
])('a page in %j is shown %s', (tag, locale) => {
  expect(localeOf(tag)).toBe(locale);
});
