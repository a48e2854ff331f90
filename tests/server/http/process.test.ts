import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ask } from '../../support/client.ts';
import { type DatabaseHome, engines, freshHome } from '../../support/database.ts';
import { freePort } from '../../support/server-process.ts';
import { eventually } from '../graphql/eventually.ts';

let started: ChildProcess | undefined;
let home: DatabaseHome | undefined;
afterEach(async () => {
  started?.kill('SIGKILL');
  await home?.remove();
});

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['server/dist/main.js'], {
    env: { ...process.env, FUNNEL_DEMO: '0', FUNNEL_ADMIN_KEY: 'a-key-for-the-tests', ...environment },
  });
  started = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return { child, output: () => output, exit: new Promise<number | null>((resolve) => child.on('exit', resolve)) };
}

test.each(engines)('the process on %s is alive early, ready later, and ends cleanly on SIGTERM', async (engine) => {
  home = await freshHome(engine);
  const port = await freePort();
  const { child, output, exit } = start({
    PORT: String(port),
    DATABASE_URL: home.url ?? '',
    DATA_DIR: home.directory ?? '',
  });
  const url = `http://127.0.0.1:${port}`;
  const status = (path: string) =>
    fetch(url + path).then(
      (response) => response.status,
      () => 0,
    );
  await eventually(async () => (await status('/livez')) === 200, 30_000);
  await eventually(async () => (await status('/readyz')) === 200, 30_000);
  expect(await ask({ url, key: 'a-key-for-the-tests' }, '{ workspace { name } }')).toEqual({
    workspace: { name: 'default' },
  });
  for (const line of [`${url}/`, `${url}/graphql`, `${url}/widgets/funnel-widgets.js`])
    expect(output()).toContain(line);
  expect(output()).not.toContain('a-key-for-the-tests');
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
});

test('a port in use and a wrong environment end the process with advice, not with a stack', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  const first = start({ PORT: String(port) });
  expect(await first.exit).toBe(1);
  expect(first.output()).toMatch(/Set PORT to another port/);
  taken.close();
  const second = start({ PORT: 'x' });
  expect(await second.exit).toBe(1);
  expect(second.output()).toMatch(/PORT must be a number/);
  expect(first.output() + second.output()).not.toMatch(/ at .*\(/);
});
