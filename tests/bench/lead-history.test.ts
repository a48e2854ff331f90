import { expect, test } from 'vitest';
import { type Company, HISTORY } from '../../bench/facts/company.ts';
import { type LeadHistory, leadHistory } from '../../bench/facts/lead-history.ts';

const company: Company = { leads: 4_000, until: Date.parse('2026-06-01T00:00:00Z') };
const all = Array.from({ length: company.leads }, (_, index) => leadHistory(company, index));
const perLead = (kind: keyof LeadHistory) => all.reduce((sum, history) => sum + history[kind].length, 0) / all.length;
const entering = (stage: string) =>
  all.filter(({ transitions }) => transitions.some(({ to }) => to === stage)).length / all.length;

test('a lead’s history follows from the company and its number', () => {
  expect(leadHistory(company, 123)).toEqual(all[123]);
  expect(leadHistory(company, 124)).not.toEqual(all[123]);
});

test('a lead has 2.5 stage entries and 5 activities', () => {
  expect(perLead('transitions')).toBeCloseTo(2.5, 0.9);
  expect(perLead('activities')).toBeCloseTo(5, 0.7);
});

test('the funnel narrows as a real one does', () => {
  expect(entering('nurturing')).toBeGreaterThan(0.55);
  expect(entering('opportunity')).toBeGreaterThan(0.2);
  expect(entering('won')).toBeGreaterThan(0.05);
  expect(entering('won')).toBeLessThan(0.12);
  expect(entering('lost')).toBeGreaterThan(0.4);
  expect(perLead('opportunities')).toBeCloseTo(entering('opportunity'), 5);
  expect(perLead('orders')).toBeGreaterThan(perLead('customers'));
});

test('leads come in order over two years, and nothing happens after the end', () => {
  const created = all.map(({ leads: [lead] }) => Date.parse((lead as { createdAt: string }).createdAt));
  expect(created).toEqual([...created].sort((a, b) => a - b));
  expect(created[0]).toBeGreaterThanOrEqual(company.until - HISTORY);
  expect(created[0]).toBeLessThan(company.until - HISTORY + 86_400_000);
  const moments = all.flatMap((history) =>
    Object.values(history).flatMap((facts: object[]) =>
      facts.flatMap((fact) =>
        Object.entries(fact).flatMap(([name, value]) => (/At$|^at$/.test(name) && value ? [value] : [])),
      ),
    ),
  );
  expect(moments.every((at) => Date.parse(at) < company.until)).toBe(true);
});
