import { expect, test } from 'vitest';
import { type ChannelRow, columns, sortRows } from '../../../widgets/channel-roi-table/columns.ts';
import { texts as enTexts } from '../../../widgets/languages/en/en.ts';

const money = (amount: string) => ({ amount, currency: 'CNY' });

function row(name: string | null, figures: Partial<ChannelRow>): ChannelRow {
  return {
    channel: name === null ? null : { key: name, name },
    newLeads: 10,
    share: 0.5,
    qualifiedLeads: 4,
    qualifiedLeadRate: 0.4,
    won: 1,
    conversionRate: 0.1,
    interval: { low: 0.02, high: 0.4 },
    spend: null,
    wonAmount: money('0'),
    costPerLead: null,
    costPerAcquisition: null,
    roi: null,
    ...figures,
  };
}

const rows = [
  row('Fair', { newLeads: 30, spend: money('9000'), roi: -0.5 }),
  row('Ads', { newLeads: 20, spend: money('10000'), roi: 1.5 }),
  row(null, { newLeads: 20 }),
  row('Mail', { newLeads: 5, spend: money('0') }),
];
const names = (sorted: ChannelRow[]) => sorted.map(({ channel }) => channel?.name ?? null);

test.each([
  ['newLeads', false, ['Fair', 'Ads', null, 'Mail']],
  ['newLeads', true, ['Mail', 'Ads', null, 'Fair']],
  ['spend', false, ['Ads', 'Fair', 'Mail', null]],
  ['spend', true, ['Mail', 'Fair', 'Ads', null]],
  ['roi', false, ['Ads', 'Fair', null, 'Mail']],
  ['roi', true, ['Fair', 'Ads', null, 'Mail']],
  ['channel', true, ['Ads', 'Fair', 'Mail', null]],
  ['channel', false, ['Mail', 'Fair', 'Ads', null]],
] as const)('sorted by %s, ascending %s: without the figure goes last, ties stay', (key, isAscending, expected) => {
  expect(names(sortRows(rows, { key, isAscending }, 'en'))).toEqual(expected);
});

test('money is sorted by amount, not by text', () => {
  const sorted = sortRows(
    [row('a', { spend: money('9') }), row('b', { spend: money('10') })],
    { key: 'spend', isAscending: true },
    'en',
  );
  expect(names(sorted)).toEqual(['a', 'b']);
});

test.each([
  ['spend', {}, 'no spend is known; unknown is not 0'],
  ['costPerLead', { spend: money('5') }, 'no leads to divide by'],
  ['costPerAcquisition', { spend: money('5') }, 'no customer won yet'],
  ['roi', { spend: money('0') }, 'spend is 0'],
  ['roi', {}, 'no spend is known; unknown is not 0'],
] as const)('%s without a figure says why', (key, figures, reason) => {
  const column = columns.find((each) => each.key === key)!;
  const without = row('a', figures);
  expect(column.show(without, 'en')).toBeNull();
  expect(column.reason(without, enTexts)).toBe(reason);
});
