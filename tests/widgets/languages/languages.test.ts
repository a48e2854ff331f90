import { describe, expect, test } from 'vitest';
import { localeOf } from '../../../widgets/languages/languages.ts';
import { texts } from '../../../widgets/languages/zh-CN/zh-CN.ts';

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

describe('Chinese', () => {
  /** Everything that is said, functions with some argument. */
  function said(value: unknown): string[] {
    if (typeof value === 'string') return [value];
    if (typeof value === 'function') return said((value as (...parts: unknown[]) => unknown)('漏斗', '甲', true, '乙'));
    return Object.values(value as object).flatMap(said);
  }

  test('has signs of full width beside its characters, and no space after them', () => {
    const all = said(texts);
    expect(all.length).toBeGreaterThan(150);
    expect(
      all.filter((text) => /[\u3400-\u9fff] ?[,:;()?!]|[,:;(] ?[\u3400-\u9fff]|[，。：；、（）] /.test(text)),
    ).toEqual([]);
  });
});
