import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, exportSPKI, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { schema } from '../../../server/schema.ts';
import { ask } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { mutationProbes, probesOf } from '../access/schema-walk.ts';
import { literalsOf } from '../access/tenant.ts';
import { eventually } from '../graphql/eventually.ts';
import { askById, codesOf, documentNamed, mint, send, tryMint } from './embed-client.ts';

const chart = { funnel: 'sales', scope: { window: { last: { unit: 'DAY', count: 30 } } } };
const began = Date.parse('2026-11-26T04:00:00.700Z');

describe.each(engines)('an embed token on %s', (engine) => {
  let clock = began;
  let server: TestServer;
  const statements: string[] = [];
  beforeAll(async () => {
    server = await startServer({
      engine,
      now: () => new Date(clock),
      checkKeysEveryMs: 200,
      observe: (text) => statements.push(text),
    });
  });
  beforeEach(() => {
    clock = began;
  });
  afterAll(() => server.close());

  const reader = () => ({ url: server.url, key: server.readKey });
  const askChart = (token: string, headers: Record<string, string> = {}) =>
    send({ url: server.url, token, headers }, { documentId: documentNamed('FunnelChart').id, variables: chart });
  const outcome = async (response: Response) => [response.status, ...codesOf((await response.json()) as never)];
  const revoke = () => ask(server, 'mutation { revokeEmbedTokens { revokedAt } }');

  test('opens what its widgets ask, and is looked up with all that a request reads in one statement', async () => {
    const { token, widgets } = await mint(reader(), { widgets: ['funnel-chart', 'funnel-chart'] });
    expect(widgets).toEqual(['funnel-chart']);
    for (let time = 0; time < 3; time++) {
      statements.length = 0;
      expect(await outcome(await askChart(token))).toEqual([200]);
      expect(statements.filter((text) => /api_keys|embed_secrets/.test(text))).toHaveLength(1);
    }
  });

  test('says to whoever reads it what it is for, and until when by the clock of the server', async () => {
    const filter = { channels: ['b', null, 'a', 'a'], tags: ['t'] };
    const { token, issuedAt, expiresAt } = await mint(reader(), {
      widgets: ['funnel-chart'],
      filter,
      funnel: 'sales',
      origins: ['https://intranet.example'],
    });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT', kid: expect.any(String) });
    expect(decodeJwt(token)).toEqual({
      iss: 'funnelgraph',
      aud: 'funnelgraph-embed',
      sub: server.workspace.id,
      key: expect.any(String),
      iat: Date.parse('2026-11-26T04:00:00Z') / 1000,
      exp: Date.parse('2026-11-26T04:15:00Z') / 1000,
      widgets: ['funnel-chart'],
      filter: { channels: ['a', 'b', null], tags: ['t'] },
      funnel: 'sales',
      origins: ['https://intranet.example'],
    });
    expect([issuedAt, expiresAt]).toEqual(['2026-11-26T04:00:00.000Z', '2026-11-26T04:15:00.000Z']);
  });

  test('ends to the second, with a code of its own', async () => {
    const { token, expiresAt } = await mint(reader(), { expiresInSeconds: 60 });
    clock = Date.parse(expiresAt) - 1;
    expect(await outcome(await askChart(token))).toEqual([200]);
    clock = Date.parse(expiresAt);
    const late = await askChart(token);
    expect(late.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(await outcome(late)).toEqual([401, 'TOKEN_EXPIRED']);
  });

  test('ends with its key, and is said to', async () => {
    const ends = new Date(began + 120_500);
    const key = await server.makeKey(['READ'], ends);
    const { token, expiresAt } = await mint({ url: server.url, key }, { expiresInSeconds: 3_600 });
    expect(expiresAt).toBe('2026-11-26T04:02:01.000Z');
    expect(await outcome(await askChart(token))).toEqual([200]);
    await server.database.query(
      sql`delete from api_keys where workspace_id = ${server.workspace.id} and id = ${decodeJwt(token).key}`,
    );
    expect(await outcome(await askChart(token))).toEqual([401, 'UNAUTHENTICATED']);
  });

  async function watch(token: string): Promise<{ text: () => string; ended: Promise<void> }> {
    const response = await send(
      { url: server.url, token, headers: { accept: 'text/event-stream' } },
      { documentId: documentNamed('DataChanges').id },
    );
    let text = '';
    const ended = (async () => {
      for await (const bytes of response.body!) text += new TextDecoder().decode(bytes as Uint8Array);
    })();
    await eventually(() => text.includes('dataChanged'));
    return { text: () => text, ended };
  }

  test('ends the streams that it opened when it expires, though others of its key go on', async () => {
    const short = await mint(reader(), { expiresInSeconds: 60 });
    const long = await mint(reader(), { expiresInSeconds: 600 });
    const [first, second] = [await watch(short.token), await watch(long.token)];
    clock = Date.parse(short.expiresAt);
    await first.ended;
    expect(first.text()).toMatch(/"code":"TOKEN_EXPIRED"[\s\S]*event: complete\ndata:\n\n$/);
    expect(server.app.services.openKeys.heldCount()).toBe(1);
    clock = Date.parse(long.expiresAt);
    await second.ended;
    expect(server.app.services.openKeys.heldCount()).toBe(0);
  });

  test('is worth nothing after all of them were revoked, on another node too; the next one is', async () => {
    const other = await server.startNode();
    const { token } = await mint(reader());
    const stream = await watch(token);
    expect(await outcome(await askChart(token))).toEqual([200]);
    await revoke();
    for (const url of [server.url, other.url])
      expect(codesOf(await askById({ url, token }, 'FunnelChart', chart))).toEqual(['UNAUTHENTICATED']);
    await stream.ended;
    expect(stream.text()).toContain('"code":"UNAUTHENTICATED"');
    const next = await mint({ url: other.url, key: server.readKey });
    expect(await outcome(await askChart(next.token))).toEqual([200]);
    await other.close();
  });

  test('is signed with one secret, however many are made first at once', async () => {
    await revoke();
    const made = await Promise.all(Array.from({ length: 8 }, () => mint(reader())));
    expect(new Set(made.map(({ token }) => decodeProtectedHeader(token).kid)).size).toBe(1);
    for (const { token } of made) expect(await outcome(await askChart(token))).toEqual([200]);
  });

  describe('that is forged', () => {
    const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const secretOf = async (workspaceId: string) => {
      const [row] = await server.database.query<{ id: string; secret: string }>(
        sql`select id, secret from embed_secrets where workspace_id = ${workspaceId}`,
      );
      return { id: row!.id, bytes: new Uint8Array(Buffer.from(row!.secret, 'base64url')) };
    };
    const sign = (claims: JWTPayload, header: JWTHeaderParameters, key: Uint8Array) =>
      new SignJWT(claims).setProtectedHeader(header).sign(key);

    test('opens nothing: each differs from a good one in one thing', async () => {
      const tenant = await server.makeTenant('other');
      const theirs = (await mint({ url: server.url, key: tenant.key })).token;
      const { token: good } = await mint(reader(), { filter: { channels: ['alpha'] } });
      const [head, body, signature] = good.split('.') as [string, string, string];
      const header = decodeProtectedHeader(good) as JWTHeaderParameters;
      const claims = decodeJwt(good);
      const ours = await secretOf(server.workspace.id);
      const other = await secretOf(tenant.workspace.id);
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const spki = new TextEncoder().encode(await exportSPKI(publicKey));
      const seconds = began / 1000;
      const without = (name: string) => Object.fromEntries(Object.entries(claims).filter(([each]) => each !== name));
      const resigned = (change: object) => sign({ ...claims, ...change }, header, ours.bytes);

      expect(await outcome(await askChart(await resigned({})))).toEqual([200]);
      const forged: Record<string, string | Promise<string>> = {
        'no algorithm': `${text({ ...header, alg: 'none' })}.${body}.`,
        'no algorithm, in other letters': `${text({ ...header, alg: 'nOnE' })}.${body}.${signature}`,
        'no algorithm named': `${text({ typ: 'JWT', kid: header.kid })}.${body}.${signature}`,
        'an algorithm of key pairs': `${text({ ...header, alg: 'RS256' })}.${body}.${signature}`,
        'signed with a public key': sign(claims, header, spki),
        'another algorithm of secrets': sign(claims, { ...header, alg: 'HS512' }, ours.bytes),
        'no signature': `${head}.${body}.`,
        'another signature': `${head}.${body}.${theirs.split('.')[2]}`,
        'an edited filter': `${head}.${text({ ...claims, filter: { channels: ['beta'] } })}.${signature}`,
        'no filter': `${head}.${text({ ...claims, filter: null })}.${signature}`,
        'other widgets': `${head}.${text({ ...claims, widgets: ['kpi-event-feed'] })}.${signature}`,
        'a later end': `${head}.${text({ ...claims, exp: claims.exp! + 3_600 })}.${signature}`,
        'another workspace': `${head}.${text({ ...claims, sub: tenant.workspace.id })}.${signature}`,
        'another workspace, signed with its secret': sign(claims, { ...header, kid: other.id }, other.bytes),
        'the secret of another workspace': sign({ ...claims, sub: tenant.workspace.id }, header, other.bytes),
        'a key of another workspace': resigned({ key: decodeJwt(theirs).key }),
        'a secret that it does not name': sign(claims, { ...header, kid: other.id }, ours.bytes),
        'a secret that is no id': sign(claims, { ...header, kid: "' or true --" }, ours.bytes),
        'no secret': sign(claims, { alg: 'HS256', typ: 'JWT' }, ours.bytes),
        'another type': sign(claims, { ...header, typ: 'at+jwt' }, ours.bytes),
        'something critical': `${text({ ...header, crit: ['exp'] })}.${body}.${signature}`,
        'another audience': resigned({ aud: 'funnelgraph' }),
        'another issuer': resigned({ iss: 'https://evil.example' }),
        'not yet': resigned({ nbf: Math.ceil(seconds) + 60 }),
        'no end': sign(without('exp'), header, ours.bytes),
        'no beginning': sign(without('iat'), header, ours.bytes),
        'no widgets': sign(without('widgets'), header, ours.bytes),
        'no filter said': sign(without('filter'), header, ours.bytes),
        'a filter by what there is not': resigned({ filter: { stages: ['won'] } }),
        'a filter that is none': resigned({ filter: 'alpha' }),
        'too long': resigned({ more: 'x'.repeat(7_000) }),
        'a NUL': resigned({ sub: '\u0000' }),
      };
      for (const [name, token] of Object.entries(forged))
        expect([name, ...(await outcome(await askChart(await token)))]).toEqual([name, 401, 'UNAUTHENTICATED']);
      expect(await outcome(await askChart(await resigned({ exp: Math.floor(seconds) })))).toEqual([
        401,
        'TOKEN_EXPIRED',
      ]);
    });
  });
});

describe('an embed token', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: { FUNNEL_ADMIN_KEY: 'x' } });
  });
  afterAll(() => server.close());
  const reader = () => ({ url: server.url, key: server.readKey });
  const sent = async (input: object = {}, headers: Record<string, string> = {}) => ({
    url: server.url,
    token: (await mint(reader(), input)).token,
    headers,
  });

  test.each<[string, object, string]>([
    ['no widgets', { widgets: [] }, 'NO_WIDGETS'],
    ['an element that there is not', { widgets: ['funnel-chart', 'pie-chart'] }, 'UNKNOWN_WIDGET'],
    ['an empty list of channels', { filter: { channels: [] } }, 'EMPTY_LIST'],
    ['no origins', { origins: [] }, 'EMPTY_LIST'],
    ['a funnel that there is not', { funnel: 'nowhere' }, 'UNKNOWN_FUNNEL'],
    ['the feed, locked to a channel', { widgets: ['kpi-event-feed'], filter: { channels: ['a'] } }, 'NOT_LOCKABLE'],
    ['the feed, locked to a funnel', { widgets: ['funnel-chart', 'kpi-event-feed'], funnel: 'sales' }, 'NOT_LOCKABLE'],
    ['a page for an origin', { origins: ['https://intranet.example/page'] }, 'INVALID_ORIGIN'],
    ['a slash behind the origin', { origins: ['https://intranet.example/'] }, 'INVALID_ORIGIN'],
    ['the usual port', { origins: ['https://intranet.example:443'] }, 'INVALID_ORIGIN'],
    ['large letters', { origins: ['https://Intranet.example'] }, 'INVALID_ORIGIN'],
    ['any subdomain', { origins: ['https://*.example'] }, 'INVALID_ORIGIN'],
    ['any origin', { origins: ['*'] }, 'INVALID_ORIGIN'],
    ['the origin of files', { origins: ['null'] }, 'INVALID_ORIGIN'],
    ['an extension', { origins: ['chrome-extension://abc'] }, 'INVALID_ORIGIN'],
    ['21 origins', { origins: Array.from({ length: 21 }, (_, n) => `https://a${n}.example`) }, 'INVALID_ORIGIN'],
    ['less than a minute', { expiresInSeconds: 59 }, 'INVALID_LIFETIME'],
    ['more than a day', { expiresInSeconds: 86_401 }, 'INVALID_LIFETIME'],
    [
      'thousands of channels',
      { filter: { channels: Array.from({ length: 900 }, (_, n) => `channel-${n}`) } },
      'TOO_LONG',
    ],
  ])('is not made for %s', async (_, input, code) => {
    expect(await tryMint(reader(), { widgets: ['funnel-chart'], ...input })).toMatchObject({
      __typename: 'InvalidEmbedTokenError',
      code,
    });
  });

  test('is not made by another', async () => {
    const query = 'mutation { createEmbedToken(input: { widgets: ["funnel-chart"] }) { __typename } }';
    expect(codesOf((await (await send(await sent(), { query })).json()) as never)).toEqual(['FORBIDDEN']);
  });

  test('of one element does not ask what another asks', async () => {
    const token = await sent({ widgets: ['funnel-chart'] });
    expect(codesOf(await askById(token, 'ChannelRoiTable', chart))).toEqual(['FORBIDDEN']);
    expect(codesOf(await askById(token, 'KpiEventFeed', { last: 1 }))).toEqual(['FORBIDDEN']);
    const stream = { ...token, headers: { accept: 'text/event-stream' } };
    const refused = await send(stream, { documentId: documentNamed('KpiEvents').id });
    expect(await refused.text()).toMatch(/"code":"FORBIDDEN"/);
  });

  test('is refused every field of the schema, asked as a text', async () => {
    const token = await sent({ filter: { channels: ['alpha'] } });
    const literals = literalsOf('beta', ['none'], ['none']);
    const probes = [
      ...probesOf(schema, 'query', literals, literals),
      ...probesOf(schema, 'subscription', literals, literals),
      ...mutationProbes(schema, literals),
    ];
    expect(probes.length).toBeGreaterThan(600);
    for (const { name, operation } of probes) {
      const response = await send(token, { query: operation });
      const answer = { errors: [{ message: expect.any(String), extensions: { code: 'FORBIDDEN' } }] };
      expect([name, response.status, await response.json()]).toEqual([name, 403, answer]);
    }
  });

  test.each<[string, object]>([
    ['a text that is a known document’s', { query: documentNamed('FunnelChart').text, variables: chart }],
    [
      'a text beside an id',
      { query: '{ workspace { name } }', documentId: documentNamed('FunnelChart').id, variables: chart },
    ],
    ['an introspection', { query: '{ __schema { types { name } } }' }],
    ['nothing', {}],
    ['an id that is null', { documentId: null, query: '{ workspace { name } }' }],
    ['several at once', [{ documentId: documentNamed('FunnelChart').id, variables: chart }]],
    [
      'a hash for automatic persistence',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } }, query: '{ workspace { name } }' },
    ],
  ])('gets no data for %s', async (_, body) => {
    const answer = (await (await send(await sent(), body)).json()) as { data?: unknown };
    expect(answer.data).toBeUndefined();
    expect(codesOf(answer as never)).toEqual([expect.stringMatching(/^(FORBIDDEN|BAD_REQUEST)$/)]);
  });

  test.each(['application/graphql', 'application/x-www-form-urlencoded'])(
    'gets no data in a body of %s',
    async (type) => {
      const { url, token } = await sent();
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        body: type.endsWith('urlencoded')
          ? `query=${encodeURIComponent('{ workspace { name } }')}`
          : '{ workspace { name } }',
      });
      expect(await response.text()).not.toContain('"data"');
    },
  );

  test.each([
    ['GET', '/graphql?query=%7Bworkspace%7Bname%7D%7D'],
    ['POST', '/ingest/leads'],
    ['GET', '/events?wait=0'],
    ['HEAD', '/events'],
    ['GET', '/maintenance/check'],
    ['POST', '/maintenance/rebuild'],
  ])('is refused at %s %s', async (method, path) => {
    const { url, token } = await sent();
    const response = await fetch(url + path, { method, headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(403);
    if (method !== 'HEAD') expect(codesOf((await response.json()) as never)).toEqual(['FORBIDDEN']);
  });

  test('opens no WebSocket', async () => {
    const { url, token } = await sent();
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.once('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
    );
    expect(await closed).toBe(4403);
  });

  test('that names origins is for their pages alone, the short way as the long one, and on streams', async () => {
    const input = { origins: ['https://intranet.example', 'http://localhost:8080'] };
    const { url, token } = await sent(input);
    const from = async (origin: string | undefined, accept = 'application/json', type = 'application/json') => {
      const headers = { accept, 'content-type': type, ...(origin && { origin }) };
      const name = accept === 'text/event-stream' ? 'DataChanges' : 'FunnelChart';
      const response = await send({ url, token, headers }, { documentId: documentNamed(name).id, variables: chart });
      if (response.status === 200) await response.body!.cancel();
      else expect(codesOf((await response.json()) as never)).toEqual(['FORBIDDEN']);
      return response.status;
    };
    for (const [accept, type] of [
      ['application/json', 'application/json'],
      ['application/json', 'application/json; charset=utf-8'],
      ['text/event-stream', 'application/json'],
    ]) {
      expect(await from('https://intranet.example', accept, type)).toBe(200);
      expect(await from('http://localhost:8080', accept, type)).toBe(200);
      for (const other of [
        undefined,
        'null',
        'http://intranet.example',
        'https://intranet.example.evil',
        'https://evil.example',
        'https://intranet.example:8443',
        'http://localhost',
      ])
        expect([other, await from(other, accept, type)]).toEqual([other, 403]);
    }
    const preflight = await fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://intranet.example' },
    });
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
  });

  test('lets the page know the clock by which it ends', async () => {
    const { url, token } = await sent();
    const headers = { origin: 'https://intranet.example' };
    const response = await send(
      { url, token, headers },
      { documentId: documentNamed('FunnelChart').id, variables: chart },
    );
    expect(response.headers.get('access-control-expose-headers')).toContain('Date');
    expect(Math.abs(Date.parse(response.headers.get('date')!) - Date.now())).toBeLessThan(5_000);
  });
});

test('a stream ends in the moment that its key expires, whenever keys are looked at', async () => {
  const server = await startServer({ checkKeysEveryMs: 600_000 });
  const key = await server.makeKey(['READ'], new Date(Date.now() + 1_500));
  const response = await send(
    { url: server.url, token: key, headers: { accept: 'text/event-stream' } },
    { query: 'subscription { dataChanged { version } }' },
  );
  expect(await response.text()).toMatch(/"code":"UNAUTHENTICATED"[\s\S]*event: complete/);
  await server.close();
});
