import { expect, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';

test('without anything it serves the demo from ./data on 127.0.0.1:4000', () => {
  expect(readConfig({})).toEqual({
    port: 4000,
    host: '127.0.0.1',
    databaseUrl: undefined,
    dataDirectory: './data',
    demo: true,
    adminKey: undefined,
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    origins: undefined,
    cellMemoryBytes: 32_000_000,
    processes: 1,
    webhooksToPrivate: false,
  });
});

test('an empty variable is an absent one', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ', FUNNEL_ADMIN_KEY: '', FUNNEL_ORIGINS: '' })).toEqual(readConfig({}));
});

test.each([
  [{ PORT: '8080' }, { port: 8080 }],
  [
    { FUNNEL_DEMO: '0', FUNNEL_ADMIN_KEY: 'a-key-of-sixteen-characters' },
    { demo: false, adminKey: 'a-key-of-sixteen-characters' },
  ],
  [{ DATABASE_URL: 'postgres://u:p@h/d' }, { databaseUrl: 'postgres://u:p@h/d' }],
  [
    { FUNNEL_TIME_ZONE: 'America/New_York', FUNNEL_CURRENCY: 'USD' },
    { timeZone: 'America/New_York', currency: 'USD' },
  ],
  [{ FUNNEL_WEBHOOK_ALLOW_PRIVATE: '1' }, { webhooksToPrivate: true }],
  [{ FUNNEL_PROCESSES: '3', DATABASE_URL: 'postgresql://x' }, { processes: 3 }],
  [{ FUNNEL_CELL_MEMORY_MB: '0' }, { cellMemoryBytes: 0 }],
  [
    { FUNNEL_ORIGINS: 'https://a.example, http://b.example:8080' },
    { origins: ['https://a.example', 'http://b.example:8080'] },
  ],
])('%j is read', (variables, expected) => {
  expect(readConfig(variables)).toMatchObject(expected);
});

test.each([
  [{ PORT: 'http' }, /PORT must be a number/],
  [{ PORT: '70000' }, /PORT/],
  [{ FUNNEL_DEMO: 'yes' }, /FUNNEL_DEMO must be 0 .* or 1/],
  [{ DATABASE_URL: 'mysql://h/d' }, /DATABASE_URL must begin with postgresql:\/\//],
  [{ FUNNEL_TIME_ZONE: 'Beijing' }, /FUNNEL_TIME_ZONE must be an IANA time zone, such as Asia\/Shanghai/],
  [{ FUNNEL_CURRENCY: 'rmb' }, /FUNNEL_CURRENCY must be an ISO 4217 code/],
  [{ FUNNEL_WEBHOOK_ALLOW_PRIVATE: 'yes' }, /FUNNEL_WEBHOOK_ALLOW_PRIVATE must be 0 .* or 1/],
  [{ FUNNEL_PROCESSES: '2' }, /FUNNEL_PROCESSES must be 1 without DATABASE_URL/],
  [{ FUNNEL_PROCESSES: '0', DATABASE_URL: 'postgresql://x' }, /FUNNEL_PROCESSES/],
  [{ FUNNEL_CELL_MEMORY_MB: 'much' }, /FUNNEL_CELL_MEMORY_MB must be a number of megabytes/],
  [{ FUNNEL_ORIGINS: 'crm.example.com' }, /FUNNEL_ORIGINS has 'crm.example.com', which is no origin/],
  [{ FUNNEL_ORIGINS: 'https://a.example/' }, /FUNNEL_ORIGINS/],
  [{ FUNNEL_ADMIN_KEY: 'a key' }, /FUNNEL_ADMIN_KEY must be of visible ASCII characters/],
])('%j is refused with advice', (variables, message) => {
  expect(() => readConfig(variables)).toThrow(message);
});

test('all faults are said at once', () => {
  expect(() => readConfig({ PORT: 'x', FUNNEL_DEMO: 'x' })).toThrow(/PORT[\s\S]*FUNNEL_DEMO/);
});
