import fc from 'fast-check';
import { dateAt } from './days.ts';
import { correction, newLine, owner } from './lines.ts';
import { DAYS_KNOWN, dateOf, days, type Era, eras, inEra, moment } from './moments.ts';
import { CURRENCY, DEFAULT_FUNNEL, type FunnelChange, type Kind, type Line, type Script, type Step } from './script.ts';

/**
 * Random histories of a small company: what it posts at first, in one order or another, then what it corrects, takes away, erases and
 * changes in its funnels. Dense in time, so that ties, skips, moves back, re-entries and negative durations are common.
 */

const sizes: [Kind, letter: string, most: number][] = [
  ['leads', 'L', 5],
  ['transitions', 'T', 10],
  ['activities', 'A', 14],
  ['customers', 'C', 4],
  ['opportunities', 'O', 6],
  ['quotes', 'Q', 5],
  ['orders', 'B', 8],
  ['surveys', 'S', 4],
  ['spend', '', 4],
];

/** Without leads there is little to see. */
const least: Partial<Record<Kind, number>> = { leads: 2 };

const facts = fc.record(
  Object.fromEntries(
    sizes.map(([kind, , most]) => [
      kind,
      fc.array(newLine(kind), { minLength: least[kind] ?? 0, maxLength: most, size: 'max' }),
    ]),
  ),
) as fc.Arbitrary<Record<Kind, Record<string, unknown>[]>>;

const team = fc.record({ key: owner, team: fc.option(fc.constantFrom('red', 'blue'), { freq: 4 }) });

/** Now and then absent, seldom the default again. */
const sometimes = <T>(of: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 7, arbitrary: of },
    { weight: 1, arbitrary: fc.constant(null) },
  );

const stage = (key: string, ...categories: FunnelChange['stages'][number]['category'][]) =>
  fc.record({ key: fc.constant(key), category: fc.constantFrom(...categories) });
/** Some of these stages in some order. */
const stages = fc
  .tuple(
    stage('lead', 'ACQUISITION'),
    stage('nurturing', 'NURTURING', 'OPPORTUNITY'),
    stage('quote', 'OPPORTUNITY'),
    stage('opportunity', 'OPPORTUNITY', 'NURTURING'),
    stage('won', 'RETENTION'),
  )
  .chain((all) => fc.shuffledSubarray(all, { minLength: 2 }));
const usualStages: FunnelChange['stages'] = [
  { key: 'lead', category: 'ACQUISITION' },
  { key: 'nurturing', category: 'NURTURING' },
  { key: 'quote', category: 'OPPORTUNITY' },
  { key: 'won', category: 'RETENTION' },
];
const funnelChange = (key: string, of: fc.Arbitrary<FunnelChange['stages']>): fc.Arbitrary<FunnelChange> =>
  fc.record({
    key: fc.constant(key),
    stages: of,
    qualifiedThreshold: sometimes(fc.constantFrom(30, 50, 60.5)),
    skipPolicy: sometimes(fc.constantFrom('FILL' as const, 'STRICT' as const)),
    leadChurnDays: sometimes(days),
    customerChurnDays: sometimes(days),
    followUpEffectDays: sometimes(days),
    stalledAfterDays: sometimes(fc.oneof(days, fc.constant(0))),
    activityWeights: sometimes(
      fc.dictionary(fc.constantFrom('CALL', 'EMAIL', 'MEETING', 'FORM'), fc.integer({ min: 0, max: 6 })),
    ),
  });

const kindOfFact = fc.constantFrom(...sizes.map(([kind]) => kind));
/** What comes after the first posts. `place` picks one of the facts of the kind. */
const later = fc.oneof(
  {
    weight: 6,
    arbitrary: kindOfFact.chain((kind) =>
      fc.record({ correct: fc.constant(kind), place: fc.nat(20), said: correction(kind) }),
    ),
  },
  { weight: 2, arbitrary: fc.record({ again: kindOfFact, place: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ remove: kindOfFact, place: fc.nat(20), updatedAt: fc.option(moment) }) },
  { weight: 1, arbitrary: fc.record({ erase: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ funnel: funnelChange(DEFAULT_FUNNEL, stages) }) },
  { weight: 1, arbitrary: fc.record({ funnel: funnelChange('partner', stages) }) },
  { weight: 1, arbitrary: fc.record({ team }) },
  { weight: 1, arbitrary: fc.record({ rate: fc.nat(9), perUnit: fc.constantFrom('6.75', '0.5', '7.0001') }) },
);
type Later = typeof later extends fc.Arbitrary<infer Drawn> ? Drawn : never;

