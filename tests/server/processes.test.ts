import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { ask, post } from '../support/client.ts';
import { type DatabaseHome, freshHome } from '../support/database.ts';
import { freePort } from '../support/server-process.ts';
import { eventually } from './graphql/eventually.ts';

const KEY = 'a-key-for-the-tests';
let parent: ChildProcess | undefined;
let home: DatabaseHome | undefined;
afterEach(async () => {
  parent?.kill('SIGKILL');
  await home?.remove();
});

async function start(count: number) {
  home = await freshHome('postgres');
  const port = await freePort();
  const child = spawn(process.execPath, ['server/dist/main.js'], {
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: home.url!,
      FUNNEL_DEMO: '0',
      FUNNEL_ADMIN_KEY: KEY,
      FUNNEL_PROCESSES: String(count),
    },
  });
  parent = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return {
    address: { url: `http://127.0.0.1:${port}`, key: KEY },
    child,
    output: () => output,
    exit: new Promise<number | null>((resolve) => child.on('exit', resolve)),
  };
}

/** Those that a process began and that are alive. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

function isAlive(pid: number): boolean {
  try {
    // A process that has ended stays until its parent asks how.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const question =
  '{ workspace { funnel(key: "sales") { kpis(scope: { window: { last: { unit: YEAR, count: 1 } } }) { newLeads { value } } } } }';

test('several processes answer on one port; one that is killed is replaced, and nothing acknowledged is lost', async () => {
  const { address, child, output, exit } = await start(2);
  await eventually(() => output().includes('Gallery'), 60_000);
  await eventually(() => childrenOf(child.pid!).length === 2, 30_000);
  const count = async () =>
    (await ask<{ workspace: { funnel: { kpis: { newLeads: { value: number } } } } }>(address, question)).workspace
      .funnel.kpis.newLeads.value;
  const createdAt = new Date(Date.now() - 60_000).toISOString();
  let posted = 0;
  for (const victim of childrenOf(child.pid!)) {
    for (let times = 0; times < 4; times++) {
      posted += 1;
      await post(address, 'leads', [{ id: `L${posted}`, createdAt }]);
      // Whichever answers knows of it, and neither answers what it remembers.
      expect(await Promise.all(Array.from({ length: 8 }, count))).toEqual(Array(8).fill(posted));
    }
    process.kill(victim, 'SIGKILL');
    // What it was asked fails; until another one is there, questions wait.
    await eventually(async () => (await count().catch(() => -1)) === posted, 30_000);
    await eventually(() => childrenOf(child.pid!).filter((pid) => pid !== victim).length === 2, 30_000);
  }
  expect(output()).toMatch(/Process \d+ ended \(SIGKILL\); another one takes its place/);
  // Once, though several began.
  expect(output().match(/Gallery/g)).toHaveLength(1);
  const last = childrenOf(child.pid!);
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(last.filter(isAlive)).toEqual([]);
}, 60_000);

test('none outlives the one that looks after them', async () => {
  const { child, output } = await start(2);
  await eventually(() => output().includes('Gallery'), 60_000);
  await eventually(() => childrenOf(child.pid!).length === 2, 30_000);
  const children = childrenOf(child.pid!);
  child.kill('SIGKILL');
  await eventually(() => !children.some(isAlive), 30_000);
}, 60_000);

test('what keeps the first from beginning is said, and ends them all', async () => {
  const { child, output, exit } = await start(2);
  await eventually(() => output().includes('Gallery'), 60_000);
  const { port } = new URL(`http://127.0.0.1:${/127\.0\.0\.1:(\d+)/.exec(output())![1]}`);
  const second = spawn(process.execPath, ['server/dist/main.js'], {
    env: { ...process.env, PORT: port, DATABASE_URL: home!.url!, FUNNEL_DEMO: '0', FUNNEL_PROCESSES: '2' },
  });
  let said = '';
  second.stderr.on('data', (chunk) => (said += chunk));
  expect(await new Promise((resolve) => second.on('exit', resolve))).toBe(1);
  expect(said).toContain('Set PORT to another port');
  child.kill('SIGINT');
  expect(await exit).toBe(0);
}, 60_000);
