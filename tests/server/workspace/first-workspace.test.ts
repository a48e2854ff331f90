import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCredential, isRefusal } from '../../../server/access/credential.ts';
import { readConfig } from '../../../server/config.ts';
import type { Database } from '../../../server/database/database.ts';
import { prepareFirstWorkspace } from '../../../server/workspace/first-workspace.ts';
import { findGallery } from '../../../server/workspace/gallery.ts';
import { ask } from '../../support/client.ts';
import { engines, freshDatabase } from '../../support/database.ts';
import { startServer } from '../../support/server.ts';

describe.each(engines)('the first workspace on %s', (engine) => {
  let database: Database;
  beforeEach(async () => {
    database = await freshDatabase(engine);
  });
  afterEach(() => database.close());
  const prepare = (environment: Record<string, string>) =>
    prepareFirstWorkspace(database, readConfig(environment), () => {});
  const credentialOf = async (secret: string) => {
    const found = await findCredential(database, `Bearer ${secret}`, new Date());
    return isRefusal(found) ? expect.fail(found) : found;
  };

  test('without demo is called default, empty, with the key, zone and currency of the environment', async () => {
    const said = await prepare({
      FUNNEL_DEMO: '0',
      FUNNEL_ADMIN_KEY: 'my-own-admin-key',
      FUNNEL_TIME_ZONE: 'Europe/Berlin',
      FUNNEL_CURRENCY: 'EUR',
    });
    expect(said.join()).not.toContain('my-own-admin-key');
    const credential = await credentialOf('my-own-admin-key');
    expect(credential.workspace).toMatchObject({ name: 'default', timeZone: 'Europe/Berlin', currency: 'EUR' });
    expect([...credential.scopes].sort()).toEqual(['ADMIN', 'INGEST', 'READ']);
    const funnels = await database.prisma.funnel.findMany({ include: { stages: { orderBy: { position: 'asc' } } } });
    expect(funnels).toMatchObject([{ key: 'sales', isDefault: true, qualifiedThreshold: 60 }]);
    expect(funnels[0]!.stages.map(({ key, category }) => [key, category])).toEqual([
      ['lead', 'ACQUISITION'],
      ['nurturing', 'NURTURING'],
      ['opportunity', 'OPPORTUNITY'],
      ['won', 'RETENTION'],
    ]);
    expect(await findGallery(database)).toBeUndefined();
  });

  test('gets a key of its own where none is given, shown this once', async () => {
    const said = await prepare({ FUNNEL_DEMO: '0' });
    const secret = /fk_[\w-]{43}/.exec(said.join())![0];
    expect((await credentialOf(secret)).workspace.name).toBe('default');
    expect(await prepare({ FUNNEL_DEMO: '0' })).toEqual([]);
    expect(await database.prisma.workspace.count()).toBe(1);
  });

  test('is the only one: a start on a database in use makes nothing, with demo or without', async () => {
    await prepare({ FUNNEL_DEMO: '0' });
    expect(await prepare({})).toEqual([]);
    expect(await database.prisma.workspace.count()).toBe(1);
    expect(await database.prisma.apiKey.count()).toBe(1);
  });
});

test('a header that is no key opens nothing', async () => {
  const database = await freshDatabase('pglite');
  const headers = [undefined, '', 'Bearer', 'Bearer ', 'fk_x', 'Basic fk_x', 'Bearer fk_x fk_y', 'Bearer \u0000'];
  for (const header of [...headers, `Bearer ${'x'.repeat(10_000)}`])
    expect([header, await findCredential(database, header, new Date())]).toEqual([header, 'UNAUTHENTICATED']);
  await database.close();
});

test('the demo has data, and is open to the gallery by a key that reads', async () => {
  const server = await startServer({ demo: true });
  const gallery = await findGallery(server.database);
  expect(gallery!.workspaceName).toBe('demo');
  const query =
    '{ workspace { channels { totalCount } owners { totalCount } funnel(key: "sales") { kpis(scope: { window: { last: { unit: YEAR, count: 2 } } }) { newLeads { value } revenue { value } leadToWonRate { value } } } } }';
  const { workspace } = await ask<{
    workspace: { channels: object; owners: object; funnel: { kpis: Record<string, { value: number }> } };
  }>({ url: server.url, key: gallery!.key }, query);
  expect(workspace).toMatchObject({ channels: { totalCount: 8 }, owners: { totalCount: 12 } });
  for (const [key, { value }] of Object.entries(workspace.funnel.kpis)) expect([key, value > 0]).toEqual([key, true]);
  await server.close();
});
