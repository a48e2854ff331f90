import { describe, expect, test } from 'vitest';
import { mappedBy, refused } from './mapped.ts';

const lead = (more: object = {}) => ({ kind: 'leads', fields: { id: 'id' }, ...more });

describe('when', () => {
  const csv = 'id,step,phase\n1,A_SENT,DONE\n2, A_MADE ,START\n3,a_sent,\n4,,START\n';
  test.each([
    [['step'], ['1', '2', '3']],
    [{ step: 'A_MADE' }, ['2']],
    [{ Step: ['A_MADE', 'A_SENT'] }, ['1', '2']],
    [{ step: { matches: '^A_' } }, ['1', '2']],
    [{ step: { matches: '^(?:A|a)_' }, phase: false }, ['3']],
    [{ step: true, phase: 'START' }, ['2']],
    [{ phase: 'START', step: false }, ['4']],
    [{ nowhere: true }, []],
    [{}, ['1', '2', '3', '4']],
  ])('%j', async (when, ids) => {
    const { facts } = await mappedBy({ facts: [lead({ when })] }, csv);
    expect(facts.leads).toEqual(ids.map((id) => ({ id })));
  });

  test.each([
    [{ step: 7 }, /facts\.0\.when\.step: is no test of a column; write a text/],
    [{ step: { matches: '(' } }, /when\.step\.matches: is no regular expression/],
    [{ step: { like: 'x' } }, /when\.step/],
    [{ step: [] }, /when\.step/],
    [[], /when/],
    ['step', /when: is no condition; write \["Column"\]/],
  ])('%j is refused with its place', (when, reason) => {
    const message = refused({ facts: [lead({ when })] });
    expect(message).toMatch(reason);
    expect(message).toMatch(/^The mapping mine\.json cannot be used:/);
  });
});

test('texts that stand for no value are none, in fields, templates, conditions and lookups', async () => {
  const { facts } = await mappedBy(
    {
      blank: ['Select', 'n/a'],
      facts: [
        lead({
          when: { kind: true },
          fields: {
            id: 'id',
            region: { column: 'city', default: 'unknown' },
            industry: { lookup: { source: 's', on: 'id', column: 'kind' } },
            company: { template: '{city}!' },
          },
        }),
      ],
    },
    'id,kind,city\n1,x, Select \n2,select,Bonn\n3,n/a,Bonn\n',
  );
  expect(facts.leads).toEqual([
    { id: '1', region: 'unknown', industry: 'x' },
    { id: '2', region: 'Bonn', industry: 'select', company: 'Bonn!' },
  ]);
});

describe('a list', () => {
  test('has those of its parts that have a value', async () => {
    const tags = {
      list: ['a', { template: 'b: {b}' }, { column: 'c', case: 'lower', values: { yes: 'advised', no: null } }],
    };
    const { facts } = await mappedBy(
      { facts: [lead({ fields: { id: 'id', tags, 'attributes.all': { list: ['a', 'b'] } } })] },
      'id,a,b,c\n1,x,y,Yes\n2,,y,no\n3,,,\n4,x;z,,\n',
    );
    expect(facts.leads).toEqual([
      { id: '1', tags: ['x', 'b: y', 'advised'], attributes: { all: ['x', 'y'] } },
      { id: '2', tags: ['b: y'], attributes: { all: ['y'] } },
      { id: '3' },
      { id: '4', tags: ['x;z'], attributes: { all: ['x;z'] } },
    ]);
  });

  test('is for fields that take one', () => {
    expect(refused({ facts: [lead({ fields: { id: { list: ['a'] } } })] })).toMatch(
      /fields\.id: takes one value, not a list; lists are for tags and attributes/,
    );
    expect(
      refused({ facts: [lead({ fields: { tags: { list: [{ lookup: { source: 't', on: 'a', column: 'b' } }] } } })] }),
    ).toMatch(/is no source of this mapping; it has s/);
  });
});
