import { readFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect, createServer as createTcp } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { createOutbound, type LookUp } from '../../../server/outbound/outbound.ts';
import { startReceiver } from '../webhooks/receiver.ts';

/** A name service that says one thing after the other; the last one for good. */
function names(...answers: string[][]): { lookUp: LookUp; asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    lookUp(_host, _options, callback) {
      const addresses = answers[Math.min(asked++, answers.length - 1)]!;
      const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      setImmediate(() => callback(null, found));
    },
  };
}

const message = { headers: { 'x-test': 'yes' }, body: '{"a":"ä"}' };
const failure = (code: string) => expect.objectContaining({ name: 'OutboundError', code });

test.each([
  ['http://example.com/', 'INVALID_URL'],
  ['ftp://example.com/', 'INVALID_URL'],
  ['file:///etc/passwd', 'INVALID_URL'],
  ['gopher://example.com/', 'INVALID_URL'],
  ['/hook', 'INVALID_URL'],
  ['', 'INVALID_URL'],
  ['https://user:password@example.com/', 'INVALID_URL'],
  ['https://example.com:22/', 'INVALID_URL'],
  ['https://example.com:25/', 'INVALID_URL'],
  [`https://example.com/${'x'.repeat(2_000)}`, 'INVALID_URL'],
  ['https://127.0.0.1/', 'ADDRESS_REFUSED'],
  ['https://2130706433/', 'ADDRESS_REFUSED'],
  ['https://0x7f.1/', 'ADDRESS_REFUSED'],
  ['https://0177.0.0.1/', 'ADDRESS_REFUSED'],
  ['https://[::1]/', 'ADDRESS_REFUSED'],
  ['https://[::ffff:127.0.0.1]/', 'ADDRESS_REFUSED'],
  ['https://169.254.169.254/latest/meta-data/', 'ADDRESS_REFUSED'],
  ['https://１２７.0.0.1/', 'ADDRESS_REFUSED'],
  ['https://localhost:8443/', 'ADDRESS_REFUSED'],
  ['https://db.localhost./', 'ADDRESS_REFUSED'],
])('%s is refused: %s', async (url, code) => {
  const { lookUp, asked } = names(['93.184.215.14']);
  const outbound = createOutbound({ allowPrivate: false, lookUp });
  expect(() => outbound.check(url)).toThrow(failure(code));
  await expect(outbound.post(url, message)).rejects.toEqual(failure(code));
  expect(asked()).toBe(0);
});

test.each([
  'https://example.com/hook?key=1',
  'https://example.com:8443/',
  'https://8.8.8.8/',
  'https://[2606:4700::1111]/',
])('%s may be asked', (url) => expect(() => createOutbound({ allowPrivate: false }).check(url)).not.toThrow());

test.each([
  ['a loopback address', ['127.0.0.1']],
  ['a private one', ['10.1.2.3']],
  ['a metadata service', ['169.254.169.254']],
  ['an IPv6 form of one', ['::ffff:169.254.169.254']],
  ['a public and a private address', ['93.184.215.14', '192.168.0.1']],
  ['nothing', []],
])('a name that stands for %s is refused', async (_what, addresses) => {
  const outbound = createOutbound({ allowPrivate: false, lookUp: names(addresses).lookUp });
  const code = addresses.length > 0 ? 'ADDRESS_REFUSED' : 'UNKNOWN_HOST';
  await expect(outbound.post('https://hooks.example/', message)).rejects.toEqual(failure(code));
});

test('a metadata service is refused where private addresses are allowed, too', async () => {
  const outbound = createOutbound({ allowPrivate: true, lookUp: names(['169.254.169.254']).lookUp });
  expect(() => outbound.check('http://169.254.169.254/')).toThrow(failure('ADDRESS_REFUSED'));
  await expect(outbound.post('http://hooks.example/', message)).rejects.toEqual(failure('ADDRESS_REFUSED'));
});

test('a name that re-binds to 127.0.0.1 between two requests is refused at the second, and no connection is made', async () => {
  const connected: string[] = [];
  const inside = createTcp((socket) => {
    connected.push(socket.remoteAddress!);
    socket.destroy();
  });
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
  const { port } = inside.address() as AddressInfo;
  // Reserved for documentation in RFC 5737 is private here, so a public address that nothing answers on stands first.
  const { lookUp, asked } = names(['2000::1'], ['127.0.0.1']);
  const outbound = createOutbound({ allowPrivate: false, timeoutMs: 300, lookUp });
  const url = `https://hooks.example:${port}/`;
  // A public address that nobody has: allowed, but nothing answers.
  await expect(outbound.post(url, message)).rejects.toThrow(/No answer came/);
  await expect(outbound.post(url, message)).rejects.toEqual(failure('ADDRESS_REFUSED'));
  expect(asked()).toBe(2);
  expect(connected).toEqual([]);
  // The port was open all along.
  await new Promise((resolve) => connect(port, '127.0.0.1').on('close', resolve));
  expect(connected).toHaveLength(1);
  inside.close();
});

test('the address that was checked is the one that is connected to: a name is looked up once for each request', async () => {
  const receiver = await startReceiver();
  const { port } = new URL(receiver.url);
  // Asked again, the name would mean something else.
  const { lookUp, asked } = names(['127.0.0.1'], ['169.254.169.254']);
  const outbound = createOutbound({ allowPrivate: true, lookUp });
  expect(await outbound.post(`http://hooks.example:${port}/a?b=c#d`, message)).toMatchObject({ status: 204 });
  expect(asked()).toBe(1);
  expect(receiver.received[0]).toMatchObject({ path: '/a?b=c', body: message.body });
  expect(receiver.received[0]!.headers).toMatchObject({ host: `hooks.example:${port}`, 'x-test': 'yes' });
  await expect(outbound.post(`http://hooks.example:${port}/`, message)).rejects.toEqual(failure('ADDRESS_REFUSED'));
  await receiver.close();
});

test('over TLS the name is the one that is asked for and proven, though the address is pinned', async () => {
  const read = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');
  const cert = read('hooks.example.cert');
  let servername: unknown;
  const server = createHttps({ cert, key: read('hooks.example.key') }, (request, response) => {
    servername = (request.socket as TLSSocket).servername;
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { lookUp } = names(['127.0.0.1']);
  const trusting = createOutbound({ allowPrivate: true, lookUp, ca: cert });
  expect(await trusting.post(`https://hooks.example:${port}/`, message)).toMatchObject({ status: 200, body: 'ok' });
  expect(servername).toBe('hooks.example');
  await expect(trusting.post(`https://other.example:${port}/`, message)).rejects.toEqual(failure('CONNECTION_FAILED'));
  const wary = createOutbound({ allowPrivate: true, lookUp });
  await expect(wary.post(`https://hooks.example:${port}/`, message)).rejects.toEqual(failure('CONNECTION_FAILED'));
  server.closeAllConnections();
  server.close();
});

test('a request that is cut off says so', async () => {
  const receiver = await startReceiver(() => {});
  const controller = new AbortController();
  const posted = createOutbound({ allowPrivate: true }).post(receiver.url, { ...message, signal: controller.signal });
  setTimeout(() => controller.abort(new Error('stopping')), 50);
  await expect(posted).rejects.toThrow('stopping');
  await receiver.close();
});
