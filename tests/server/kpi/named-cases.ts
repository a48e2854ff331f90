import { asking, type NamedCase } from '../../reference/named-case.ts';
import type { FunnelChange, Line, Script, Step } from '../../reference/script.ts';

/** Shorthand of these cases: days of March, in UTC and at midnight where nothing else is said. */
const at = (day: number, time = '00:00:00.000') => `2026-03-${String(day).padStart(2, '0')}T${time}Z`;
const march = { between: { from: '2026-03-01', to: '2026-04-01' } };
const firstTen = { between: { from: '2026-03-01', to: '2026-03-11' } };

function inUtc(...steps: Step[]): Script {
  return { zone: 'UTC', now: '2026-06-01T00:00:00.000Z', steps };
}

const sales = (change: Partial<FunnelChange> = {}): Step => ({
  funnel: {
    key: 'sales',
    stages: [
      { key: 'lead', category: 'ACQUISITION' },
      { key: 'nurturing', category: 'NURTURING' },
      { key: 'opportunity', category: 'OPPORTUNITY' },
      { key: 'won', category: 'RETENTION' },
    ],
    ...change,
  },
});
const leads = (...lines: Line[]): Step => ({ post: 'leads', lines });
const customers = (...lines: Line[]): Step => ({ post: 'customers', lines });
const lead = leads({ id: 'L0', createdAt: at(1), channel: 'ads', owner: 'an' });

const nobody = inUtc();

const advancedLate = inUtc(lead, {
  post: 'transitions',
  lines: [
    { lead: 'L0', at: at(5), to: 'nurturing' },
    { lead: 'L0', at: at(6), to: 'lost' },
  ],
});

const lostThenWon = inUtc(lead, {
  post: 'opportunities',
  lines: [
    { id: 'O0', lead: 'L0', openedAt: at(2), lostAt: at(5), amount: '100' },
    { id: 'O1', lead: 'L0', openedAt: at(3), lostAt: at(20) },
    { id: 'O2', lead: 'L0', openedAt: at(8), wonAt: at(25), lostAt: at(9), amount: '300' },
  ],
});

const lossTakenBack = inUtc(lead, {
  post: 'opportunities',
  lines: [
    { id: 'O0', lead: 'L0', openedAt: at(2), lostAt: at(5) },
    { id: 'O1', lead: 'L0', openedAt: at(6), lostAt: at(8), wonAt: at(10) },
  ],
});

const aYearOlder = (id: string, created: string, won: string): Step[] => [
  leads({ id, createdAt: created }),
  { post: 'opportunities', lines: [{ id: `O${id}`, lead: id, openedAt: at(2), wonAt: won }] },
];
const oneMillisecondApart = inUtc(
  ...aYearOlder('L0', '2025-03-02T10:00:00.000Z', at(1)),
  ...aYearOlder('L1', '2025-03-02T10:00:00.001Z', at(1)),
);

const cyclesThatCancel = inUtc({
  post: 'opportunities',
  lines: [
    { id: 'O0', openedAt: at(2), wonAt: at(2, '12:00:00.000'), amount: '0.01' },
    { id: 'O1', openedAt: at(3, '12:00:00.000'), wonAt: at(3, '00:00:00.001'), amount: '0.01' },
    { id: 'O2', openedAt: at(4) },
  ],
});

const allAtOnce = inUtc(
  lead,
  {
    post: 'activities',
    lines: [
      { id: 'A0', lead: 'L0', kind: 'CALL', direction: 'OUTBOUND', at: at(4), owner: 'an' },
      { id: 'A1', lead: 'L0', kind: 'FORM', direction: 'INBOUND', at: at(4) },
      { id: 'A2', lead: 'L0', kind: 'EMAIL', direction: 'OUTBOUND', at: at(4), owner: 'bo' },
    ],
  },
  {
    post: 'transitions',
    lines: [
      { lead: 'L0', at: at(4), to: 'lost' },
      { lead: 'L0', at: at(4), to: 'opportunity' },
      { lead: 'L0', at: at(4), to: 'nurturing' },
    ],
  },
);

