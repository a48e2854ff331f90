import { describe, expect, test } from 'vitest';
import { companyFacts, LEADS } from '../../../server/demo/company.ts';
import { conversionIn, firstResponseTimes, repurchaseRate } from './demo-figures.ts';

/** The gallery is opened on any day: the story must hold whatever the season, so days and seeds differ. */
describe.each([
  ['funnelgraph', '2026-03-10'],
  ['funnelgraph', '2027-09-01'],
  ['another', '2026-02-20'],
])('seed %s on %s', (seed, date) => {
  const now = new Date(`${date}T12:00:00+08:00`);
  const facts = companyFacts({ now, seed, scale: 1 });
  const conversion = conversionIn(facts);
  const turn = new Date(`${Number(date.slice(0, 4)) - 1}${date.slice(4)}T00:00:00+08:00`).toISOString();
  /** Leads younger than this are still on their way. */
  const matured = new Date(now.getTime() - 150 * 86_400_000).toISOString();
  const before = facts.leads.filter(({ createdAt }) => createdAt < turn);
  const since = facts.leads.filter(({ createdAt }) => createdAt >= turn);
  const sinceMatured = since.filter(({ createdAt }) => createdAt < matured);
  const through = (channel: string) => facts.leads.filter((lead) => lead.channel === channel);
  const spend = (channel: string) =>
    facts.spend.filter((row) => row.channel === channel).reduce((sum, { amount }) => sum + amount, 0);

  test('there are about as many leads as announced, a third more in the second year', () => {
    expect(Math.abs(facts.leads.length / LEADS - 1)).toBeLessThan(0.05);
    expect(since.length / before.length).toBeGreaterThan(1.2);
    expect(since.length / before.length).toBeLessThan(1.5);
  });

  test('2 to 5 % of all leads are won', () => {
    expect(conversion(facts.leads, 'lead', 'won')).toBeGreaterThan(0.02);
    expect(conversion(facts.leads, 'lead', 'won')).toBeLessThan(0.05);
  });

  test('the bad channel wins about 0.5 % of its leads, the excellent one about 4 %, more than any other', () => {
    const rates = new Map(facts.channels.map(({ key }) => [key, conversion(through(key), 'lead', 'won')]));
    expect(rates.get('douyin_ads')).toBeGreaterThan(0.002);
    expect(rates.get('douyin_ads')).toBeLessThan(0.009);
    expect(rates.get('wechat')).toBeGreaterThan(0.03);
    expect(rates.get('wechat')).toBeLessThan(0.06);
    expect(Math.max(...rates.values())).toBe(rates.get('wechat'));
    expect(Math.min(...rates.values())).toBe(rates.get('douyin_ads'));
  });

  test('the bad channel takes the largest part of the budget, the excellent one the smallest', () => {
    const paid = ['douyin_ads', 'search_ads', 'exhibition', 'wechat'].map(spend);
    const budget = paid.reduce((sum, amount) => sum + amount, 0);
    expect(paid[0]! / budget).toBeGreaterThan(0.4);
    expect(paid[3]! / budget).toBeLessThan(0.1);
    expect(facts.spend.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(budget, 2);
  });

  test('nurturing loses about 70 % in the first year and 40 to 50 % since the automation change', () => {
    const lossBefore = 1 - conversion(before, 'nurturing', 'opportunity');
    const lossSince = 1 - conversion(sinceMatured, 'nurturing', 'opportunity');
    expect(lossBefore).toBeGreaterThan(0.66);
    expect(lossBefore).toBeLessThan(0.74);
    expect(lossSince).toBeGreaterThan(0.4);
    expect(lossSince).toBeLessThan(0.5);
  });

  test('about half as many again become interested since the automation change', () => {
    const gain = conversion(sinceMatured, 'lead', 'nurturing') / conversion(before, 'lead', 'nurturing');
    expect(gain).toBeGreaterThan(1.3);
    expect(gain).toBeLessThan(1.7);
  });

  test('first answers take minutes to days, and are quicker since the automation change', () => {
    const [early, late] = [before, since].map((leads) => firstResponseTimes(facts, leads)) as [number[], number[]];
    const quantile = (times: number[], share: number) => times[Math.floor(times.length * share)]!;
    expect(quantile(late, 0.1)).toBeLessThan(3_600);
    expect(quantile(early, 0.9)).toBeGreaterThan(86_400);
    expect(quantile(early, 0.5)).toBeGreaterThan(2 * quantile(late, 0.5));
    expect(early[0]).toBeGreaterThan(0);
  });

  test('30 to 45 % of the customers order again', () => {
    expect(repurchaseRate(facts)).toBeGreaterThan(0.3);
    expect(repurchaseRate(facts)).toBeLessThan(0.45);
  });

  test('three to four and a half activities come to a lead', () => {
    const each = facts.activities.length / facts.leads.length;
    expect(each).toBeGreaterThan(3);
    expect(each).toBeLessThan(4.5);
  });

  test('amounts lie between 20,000 and 500,000 CNY, a few are unknown, a few are in dollars', () => {
    const first = facts.opportunities.filter(({ lead }) => lead);
    const inYuan = first.flatMap(({ amount, currency }) => (amount && !currency ? amount : []));
    expect(Math.min(...inYuan)).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...inYuan)).toBeLessThanOrEqual(500_000);
    expect(first.filter(({ amount }) => amount === undefined).length / first.length).toBeCloseTo(0.07, 1);
    expect(first.some(({ currency }) => currency === 'USD')).toBe(true);
  });

  test('some deals and leads of the last weeks are still open', () => {
    expect(facts.opportunities.filter(({ wonAt, lostAt }) => !wonAt && !lostAt).length).toBeGreaterThan(100);
    const lost = new Set(facts.transitions.filter(({ to }) => to === 'lost').map(({ lead }) => lead));
    const recent = since.filter(({ createdAt }) => now.getTime() - Date.parse(createdAt) < 14 * 86_400_000);
    expect(recent.filter(({ id }) => !lost.has(id)).length / recent.length).toBeGreaterThan(0.8);
  });

  test('leads skip stages, move back, and come back after having been lost', () => {
    const moves = new Map<string, string[]>();
    for (const { lead, at, to } of facts.transitions) moves.set(lead, [...(moves.get(lead) ?? []), `${at} ${to}`]);
    const routes = [...moves.values()].map((steps) =>
      steps
        .sort()
        .map((step) => step.split(' ')[1])
        .join(' > '),
    );
    expect(routes.some((route) => route.startsWith('opportunity'))).toBe(true);
    expect(routes.some((route) => route.includes('opportunity > nurturing > opportunity'))).toBe(true);
    expect(routes.some((route) => route.includes('lost > nurturing'))).toBe(true);
    expect(routes.some((route) => route.includes('lost > lead'))).toBe(true);
  });
});
