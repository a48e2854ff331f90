import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Credential, findCredential } from '../../../server/access/credential.ts';
import { createContext, type Services } from '../../../server/graphql/context.ts';
import { type Live, type LiveEvent, live } from '../../../server/graphql/live.ts';
import { readableAmount } from '../../../server/graphql/money.ts';
import { post } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { eventually } from './eventually.ts';

let server: TestServer;
let services: Services;
beforeAll(async () => {
  server = await startServer();
  services = server.app.services;
});
afterAll(() => server.close());

async function watch<Value>(options: Partial<Live<Value>> & Pick<Live<Value>, 'look'>) {
  const credential = (await findCredential(server.database, `Bearer ${server.key}`, new Date())) as Credential;
  return live<Value>(createContext(services, credential, undefined), {
    differs: (value, last) => value !== last,
    lookAgainAfterMs: () => 60_000,
    isFinal: () => false,
    ...options,
  });
}
const change = () => post(server, 'leads', [{ id: crypto.randomUUID(), createdAt: '2026-03-01T00:00:00Z' }]);
const next = async <Value>(events: AsyncGenerator<LiveEvent<Value>>) => (await events.next()).value?.value;

describe('what is watched', () => {
  test('is told now, and again only when it differs', async () => {
    let value = 1;
    const look = vi.fn(async () => value);
    const events = await watch({ look });
    expect(await next(events)).toBe(1);
    const second = next(events);
    await change();
    await eventually(() => look.mock.calls.length === 2);
    value = 2;
    await change();
    expect(await second).toBe(2);
    await events.return();
  });

  test('is looked at again when its time has come, though nothing changed', async () => {
    let value = 1;
    const events = await watch({ look: async () => value, lookAgainAfterMs: () => 30 });
    expect(await next(events)).toBe(1);
    value = 2;
    expect(await next(events)).toBe(2);
    await events.return();
  });

  test('comes to a slow reader as the latest value, not as a queue', async () => {
    let value = 0;
    const look = vi.fn(async () => value);
    const events = await watch({ look });
    expect(await next(events)).toBe(0);
    for (value = 1; value <= 5; value++) await change();
    expect(look).toHaveBeenCalledTimes(1);
    expect(await next(events)).toBe(6);
    await events.return();
  });

  test('has a context of its own for each event', async () => {
    let value = 0;
    const events = await watch({ look: async () => value++, lookAgainAfterMs: () => 1 });
    const first = await events.next();
    const second = await events.next();
    expect((first.value as LiveEvent<number>).context).not.toBe((second.value as LiveEvent<number>).context);
    await events.return();
  });

  test('says a failure once, tries on, and tells the value when it is back', async () => {
    let broken = true;
    const look = vi.fn(async () => {
      if (broken) throw new Error('away');
      return 1;
    });
    const events = await watch({ look, lookAgainAfterMs: () => 1 });
    expect(await next(events)).toEqual(new Error('away'));
    const second = next(events);
    await eventually(() => look.mock.calls.length > 2);
    broken = false;
    expect(await second).toBe(1);
    await events.return();
  });

  test('ends at once when its reader leaves in the middle of waiting, and leaves no listener', async () => {
    const events = await watch({ look: async () => 1 });
    await next(events);
    const waiting = events.next();
    await eventually(() => services.changes.listenerCount() === 1);
    await events.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(services.changes.listenerCount()).toBe(0);
  });
});

test.each([
  ['1234.500000', '1234.50'],
  ['1234', '1234.00'],
  ['0.333333', '0.333333'],
  ['-5.100', '-5.10'],
  ['1000', '1000.00'],
  ['0', '0.00'],
  ['12345678901234567890.123456', '12345678901234567890.123456'],
])('the amount %s reads %s', (amount, readable) => {
  expect(readableAmount(amount)).toBe(readable);
});