const arrivedAnew = inUtc(
  customers({ id: 'C0', becameAt: at(2) }),
  {
    post: 'orders',
    lines: [
      { id: 'B0', customer: 'C0', at: at(3), amount: '10', product: 'crm' },
      { id: 'B1', customer: 'C0', at: at(3), amount: '20', product: 'bi' },
    ],
  },
  { post: 'orders', lines: [{ id: 'B0', deleted: true }] },
  { post: 'orders', lines: [{ id: 'B0', customer: 'C0', at: at(3), amount: '10', product: 'crm' }] },
);

const childrenFirst = inUtc(
  { post: 'quotes', lines: [{ id: 'Q0', opportunity: 'O0', sentAt: at(6), acceptedAt: at(9) }], defer: true },
  {
    post: 'opportunities',
    lines: [{ id: 'O0', lead: 'L0', customer: 'C0', openedAt: at(5), wonAt: at(9) }],
    defer: true,
  },
  { post: 'opportunities', lines: [{ id: 'O0', amount: '12.50', updatedAt: at(9) }], defer: true },
  { post: 'opportunities', lines: [{ id: 'O0', amount: '99', updatedAt: at(8) }], defer: true },
  lead,
  customers({ id: 'C0', becameAt: at(9), lead: 'L0' }),
);

const erased = inUtc(
  lead,
  customers({ id: 'C0', becameAt: at(9), lead: 'L0' }),
  { post: 'orders', lines: [{ id: 'B0', customer: 'C0', at: at(9), amount: '7' }] },
  {
    post: 'activities',
    lines: [{ id: 'A0', lead: 'L1', kind: 'CALL', direction: 'OUTBOUND', at: at(3) }],
    defer: true,
  },
  { erase: 'L0' },
  { erase: 'L1' },
  { post: 'activities', lines: [{ id: 'A1', lead: 'L0', kind: 'CALL', direction: 'OUTBOUND', at: at(3) }] },
  customers({ id: 'C1', becameAt: at(9), lead: 'L0' }),
  leads({ id: 'L0', createdAt: at(1) }, { id: 'L1', createdAt: at(1) }),
);

const skipped = (skipPolicy: 'FILL' | 'STRICT') =>
  inUtc(sales({ skipPolicy }), lead, {
    post: 'transitions',
    lines: [
      { lead: 'L0', at: at(3), to: 'opportunity' },
      { lead: 'L0', at: at(5), to: 'nurturing' },
      { lead: 'L0', at: at(7), to: 'won' },
    ],
  });

const redefined = inUtc(
  lead,
  {
    post: 'transitions',
    lines: [
      { lead: 'L0', at: at(3), to: 'opportunity' },
      { lead: 'L0', at: at(5), to: 'lost' },
    ],
  },
  sales({
    stages: [
      { key: 'lead', category: 'ACQUISITION' },
      { key: 'quote', category: 'OPPORTUNITY' },
      { key: 'won', category: 'RETENTION' },
    ],
  }),
  { post: 'opportunities', lines: [{ id: 'O0', lead: 'L0', openedAt: at(7) }] },
);

const followedUpTwice = inUtc(
  sales({ followUpEffectDays: 2 }),
  lead,
  {
    post: 'activities',
    lines: [
      { id: 'A0', lead: 'L0', kind: 'CALL', direction: 'OUTBOUND', at: at(4), owner: 'an' },
      { id: 'A1', lead: 'L0', kind: 'CALL', direction: 'OUTBOUND', at: at(6), owner: 'bo' },
      { id: 'A2', lead: 'L0', kind: 'CALL', direction: 'OUTBOUND', at: at(6), owner: 'cy' },
    ],
  },
  {
    post: 'transitions',
    lines: [
      { lead: 'L0', at: at(6), to: 'nurturing' },
      { lead: 'L0', at: at(8), to: 'opportunity' },
    ],
  },
);

