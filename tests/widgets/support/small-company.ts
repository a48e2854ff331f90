import { type Address, post } from '../../support/client.ts';

/** The month that `small company` lives in, and a moment after it. */
export const MONTH = '2026-03';
export const NOW = new Date('2026-06-01T04:00:00Z');

const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T10:00:00+08:00`;
const lead = (number: number, channel: string) => ({ id: `L${number}`, createdAt: at(2), channel });

/**
 * Ten leads of one March: 10 → 5 → 3 → 2, small enough to check on paper.
 * Nurturing after one day; of the five, one is lost and three become opportunities; two are won, one by each channel. L6 is lost at once.
 * Ads: 6 leads, spend 3000, one win of 10000. Referral: 4 leads, no spend known, one win of 5000.
 */
export async function postSmallCompany(server: Address): Promise<void> {
  await post(server, 'channels', [
    { key: 'ads', name: 'Search ads', kind: 'PAID' },
    { key: 'referral', name: '老客户转介绍', kind: 'REFERRAL' },
  ]);
  await post(server, 'leads', [
    ...[1, 3, 5, 6, 7, 8].map((number) => lead(number, 'ads')),
    ...[2, 4, 9, 10].map((number) => lead(number, 'referral')),
  ]);
  await post(server, 'transitions', [
    ...[1, 2, 3, 4, 5].map((number) => ({ lead: `L${number}`, at: at(3), to: 'nurturing' })),
    { lead: 'L4', at: at(6), to: 'lost', reason: 'no budget' },
    { lead: 'L6', at: at(4), to: 'lost', reason: 'not reachable' },
  ]);
  await post(server, 'opportunities', [
    { id: 'O1', lead: 'L1', openedAt: at(5), amount: '10000', wonAt: at(15) },
    { id: 'O2', lead: 'L2', openedAt: at(5), amount: '5000', wonAt: at(25) },
    { id: 'O3', lead: 'L3', openedAt: at(5), amount: '7000' },
  ]);
  await post(server, 'customers', [
    { id: 'C1', lead: 'L1', becameAt: at(15), name: 'One' },
    { id: 'C2', lead: 'L2', becameAt: at(25), name: 'Two' },
  ]);
  await post(server, 'orders', [
    { id: 'R1', customer: 'C1', at: at(15), amount: '10000' },
    { id: 'R2', customer: 'C2', at: at(25), amount: '5000' },
  ]);
  await post(server, 'spend', [{ channel: 'ads', date: '2026-03-10', amount: '3000' }]);
}
