import { expect, test } from 'vitest';
import { html } from '../../../../server/http/html.ts';
import { formulaParts, inChinese, marked } from '../../../../server/http/kpi-page/typography.ts';

test('html escapes texts, keeps markup, joins lists, and takes false and null for nothing', () => {
  const evil = `<script>"'&`;
  expect(html`<p title="${evil}">${evil}</p>`.markup).toBe(
    '<p title="&#60;script&#62;&#34;&#39;&#38;">&#60;script&#62;&#34;&#39;&#38;</p>',
  );
  expect(html`${[html`<b>${1}</b>`, '<']}${false}${null}${undefined}${0}`.markup).toBe('<b>1</b>&#60;0');
});

test.each([
  ['a / b', [{ terms: ['a', 'b'] }]],
  [
    'COHORT: a / b. PERIOD: c / d',
    [
      { basis: 'COHORT', terms: ['a', 'b'] },
      { basis: 'PERIOD', terms: ['c', 'd'] },
    ],
  ],
  [
    'COHORT:甲 / 乙。PERIOD:丙 /(丁 + 戊)',
    [
      { basis: 'COHORT', terms: ['甲', '乙'] },
      { basis: 'PERIOD', terms: ['丙', '丁 + 戊'] },
    ],
  ],
  ['(a − b) / b. With a: COHORT: x; PERIOD: y', [{ terms: ['a − b', 'b'], note: 'With a: COHORT: x; PERIOD: y' }]],
  ['(a − b)·(c − d) / e', [{ terms: ['(a − b)·(c − d)', 'e'] }]],
  ['x in [from − N, from) / y in [from / 2, from)', [{ terms: ['x in [from − N, from)', 'y in [from / 2, from)'] }]],
  ['Σ w · 2^(−age / 14 days)', [{ terms: ['Σ w · 2^(−age / 14 days)'] }]],
  ['a / b / (c / 7)', [{ terms: ['a', 'b', '(c / 7)'] }]],
])('the formula %s', (formula, parts) => {
  expect(formulaParts(formula)).toEqual(parts);
});

test.each([
  ['没有的不计入(WITHOUT_AMOUNT);其余:计入,', '没有的不计入（WITHOUT_AMOUNT）；其余：计入，'],
  ['在 [from − N, from) 内', '在 [from − N, from) 内'],
  ['f(x), g(y)', 'f(x), g(y)'],
  ['达到 5(HIGH)的比例', '达到 5（HIGH）的比例'],
  ['Σ 权重(类型)· 2^(−距今 / 14 天)', 'Σ 权重（类型）· 2^(−距今 / 14 天)'],
  ['有效线索率(可联系)', '有效线索率（可联系）'],
])('%s is set %s', (text, set) => expect(inChinese(text)).toBe(set));

test('names of the API are code, KPIs are links, exponents are raised, all escaped', () => {
  const isKpi = (key: string) => key === 'new_leads';
  expect(marked('new_leads < other_key, null by asOf · 2^(−a)', isKpi).markup).toBe(
    '<a href="#new_leads"><code>new_leads</code></a> &#60; <code>other_key</code>, <code>null</code> by <code>asOf</code> · 2<sup>−a</sup>',
  );
});
