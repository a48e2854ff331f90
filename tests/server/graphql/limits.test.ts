import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camelCase } from '../../../server/graphql/kpi-set.ts';
import { limits } from '../../../server/graphql/limits.ts';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function send(body: string): Promise<{ status: number; codes: string[] }> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${server.key}`,
    },
    body,
  });
  const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return { status: response.status, codes: errors.map(({ extensions }) => extensions.code) };
}
const query = (text: string) => send(JSON.stringify({ query: text }));
const scope = '{ window: { period: "2026-01" } }';
const nested = (depth: number) =>
  `{ workspace { leads(first: 1) { edges { node ${'{ opportunities { lead '.repeat(depth)} { id } ${'} }'.repeat(depth)} } } } }`;

describe('what is over a limit is refused with 400 and its own code:', () => {
  test.each([
    ['a selection nested too deep', nested(6), 'TOO_DEEP'],
    ['one nested too deep through fragments', `{ workspace { ...a } } ${fragmentChain(16)}`, 'TOO_DEEP'],
    [
      'too many aliases',
      `{ workspace { ${'x'
        .repeat(limits.aliases + 1)
        .split('')
        .map((_, n) => `a${n}: name`)
        .join(' ')} } }`,
      'TOO_MANY_ALIASES',
    ],
    [
      'too many questions',
      `{ workspace { funnel(key: "sales") { ${Array.from({ length: 240 }, (_, n) => `a${n}: kpis(scope: ${scope}) { newLeads { value series(grain: DAY) { value } } }`).join(' ')} } } }`,
      'TOO_COSTLY',
    ],
    [
      'connections within lists within connections',
      `{ workspace { leads(first: 500) { edges { node { opportunities { lead { opportunities { lead { opportunities { lead { opportunities { id } } } } } } } } } } } }`,
      'TOO_COSTLY',
    ],
    ['too many tokens', `{ workspace { ${'name '.repeat(limits.tokens)} } }`, 'TOO_MANY_TOKENS'],
    [
      'an introspection that explodes',
      `{ __schema { types { ${'fields { type { '.repeat(9)} name ${'} }'.repeat(9)} } } }`,
      'TOO_DEEP',
    ],
  ])('%s', async (_, text, code) => {
    expect(await query(text)).toEqual({ status: 400, codes: [code] });
  });

  test('a fragment that spreads itself', async () => {
    expect(await query('{ workspace { ...a } } fragment a on Workspace { name ...a }')).toEqual({
      status: 400,
      codes: ['GRAPHQL_VALIDATION_FAILED'],
    });
  });

  test('fragments that double at each step are measured in no time', async () => {
    const doubling = Array.from(
      { length: 40 },
      (_, n) => `fragment f${n} on Workspace { ...f${n + 1} ...f${n + 1} }`,
    ).join(' ');
    const started = performance.now();
    const { status } = await query(`{ workspace { ...f0 } } ${doubling} fragment f40 on Workspace { name }`);
    expect(status).toBe(400);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('several operations in one request', async () => {
    expect((await send(JSON.stringify([{ query: '{ workspace { name } }' }]))).status).toBe(400);
  });

  test('a body over 1 MiB, with 413', async () => {
    expect((await query(`{ workspace { name } } # ${'x'.repeat(1024 * 1024)}`)).status).toBe(413);
  });
});

test('a body in chunks, whose length nobody said, is served up to 1 MiB and refused beyond with 413', async () => {
  const inChunks = async (size: number) => {
    const text = JSON.stringify({ query: `{ workspace { name } } # ${'x'.repeat(size)}` });
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${server.key}` },
      body: new Blob([text]).stream(),
      duplex: 'half',
    } as RequestInit);
    return [response.status, await response.json()];
  };
  expect(await inChunks(500_000)).toEqual([200, { data: { workspace: { name: 'default' } } }]);
  expect(await inChunks(1024 * 1024)).toMatchObject([
    413,
    { errors: [{ extensions: { code: 'REQUEST_ENTITY_TOO_LARGE' } }] },
  ]);
});

describe('what people really ask passes:', () => {
  test('a scorecard of all KPIs with previous, series and breakdown', async () => {
    const fields =
      'value money { amount currency } numerator denominator sampleSize interval { low high level } standardDeviation median p90 leftOut { reason count } status change relativeChange previous { value } series(grain: DAY) { from value interval { low high } leftOut { reason count } } definition { key name description formula unit direction }';
    const kpis = definitions.map(
      ({ key, dimensions: [dimension] }) =>
        `${camelCase(key)} { ${fields} breakdown(by: ${dimension}) { key label value numerator sampleSize } }`,
    );
    expect(
      await query(`{ workspace { funnel(key: "sales") { kpis(scope: ${scope}) { ${kpis.join(' ')} } } } }`),
    ).toEqual({ status: 200, codes: [] });
  });

  test('twenty KPIs of five hundred channels', async () => {
    const keys = definitions
      .filter(({ dimensions }) => dimensions.includes('CHANNEL'))
      .map(({ key }) => `${camelCase(key)} { value numerator denominator sampleSize status }`);
    expect(
      await query(
        `{ workspace { channels(first: 500) { edges { node { kpis(scope: ${scope}) { ${keys.join(' ')} } } } } } }`,
      ),
    ).toEqual({ status: 200, codes: [] });
  });

  test('the usual introspection, of GraphiQL too', async () => {
    for (const options of [
      {},
      {
        inputValueDeprecation: true,
        oneOf: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
      },
    ])
      expect(await query(getIntrospectionQuery(options))).toEqual({ status: 200, codes: [] });
  });
});

function fragmentChain(length: number): string {
  return [
    'fragment a on Workspace { leads { edges { node { ...l0 } } } }',
    ...Array.from({ length }, (_, n) => `fragment l${n} on Lead { opportunities { lead { ...l${n + 1} } } }`),
    `fragment l${length} on Lead { id }`,
  ].join(' ');
}
