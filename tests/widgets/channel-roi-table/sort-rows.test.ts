import { expect, test } from 'vitest';
import type { ChannelRow } from '../../../widgets/channel-roi-table/channel-row.ts';
import { sortRows } from '../../../widgets/channel-roi-table/sort-rows.ts';
import { channelRow, money } from './channel-rows.ts';

const rows = [
  channelRow('Fair', { newLeads: 30, spend: money('9000'), roi: -0.5 }),
  channelRow('Ads', { newLeads: 20, spend: money('10000'), roi: 1.5 }),
  channelRow(null, { newLeads: 20 }),
  channelRow('Mail', { newLeads: 5, spend: money('0') }),
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
  const two = [channelRow('a', { spend: money('9') }), channelRow('b', { spend: money('10') })];
  expect(names(sortRows(two, { key: 'spend', isAscending: true }, 'en'))).toEqual(['a', 'b']);
});

test('the rows that were given stay as they were', () => {
  const before = names([...rows]);
  sortRows(rows, { key: 'channel', isAscending: true }, 'en');
  expect(names(rows)).toEqual(before);
});