const aWeekOfAnHourLess: Script = {
  zone: 'America/Sao_Paulo',
  now: '2018-12-01T00:00:00.000Z',
  steps: [
    leads({ id: 'L0', createdAt: '2018-10-20T12:00:00.000Z', owner: 'an' }),
    {
      post: 'activities',
      lines: [{ id: 'A0', lead: 'L0', kind: 'CALL', direction: 'OUTBOUND', at: '2018-11-03T08:30:00.000Z' }],
    },
  ],
};

/** Histories on which engine and reference have differed, or on which they would if either were a little wrong: each as small as can be. */
export const namedCases: NamedCase[] = [
  {
    name: 'the lifetime value of nobody: no revenue is 0, and its share of no customers nothing',
    script: nobody,
    asked: [asking(nobody, march)],
  },
  {
    name: 'the window before lies at the same clock, though the clocks were changed in between',
    script: aWeekOfAnHourLess,
    asked: [asking(aWeekOfAnHourLess, { period: 'WEEK', date: '2018-11-05' }, { asOf: '2018-11-10T08:00:00.000Z' })],
  },
  {
    name: 'who advanced too late and was lost then is open in between, not lost before it',
    script: advancedLate,
    asked: [asking(advancedLate, march, { withinDays: 3 }), asking(advancedLate, march, { withinDays: 4 })],
  },
  {
    name: 'a loss is one as of then, though another opportunity was lost and a third won later',
    script: lostThenWon,
    asked: [5, 8, 9, 20, 25].map((day) => asking(lostThenWon, march, { asOf: at(day), grain: 'DAY' })),
  },
  {
    name: 'a loss taken back by a win leaves the loss before it, and the stay that it ended, as they were',
    script: lossTakenBack,
    asked: [5, 7, 8, 9, 10, 11].map((day) => asking(lossTakenBack, march, { asOf: at(day) })),
  },
  {
    name: 'stays of a year that differ by a millisecond have a spread of 0.7 ms',
    script: oneMillisecondApart,
    asked: [asking(oneMillisecondApart, march)],
  },
  {
    name: 'sales cycles whose mean is half a millisecond make a velocity all the same',
    script: cyclesThatCancel,
    asked: [asking(cyclesThatCancel, march)],
  },
  {
    name: 'at one instant: stages by position, then lost; inbound before outbound; then by arrival',
    script: allAtOnce,
    asked: [asking(allAtOnce, march), asking(allAtOnce, march, { filter: { OWNER: ['bo'] } })],
  },
  {
    name: 'what was taken away and posted again arrived anew',
    script: arrivedAnew,
    asked: [asking(arrivedAnew, march), asking(arrivedAnew, march, { basis: 'PERIOD', filter: { PRODUCT: ['bi'] } })],
  },
  {
    name: 'what waits is corrected while it waits, and arrived when it came',
    script: childrenFirst,
    asked: [asking(childrenFirst, march)],
  },
  {
    name: 'an erased lead’s customer stays without it, what names it is refused, an unknown one was never erased',
    script: erased,
    asked: [asking(erased, march)],
  },
  {
    name: 'a skipped stage counts as passed',
    script: skipped('FILL'),
    asked: [asking(skipped('FILL'), march), asking(skipped('FILL'), march, { basis: 'PERIOD' })],
  },
  {
    name: 'under STRICT only real entries count, in whatever order they came',
    script: skipped('STRICT'),
    asked: [asking(skipped('STRICT'), march), asking(skipped('STRICT'), march, { basis: 'PERIOD' })],
  },
  {
    name: 'transitions to a stage that is gone are nothing, and the first opportunity stage is another now',
    script: redefined,
    asked: [asking(redefined, march)],
  },
  {
    name: 'a follow-up’s effect ends where the next begins, and counts once its days have run out',
    script: followedUpTwice,
    asked: [asking(followedUpTwice, firstTen), asking(followedUpTwice, firstTen, { asOf: at(6) })],
  },
];
