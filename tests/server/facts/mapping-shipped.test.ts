import { describe, expect, test } from 'vitest';
import { readMappingText } from '../../../server/facts/mappings/shipped.ts';
import { mapped } from './mapped.ts';
import { campaigns, events, scored } from './shipped-shaped.ts';

describe('bpic2012', () => {
  test('makes leads, stages, follow-ups, opportunities and quotes of events', async () => {
    const { facts, said } = await mapped(await readMappingText('bpic2012'), events);
    expect(said).toEqual([]);
    expect(facts.leads).toContainEqual({ id: '101', createdAt: '2011-10-01T00:38:44.546+02:00', funnel: 'loans' });
    expect(facts.transitions!.map((fact) => [Reflect.get(fact, 'lead'), Reflect.get(fact, 'to')])).toEqual([
      ['101', 'submitted'],
      ['101', 'preaccepted'],
      ['101', 'accepted'],
      ['101', 'finalized'],
      ['101', 'approved'],
      ['102', 'submitted'],
      ['103', 'submitted'],
      ['103', 'preaccepted'],
    ]);
    expect(facts.activities).toEqual([
      expect.objectContaining({ id: '101-5', kind: 'OTHER', direction: 'OUTBOUND', content: 'W_Completeren aanvraag' }),
      expect.objectContaining({ id: '101-10', kind: 'CALL', owner: '10913', at: '2011-11-08T16:26:57.720+01:00' }),
      expect.objectContaining({ id: '103-3', lead: '103', owner: '10862' }),
    ]);
    expect(facts.activities![0]).not.toHaveProperty('owner');
    expect(facts.opportunities).toEqual([
      { id: '101', lead: '101', openedAt: '2011-10-01T00:38:44.546+02:00', amount: '20000' },
      { id: '101', wonAt: '2011-11-13T10:37:29.226+01:00' },
      { id: '102', lead: '102', openedAt: '2011-10-02T10:00:00.000+02:00', amount: '0' },
      { id: '102', lostAt: '2011-10-02T10:00:30.000+02:00', lostReason: 'declined' },
      { id: '103', lead: '103', openedAt: '2011-10-03T09:00:00.000+02:00', amount: '5000' },
    ]);
    // The acceptance is the second offer's.
    expect(facts.quotes).toEqual([
      { id: '101-8', opportunity: '101', sentAt: '2011-10-01T11:45:11.380+02:00' },
      { id: '101-12', opportunity: '101', sentAt: '2011-11-08T16:31:00.000+01:00' },
      { id: '101-12', acceptedAt: '2011-11-13T10:37:29.226+01:00' },
    ]);
  });
});

describe('campaign-spend', () => {
  test('makes single facts of counts, and splits the revenue', async () => {
    const { facts, said } = await mapped(await readMappingText('campaign-spend'), campaigns);
    expect(said).toEqual([]);
    expect(facts.spend).toHaveLength(4);
    expect(facts.spend![0]).toEqual({
      channel: 'social',
      date: '2021-02-01',
      campaign: 'facebook_tier2',
      amount: '100.25',
    });
    expect(facts.leads).toHaveLength(9);
    expect(facts.leads![0]).toEqual({
      id: '11-2021-02-01-1',
      createdAt: '2021-02-01',
      channel: 'social',
      attributes: { campaign: 'facebook_tier2' },
    });
    expect(facts.customers).toHaveLength(4);
    expect(facts.opportunities!.map((fact) => [Reflect.get(fact, 'lead'), Reflect.get(fact, 'amount')])).toEqual([
      ['11-2021-02-01-1', '333.34'],
      ['11-2021-02-01-2', '333.33'],
      ['11-2021-02-01-3', '333.33'],
      ['11-2021-02-02-1', '200'],
    ]);
  });
});

describe('x-education', () => {
  test('takes Select for no value, folds sources, and puts all on its day', async () => {
    const { facts, said } = await mapped(await readMappingText('x-education'), scored);
    expect(said).toEqual([]);
    expect(facts.leads!.map((fact) => Reflect.get(fact, 'channel'))).toEqual([
      'olark_chat',
      'google',
      'google',
      undefined,
    ]);
    expect(facts.leads![0]).toEqual({
      id: 'aa-1',
      createdAt: '2020-01-01',
      channel: 'olark_chat',
      tags: ['origin: API', 'quality: Worst'],
      attributes: {
        lead_number: '901',
        lead_quality: 'Worst',
        status: 'Ringing',
        total_visits: '0',
        do_not_email: false,
      },
    });
    expect(facts.leads![1]).toMatchObject({
      industry: 'Banking, Investment',
      region: 'Mumbai',
      tags: ['origin: Landing Page Submission', 'quality: Might be', 'recommended'],
    });
    expect(facts.transitions).toEqual([
      { lead: 'aa-2', at: '2020-01-01', to: 'won' },
      { lead: 'aa-4', at: '2020-01-01', to: 'won' },
    ]);
    expect(facts.customers).toHaveLength(2);
  });
});
