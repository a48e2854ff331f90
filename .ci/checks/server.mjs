import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const key = 'ci-admin-key-that-nobody-else-knows';

/** The real server as a process of its own on an empty embedded database, as `npm start` would run it. */
export async function startServer({ timeZone = 'UTC', currency = 'CNY' } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'funnel-check-'));
  const port = await freePort();
  const child = spawn('node', ['scripts/start.mjs'], {
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: directory,
      DATABASE_URL: '',
      FUNNEL_DEMO: '0',
      FUNNEL_ADMIN_KEY: key,
      FUNNEL_TIME_ZONE: timeZone,
      FUNNEL_CURRENCY: currency,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // A check that throws takes its server with it; left behind, it would keep the pipes open that the run waits on.
  process.once('exit', () => child.kill());
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child);
  return {
    url,
    key,
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
    async ask(query, variables = {}) {
      // A check that waited for another process was deaf meanwhile: the server may have closed the connection that was kept. The ends of such
      // connections are heard in the first turn after it.
      await new Promise((resolve) => setTimeout(resolve, 20));
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = await response.json();
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    async post(kind, body, type = 'application/x-ndjson') {
      const response = await fetch(`${url}/ingest/${kind}`, {
        method: 'POST',
        headers: { 'content-type': type, authorization: `Bearer ${key}` },
        body,
      });
      return response.json();
    },
  };
}

let failures = 0;

/** Prints a line for one figure. Numbers are equal to the decimals that the source gives. */
export function check(what, actual, expected, decimals) {
  const equal =
    decimals === undefined
      ? JSON.stringify(actual) === JSON.stringify(expected)
      : typeof actual === 'number' && Math.abs(actual - expected) <= 0.5 * 10 ** -decimals + 1e-12;
  if (!equal) failures += 1;
  console.log(equal ? `ok ${what}` : `not ok ${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

export function finish() {
  process.exit(failures > 0 ? 1 : 0);
}

async function ready(url, child) {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the server was not ready within two minutes');
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
