import { describe, expect, test } from 'vitest';
import { mappedBy, refused } from './mapped.ts';

const lead = (more: object = {}) => ({ kind: 'leads', fields: { id: 'id' }, ...more });

describe('remember', () => {
  const remember = {
    per: 'case',
    values: { offer: { column: 'no', when: { what: 'offer' } }, 'first name': { column: 'who' } },
  };
  const quotes = {
    kind: 'quotes',
    when: { what: 'yes' },
    fields: { id: { template: '{case}-{offer}' }, acceptedAt: 'at' },
  };

  test('keeps a value of an earlier row of the same case, the latest, and forgets it with the case', async () => {
    const { facts } = await mappedBy(
      { remember, facts: [quotes] },
      'case,no,what,at\na,1,offer,\na,2,offer,\na,3,yes,2026-01-01\nb,1,yes,2026-01-02\n,5,offer,\n,6,yes,2026-01-03\na,7,yes,2026-01-04\n',
    );
    expect(facts.quotes).toEqual([
      { id: 'a-2', acceptedAt: '2026-01-01' },
      // Nothing is remembered: the id is absent, and the server will say so.
      { acceptedAt: '2026-01-02' },
      { acceptedAt: '2026-01-03' },
      { acceptedAt: '2026-01-04' },
    ]);
  });

  test('a row has what it is itself the source of, and a blank cell takes nothing back', async () => {
    const { facts } = await mappedBy(
      { remember, facts: [lead({ fields: { id: 'no', name: 'First-Name', company: 'offer' } })] },
      'case,no,what,who\na,1,x,Ann\na,2,offer,\na,3,x,Bob\n',
    );
    expect(facts.leads).toEqual([
      { id: '1', name: 'Ann' },
      { id: '2', name: 'Ann', company: '2' },
      { id: '3', name: 'Bob', company: '2' },
    ]);
  });

  test.each([
    [{ values: {} }, /remember\.per/],
    [{ per: 'a', values: { A: { column: 'b' } } }, /remember\.values\.A: A is a column already/],
    [{ per: 'a', values: { x: { column: 'b', when: { c: 1 } } } }, /remember\.values\.x\.when\.c: is no test/],
    [{ per: 'a', values: { x: 'b' } }, /remember\.values\.x/],
  ])('%j is refused with its place', (given, reason) => {
    expect(refused({ remember: given, facts: [lead()] })).toMatch(reason);
  });
});
