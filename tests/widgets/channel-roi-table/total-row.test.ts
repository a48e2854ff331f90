import { expect, test } from 'vitest';
import { wilsonInterval } from '../../../server/kpi/wilson-interval.ts';
import { totalOf } from '../../../widgets/channel-roi-table/total-row.ts';
import { channelRow, money } from './channel-rows.ts';

test('sums, and ratios of the sums: not means of the ratios', () => {
  const total = totalOf([
    channelRow('Ads', {
      newLeads: 90,
      share: 0.9,
      qualifiedLeads: 30,
      won: 3,
      wonCustomers: 2,
      spend: money('900.10'),
      wonAmount: money('1000.20'),
      leftOut: [{ reason: 'UNSCORED', count: 2 }],
    }),
    channelRow('Fair', {
      newLeads: 10,
      share: 0.1,
      qualifiedLeads: 10,
      won: 5,
      wonCustomers: 6,
      spend: money('99.90'),
      wonAmount: money('0.1'),
      leftOut: [
        { reason: 'UNSCORED', count: 3 },
        { reason: 'WITHOUT_AMOUNT', count: 1 },
      ],
    }),
  ]);
  expect(total).toMatchObject({
    newLeads: 100,
    share: 1,
    qualifiedLeads: 40,
    qualifiedLeadRate: 0.4,
    won: 8,
    conversionRate: 0.08,
    spend: { amount: '1000', currency: 'CNY' },
    wonAmount: { amount: '1000.3' },
    costPerLead: { amount: '10' },
    wonCustomers: 8,
    costPerAcquisition: { amount: '125' },
    leftOut: [
      { reason: 'UNSCORED', count: 5 },
      { reason: 'WITHOUT_AMOUNT', count: 1 },
    ],
    isSpendPartial: false,
  });
  expect(total.roi).toBeCloseTo(0.0003, 12);
});

test('unknown spend adds nothing, and is told; where none is known there is none', () => {
  const known = channelRow('Ads', { spend: money('50'), wonAmount: money('100') });
  expect(totalOf([known, channelRow('Web')])).toMatchObject({
    spend: money('50'),
    costPerLead: money('2.5'),
    roi: 1,
    isSpendPartial: true,
  });
  expect(totalOf([channelRow('Web'), channelRow(null)])).toMatchObject({
    spend: null,
    costPerLead: null,
    costPerAcquisition: null,
    roi: null,
    isSpendPartial: false,
  });
});

test('without leads there are no rates, with a spend of 0 no return', () => {
  const none = { newLeads: 0, share: null, qualifiedLeads: 0, won: 0, wonCustomers: 0, interval: null };
  const row = channelRow('Fair', { ...none, spend: money('0') });
  expect(totalOf([row, row])).toMatchObject({
    share: null,
    qualifiedLeadRate: null,
    conversionRate: null,
    interval: null,
    costPerLead: null,
    costPerAcquisition: null,
    roi: null,
  });
});

test.each([
  [0, 20],
  [1, 20],
  [20, 20],
  [371, 5_021],
])('its interval is the server’s, %d of %d', (won, newLeads) => {
  const half = channelRow('Ads', { newLeads: newLeads - 1, won });
  const rest = channelRow('Fair', { newLeads: 1, won: 0 });
  const { interval } = totalOf([half, rest]);
  const { low, high } = wilsonInterval(won, newLeads)!;
  expect(interval!.low).toBeCloseTo(low, 12);
  expect(interval!.high).toBeCloseTo(high, 12);
});

test('counted by period there are no intervals, so the total has none', () => {
  expect(totalOf([channelRow('Ads', { interval: null }), channelRow('Fair', { interval: null })]).interval).toBeNull();
});

test('thousands of amounts add up to the cent', () => {
  const rows = Array.from({ length: 10_000 }, () => channelRow('Ads', { spend: money('1000.10') }));
  expect(totalOf(rows).spend!.amount).toBe('10001000');
});