const drawn = fc.record({
  era: fc.constantFrom(...eras),
  facts,
  isChildrenFirst: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  teams: fc.uniqueArray(team, { maxLength: 3, selector: ({ key }) => key }),
  sales: fc.option(funnelChange(DEFAULT_FUNNEL, fc.oneof(fc.constant(usualStages), stages)), { freq: 4 }),
  partner: funnelChange('partner', fc.oneof(fc.constant(usualStages), stages)),
  unknownRate: fc.option(fc.nat(9), { freq: 5 }),
  later: fc.array(later, { maxLength: 6 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

export interface History {
  era: Era;
  script: Script;
}
export const history: fc.Arbitrary<History> = drawn.map((drawn) => ({ era: drawn.era, script: scriptOf(drawn) }));

function scriptOf({ era, facts, isChildrenFirst, teams, sales, partner, unknownRate, later }: Drawn): Script {
  const lines = Object.fromEntries(
    sizes.map(([kind, letter]) => [
      kind,
      facts[kind].map((fact, place) => line(era, { ...keyOf(kind, letter, place, fact), ...fact })),
    ]),
  ) as Record<Kind, Line[]>;
  const corrections = later.flatMap((one): [Kind, Line][] =>
    'correct' in one ? [[one.correct, line(era, one.said)]] : [],
  );
  const rates = ratesFor(era, [
    ...Object.entries(lines).flatMap(([kind, all]) => all.map((one): [Kind, Line] => [kind as Kind, one])),
    ...corrections,
  ]).filter((_, place) => place !== unknownRate);
  const kinds = sizes.map(([kind]) => kind);
  const inOrder = isChildrenFirst ? [...kinds].reverse() : kinds;
  const steps: Step[] = [
    ...(sales ? [{ funnel: sales }] : []),
    { funnel: partner },
    { post: 'owners', lines: teams },
    { post: 'rates', lines: rates },
    ...inOrder.map((kind): Step => ({ post: kind, lines: lines[kind], ...(isChildrenFirst && { defer: true }) })),
    ...later.flatMap((one) => stepOf(one, era, lines, rates)),
  ];
  return {
    zone: era.zone,
    now: `${dateOf(era, DAYS_KNOWN)}T00:00:00.000Z`,
    steps: steps.filter((step) => !('lines' in step) || step.lines.length > 0),
  };
}

/** Half of the transitions have an id; the others are told apart by what they say. */
function keyOf(kind: Kind, letter: string, place: number, fact: Record<string, unknown>): Record<string, unknown> {
  if (kind === 'spend' || (kind === 'transitions' && place % 2 === 0)) return {};
  return { id: `${letter}${place}`, ...fact };
}

function line(era: Era, fact: Record<string, unknown>): Line {
  const written = inEra<Line>(fact, era);
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

const keyFields: Partial<Record<Kind, string[]>> = {
  spend: ['channel', 'date', 'campaign', 'funnel'],
  transitions: ['lead', 'at', 'to'],
};

function stepOf(one: Later, era: Era, lines: Record<Kind, Line[]>, rates: Line[]): Step[] {
  if ('funnel' in one) return [{ funnel: one.funnel }];
  if ('team' in one) return [{ post: 'owners', lines: [one.team] }];
  if ('erase' in one) return [{ erase: `L${one.erase}` }];
  if ('rate' in one) {
    const rate = rates[one.rate % rates.length];
    return rate ? [{ post: 'rates', lines: [{ ...rate, perUnit: one.perUnit }] }] : [];
  }
  const kind = 'correct' in one ? one.correct : 'again' in one ? one.again : one.remove;
  const all = lines[kind];
  const known = all[one.place % all.length];
  if (!known) return [];
  if ('again' in one) return [{ post: kind, lines: [known] }];
  const key = typeof known.id === 'string' ? ['id'] : keyFields[kind]!;
  const named = Object.fromEntries(
    key.filter((field) => known[field] !== undefined).map((field) => [field, known[field]]),
  );
  if ('remove' in one) {
    const version = one.updatedAt ? line(era, { updatedAt: one.updatedAt }) : {};
    return [{ post: kind, lines: [{ ...named, ...version, deleted: true }] }];
  }
  return [{ post: kind, lines: [{ ...line(era, one.said), ...named }] }];
}

const moneyDays: Partial<Record<Kind, string>> = {
  opportunities: 'openedAt',
  quotes: 'sentAt',
  orders: 'at',
  spend: 'date',
};

/** A rate for each day on which something is or may become dated in a foreign currency. */
function ratesFor(era: Era, lines: [Kind, Line][]): Line[] {
  const days = new Set<string>();
  for (const [kind, fact] of lines) {
    const said = fact[moneyDays[kind] ?? ''];
    if (typeof said !== 'string' || fact.currency === CURRENCY) continue;
    days.add(said.length === 10 ? said : dateAt(Date.parse(said), era.zone));
  }
  return [...days].sort().map((date, place) => ({ currency: 'USD', date, perUnit: (6.5 + place / 8).toFixed(3) }));
}
