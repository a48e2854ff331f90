import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('/livez and /readyz answer without a key', async () => {
  for (const path of ['/livez', '/readyz']) expect((await fetch(server.url + path)).status).toBe(200);
});

test('a key opens its workspace', async () => {
  expect(await ask(server, '{ workspace { name timeZone currency } }')).toEqual({
    workspace: { name: 'default', timeZone: 'Asia/Shanghai', currency: 'CNY' },
  });
});

test.each([
  ['no key', undefined],
  ['a key that nobody made', 'Bearer fk_nobody'],
  ['no bearer', 'Basic Zms6Zms='],
])('%s: 401 and no data, for introspection too', async (_, authorization) => {
  for (const query of ['{ workspace { name } }', '{ __schema { types { name } } }', '{ nonsense']) {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify({ query }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  }
});
