import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../server/database/open.ts';
import { post } from '../../support/client.ts';
import { type DatabaseHome, engines, freshHome } from '../../support/database.ts';
import { linesOf } from '../../support/lines.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';
import { falsify } from '../cells/falsify.ts';
import { leadsOf } from '../facts/many-leads.ts';
import { funnel } from './world.ts';

const LEADS = 3_000;
/** Processes start several times, which takes long on a busy machine. */
const PATIENCE_MS = 240_000;

describe.each(engines)('funnel check and funnel rebuild on %s', (engine) => {
  let home: DatabaseHome;
  let server: ServerProcess;
  beforeAll(async () => {
    home = await freshHome(engine);
    server = await startServerProcess(home);
    await post(server, 'leads', [...leadsOf(LEADS)]);
  });
  afterAll(async () => {
    await server?.kill();
    await home?.remove();
  });

  const run = (...given: string[]) => funnel(given, { FUNNEL_KEY: server.key, FUNNEL_URL: server.url });
  const report = async (...given: string[]) => {
    const { code, output, errors } = await run(...given);
    if (!output) throw new Error(errors);
    return { code, ...JSON.parse(output) };
  };

  async function falsifyBehindItsBack() {
    await server.kill();
    const database = await openDatabase(home);
    const workspace = await database.prisma.workspace.findFirstOrThrow();
    await falsify(database, workspace.id);
    await database.close();
    server = await startServerProcess(home);
  }

  /** Begins a rebuild, and leaves it to itself when so many journeys are computed: after the first batch, unless said otherwise. */
  async function rebuildUnderWay(computed = 1_000) {
    const answer = await fetch(`${server.url}/maintenance/rebuild`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.key}` },
    });
    const lines = linesOf<{ step: string; done: number }>(answer);
    for (let next = await lines.next(); !next.done; next = await lines.next()) if (next.value.done >= computed) return;
    expect.fail('It was over before anything could be done to it.');
  }

  test('what is wrong is found and makes the exit code 1, is put right, and found no more', {
    timeout: PATIENCE_MS,
  }, async () => {
    expect(await report('check', '--json')).toMatchObject({ code: 0, wrong: 0, differences: [] });
    await falsifyBehindItsBack();
    const found = await run('check');
    expect(found.code).toBe(1);
    expect(found.errors).toContain('sources …');
    expect(found.errors).toMatch(/[\d,]+ daily sums compared in [\d.]+ s: 4 differ\./);
    expect(found.errors).toMatch(/^ {2}1999-01-01 leadsCreated CHANNEL .* should be none$/m);
    expect(JSON.parse(found.output)).toMatchObject({ wrong: 4 });

    const rebuilt = await run('rebuild');
    expect(rebuilt.errors).toMatch(
      /journeys …\ncells …\nComputed anew: 3,000 journeys, [\d,]+ daily sums, in [\d.]+ s\./,
    );
    expect([rebuilt.code, JSON.parse(rebuilt.output)]).toEqual([0, expect.objectContaining({ journeys: LEADS })]);
    expect(await report('check', '--json')).toMatchObject({ code: 0, wrong: 0 });
  });

  test('killed (-9) in the middle of a rebuild, the server leaves nothing wrong', {
    timeout: PATIENCE_MS,
  }, async () => {
    await rebuildUnderWay();
    await server.kill();
    server = await startServerProcess(home);
    expect(await report('check')).toMatchObject({ code: 0, wrong: 0 });
  });

  test('a rebuild while writers post leaves nothing wrong', { timeout: PATIENCE_MS }, async () => {
    const rebuilding = report('rebuild');
    let isOver = false;
    const writer = async (name: string) => {
      for (let number = 0; !isOver; number++)
        await post(server, 'leads', [
          { id: `${name} ${number}`, createdAt: '2026-03-05T00:00:00Z', channel: 'ads' },
          { id: `lead-${number}`, channel: name },
        ]);
    };
    const writing = ['a', 'b'].map(writer);
    expect(await rebuilding).toMatchObject({ code: 0 });
    isOver = true;
    await Promise.all(writing);
    expect(await report('check')).toMatchObject({ code: 0, wrong: 0 });
  });

  test('a server that goes away in the middle, or refuses, is said', { timeout: PATIENCE_MS }, async () => {
    const environment = { FUNNEL_KEY: server.key, FUNNEL_URL: server.url };
    const lost = await funnel(['rebuild'], environment, (text) => {
      if (text.includes('journeys')) void server.kill();
    });
    expect([lost.code, lost.errors]).toEqual([2, expect.stringMatching(/connection was lost.*again/)]);
    server = await startServerProcess(home);
    const wrongKey = await run('check', '--key', 'wrong');
    expect([wrongKey.code, wrongKey.errors]).toEqual([2, expect.stringMatching(/refused \(401\)/)]);
    const noServer = await run('check', '--url', 'http://127.0.0.1:1');
    expect([noServer.code, noServer.errors]).toEqual([2, expect.stringMatching(/No answer from.*npm start/s)]);
  });

  test.runIf(engine === 'postgres')(
    'of two nodes only one rebuilds at a time; one that is killed leaves no claim',
    {
      timeout: PATIENCE_MS,
    },
    async () => {
      const other = await startServerProcess(home);
      const database = await openDatabase(home);
      const refused = await database.transaction(async (on) => {
        // While nobody can write, the one under way cannot end before the other is refused.
        await on.query(sql`select 1 from workspaces for update`);
        await rebuildUnderWay(0);
        return run('rebuild', '--url', other.url);
      });
      await database.close();
      expect([refused.code, refused.errors]).toEqual([2, expect.stringMatching(/refused \(409\).*under way/)]);
      await server.kill();
      expect(await report('rebuild', '--url', other.url)).toMatchObject({ code: 0 });
      await other.kill();
      server = await startServerProcess(home);
    },
  );
});

test.each([
  [['check', '--colour'], /--colour.*funnel check/s],
  [['rebuild', 'x'], /funnel rebuild/],
  [['rebuild', '--url', 'nowhere'], /--url nowhere is no address/],
  [['rebuild'], /Which key.*ADMIN/],
])('%j cannot be carried out, and says why', async (given, message) => {
  const { code, errors } = await funnel(given);
  expect(errors).toMatch(message);
  expect(errors).not.toMatch(/^ {4}at /m);
  expect(code).toBe(2);
});

test.each(['check', 'rebuild'])('funnel %s --help explains, without a server; so does funnel --help', async (name) => {
  const { code, output } = await funnel([name, '--help']);
  expect([code, output]).toEqual([0, expect.stringContaining('Exit code')]);
  expect((await funnel(['--help'])).output).toContain(`funnel ${name}`);
});
