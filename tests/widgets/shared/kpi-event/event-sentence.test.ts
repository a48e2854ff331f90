import { describe, expect, test } from 'vitest';
import { texts as enTexts } from '../../../../widgets/languages/en/en.ts';
import { texts as zhTexts } from '../../../../widgets/languages/zh-CN/zh-CN.ts';
import { reasonOf, sentenceOf } from '../../../../widgets/shared/kpi-event/event-sentence.ts';
import type { KpiEvent } from '../../../../widgets/shared/kpi-event/kpi-event.ts';

const en = { locale: 'en', texts: enTexts, currency: 'CNY' } as const;
const zh = { locale: 'zh-CN', texts: zhTexts, currency: 'CNY' } as const;

const condition = { compare: 'VALUE', against: null, direction: 'ABOVE' } as const;
const leads: KpiEvent = {
  id: 'e',
  cursor: 'c',
  sequence: 1,
  kind: 'BREACHED',
  severity: 'WARNING',
  value: 4,
  kpiValue: 4,
  threshold: 3,
  sampleSize: 4,
  occurredAt: '2026-03-10T04:00:00Z',
  silenced: false,
  reason: null,
  isRevised: false,
  revisedBy: null,
  revises: null,
  ruleVersion: 1,
  rule: { name: 'many', version: 1, condition },
  kpi: { key: 'new_leads', unit: 'COUNT', en: 'New leads', zh: '新增线索数' },
  scope: [{ dimension: 'CHANNEL', key: 'web', en: 'Web', zh: 'Web' }],
  window: { from: '2026-03-10', to: '2026-03-11', timeZone: 'Asia/Shanghai' },
};
const changed: KpiEvent = {
  ...leads,
  value: -0.3,
  kpiValue: 70,
  threshold: -0.2,
  scope: [],
  rule: { ...leads.rule, condition: { compare: 'RELATIVE_CHANGE', against: 'PREVIOUS', direction: 'BELOW' } },
};
const below = { ...leads.rule, condition: { ...condition, direction: 'BELOW' } } as const;
const ratio: Partial<KpiEvent> = { kpi: { key: 'r', unit: 'RATIO', en: 'Reply rate', zh: '回复率' } };

describe('an event in a sentence', () => {
  test.each<[string, KpiEvent, string, string]>([
    ['a breach', leads, 'New leads: 4, above 3 · Web', '新增线索数 4，高于 3 · Web'],
    ['of the whole funnel', { ...leads, scope: [] }, 'New leads: 4, above 3', '新增线索数 4，高于 3'],
    [
      'of facts without a channel',
      { ...leads, scope: [{ dimension: 'CHANNEL', key: null, en: null, zh: null }] },
      'New leads: 4, above 3 · No channel',
      '新增线索数 4，高于 3 · 无渠道',
    ],
    [
      'a recovery, at the threshold that ends it',
      { ...leads, kind: 'RECOVERED', value: 1, threshold: 2, scope: [] },
      'New leads: 1, no longer above 2',
      '新增线索数 1，不再高于 2',
    ],
    [
      'a recovery without a value',
      { ...leads, kind: 'RECOVERED', value: null, scope: [] },
      'New leads: –, no longer above 3',
      '新增线索数 –，不再高于 3',
    ],
    [
      'in the KPI’s unit',
      { ...leads, ...ratio, value: 0.08, kpiValue: 0.08, threshold: 0.1, scope: [], rule: below },
      'Reply rate: 8.00%, below 10.0%',
      '回复率 8.00%，低于 10.0%',
    ],
    [
      'of a ratio of unlike things, as a number',
      {
        ...{ ...leads, value: 3.68, kpiValue: 3.68, threshold: 4, scope: [], rule: below },
        kpi: { key: 'f', unit: 'RATIO', isPercentage: false, en: 'Follow-ups per lead', zh: '人均跟进次数' },
      },
      'Follow-ups per lead: 3.68, below 4',
      '人均跟进次数 3.68，低于 4',
    ],
    [
      'a relative change',
      changed,
      'New leads: -30.0% against the window before, below -20.0%',
      '新增线索数 较上期 -30.0%，低于 -20.0%',
    ],
    [
      'a change of a ratio, in points',
      {
        ...changed,
        ...ratio,
        value: 0.05,
        threshold: 0.02,
        rule: { ...changed.rule, condition: { compare: 'CHANGE', against: 'YEAR_AGO', direction: 'ABOVE' } },
      },
      'Reply rate: +5 pp against a year before, above +2 pp',
      '回复率 较去年同期 +5 个百分点，高于 +2 个百分点',
    ],
    [
      'missing data',
      { ...leads, kind: 'NO_DATA', value: null, scope: [] },
      'New leads: no data any more',
      '新增线索数：已无数据',
    ],
    [
      'a window that turned',
      { ...leads, kind: 'WINDOW_TURNED', value: null, scope: [] },
      'New leads: the window ended in breach, a new one begins',
      '新增线索数：周期结束时仍未恢复，新周期开始',
    ],
    [
      'what was taken back, as it stood then',
      {
        ...leads,
        kind: 'REVISED',
        value: 3,
        revises: { id: 'x', kind: 'BREACHED', value: 4, kpiValue: 4, threshold: 3 },
      },
      'Taken back: New leads: 4, above 3 · Web',
      '撤回：新增线索数 4，高于 3 · Web',
    ],
  ])('%s', (_, event, english, chinese) => {
    expect(sentenceOf(event, en)).toBe(english);
    expect(sentenceOf(event, zh)).toBe(chinese);
  });

  test('says what was measured then, though the rule was changed since', () => {
    expect(sentenceOf({ ...leads, scope: [], rule: { ...changed.rule, version: 2 } }, en)).toBe(
      'New leads: 4, above 3',
    );
  });

  test('why it no longer counts, or why another one does not', () => {
    expect(reasonOf(leads, en)).toBeUndefined();
    expect(reasonOf({ ...leads, isRevised: true, revisedBy: { reason: 'RULE_CHANGED' } }, en)).toBe(
      'the rule was changed',
    );
    expect(reasonOf({ ...leads, kind: 'REVISED', reason: 'FACTS_CHANGED' }, zh)).toBe('数据补录或更正');
  });
});
