import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { dimensions } from '../../../server/kpi/types.ts';
import { april } from '../../fixtures/april.ts';
import { post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

/** How a question may be refused; anything else is a fault. */
const refusals = new Set([
  'UNKNOWN_KPI',
  'INVALID_WINDOW',
  'INVALID_AS_OF',
  'INVALID_FILTER',
  'INVALID_WITHIN_DAYS',
  'INVALID_FIRST',
  'DIMENSION_NOT_AVAILABLE',
  'BASIS_NOT_AVAILABLE',
  'WITHIN_DAYS_NOT_AVAILABLE',
  'TOO_MANY_POINTS',
  'TIMEOUT',
  // A value that is not of its type, such as a date of no calendar.
  'BAD_USER_INPUT',
]);

const units = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 3 });
const rarely = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 1 });

const date = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 900 }).map((n) => iso(Date.UTC(2024, 6, 1) + n * 86_400_000)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 200_000 }).map((n) => iso(Date.UTC(1800, 0, 1) + n * 86_400_000)) },
  fc.constantFrom('2026-02-30', '2024-02-29', '0000-01-01', '9999-12-31', '', '2026-3-1', '٢٠٢٦-٠١-٠١'),
);
const period = fc.oneof(
  fc.constantFrom('2026', '2026-Q2', '2026-04', '2026-W18', '2020-W53', '2026-W54', '2026-W00', '2026-13', '2026-Q5'),
  fc.string(),
);
const window = fc.oneof(
  { weight: 4, arbitrary: fc.record({ between: fc.record({ from: date, to: date }) }) },
  { weight: 2, arbitrary: fc.record({ period }) },
  {
    weight: 2,
    arbitrary: fc.record({
      last: fc.record({
        unit: fc.constantFrom(...units),
        count: fc.oneof(fc.integer({ min: -2, max: 40 }), fc.integer()),
      }),
    }),
  },
);
const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('ads', 'fair', 'an', 'bo', 'EMAIL', '10', '200') },
  fc.string({ unit: 'binary' }),
  fc.constantFrom("'; drop table leads; --", '\u0000', '\ud800', '%', '{}', 'NULL', '__proto__'),
);
const keys = rarely(fc.array(key, { maxLength: 4 }));
const scope = fc.record({
  window,
  filter: rarely(
    fc.record({
      channels: rarely(fc.array(fc.option(key), { maxLength: 4 })),
      owners: keys,
      teams: keys,
      products: keys,
      industries: keys,
      regions: keys,
      companySizes: keys,
      tags: keys,
    }),
  ),
  basis: maybe(fc.constantFrom('COHORT', 'PERIOD')),
  withinDays: rarely(fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer())),
  asOf: maybe(
    fc.oneof(
      fc.integer({ min: 0, max: 900 }).map((n) => new Date(Date.UTC(2024, 6, 1) + n * 86_400_000).toISOString()),
      fc.constantFrom(
        '2999-01-01T00:00:00Z',
        '0001-01-01T00:00:00Z',
        '2026-04-17T00:00:00+08:00',
        'now',
        '1969-12-31T23:59:59.999Z',
      ),
    ),
  ),
});
const question = fc.record({
  key: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...definitions.map((definition) => definition.key)) },
    fc.constantFrom('', 'newLeads', '__proto__', 'toString'),
  ),
  scope,
  grain: fc.constantFrom(...units),
  by: fc.constantFrom(...dimensions),
  first: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: -1, max: 600 })),
  ask: fc.constantFrom('value', 'series', 'breakdown', 'previous', 'all'),
});

const numbers = 'value numerator denominator sampleSize';
const parts: Record<string, string> = {
  value: `${numbers} money { amount } interval { low high } standardDeviation median p90 leftOut { count } change relativeChange`,
  series: 'series(grain: $grain) { value }',
  breakdown: `breakdown(by: $by, first: $first) { key ${numbers} median }`,
  previous: `previous { ${numbers} }`,
};
const variables: Record<string, string> = { series: '$grain: TimeUnit!', breakdown: '$by: KpiDimension!, $first: Int' };

// 10,000 in all: whatever is asked is answered, or refused with a code that says why; never a fault, never something that is no number.
describe.each(engines)('fuzzed questions on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine });
    for (const [kind, facts] of Object.entries(april)) await post(server, kind, facts);
  });
  afterAll(() => server.close());

  test('are answered or refused', { timeout: 600_000 }, async () => {
    const runs = engine === 'postgres' ? 7_000 : 3_000;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(question, async ({ ask, scope, ...asked }) => {
        const wanted = ask === 'all' ? Object.keys(parts) : [ask];
        const declared = wanted.flatMap((part) => variables[part] ?? []).join(', ');
        const query = `query ($key: String!, $scope: KpiScopeInput!, ${declared}) {
          workspace { funnel(key: "sales") { kpi(key: $key, scope: $scope) { ${wanted.map((part) => parts[part]).join(' ')} } } } }`;
        const started = performance.now();
        const { data, errors } = await request<object>(server, query, { ...asked, scope });
        expect(performance.now() - started).toBeLessThan(30_000);
        for (const error of errors ?? []) expect(refusals).toContain(error.extensions?.code);
        if (errors) refused += 1;
        else expect(data).toBeTruthy();
      }),
      { numRuns: runs },
    );
    // Neither all of them nonsense nor all of them tame.
    expect(refused / runs).toBeGreaterThan(0.1);
    expect(refused / runs).toBeLessThan(0.9);
  });
});

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
