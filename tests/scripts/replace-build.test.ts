import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

type ReplaceBuild = (place: string, mark: string, build: (folder: string) => Promise<unknown>) => Promise<void>;
const script = new URL('../../scripts/replace-build.mjs', import.meta.url).href;
const { replaceBuild } = (await import(script)) as { replaceBuild: ReplaceBuild };

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'funnel-build-'));
});
afterEach(() => rm(place, { recursive: true }));

const read = (path: string) => readFileSync(join(place, path), 'utf8');

function textOf(path: string): string | undefined {
  try {
    return read(path);
  } catch {
    return undefined;
  }
}

/** Builds again and again: main.js, which imports a part of the same build, each written in two pieces with time between. */
const builder = `
  import { writeFileSync, appendFileSync } from 'node:fs';
  import { setTimeout as wait } from 'node:timers/promises';
  import { replaceBuild } from ${JSON.stringify(script)};
  const [place, name] = process.argv.slice(1);
  for (let round = 0; round < 60; round++)
    await replaceBuild(place, 'main.js', async (folder) => {
      const build = name + round;
      for (const [file, text] of [['main.js', 'part-' + build + '.js'], ['part-' + build + '.js', build]]) {
        writeFileSync(folder + '/' + file, 'begin ');
        await wait(1);
        appendFileSync(folder + '/' + file, text + ' end');
      }
    });
`;

test('two processes that build at once, and whoever reads meanwhile, find whole builds', async () => {
  const builders = ['one', 'two'].map((name) =>
    spawn(process.execPath, ['--input-type=module', '-e', builder, place, name], { stdio: 'inherit' }),
  );
  const ended = Promise.all(builders.map((child) => once(child, 'exit')));
  const seen = new Set<string>();
  let areBuilding = true;
  void ended.then(() => {
    areBuilding = false;
  });
  while (areBuilding) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!existsSync(join(place, 'main.js'))) continue;
    const main = read('main.js');
    const [, part] = /^begin (part-\w+\.js) end$/.exec(main) ?? [];
    expect(part, main).toBeDefined();
    seen.add(part!);
    const text = textOf(part!);
    // It goes with the build that it is of, never before.
    if (text === undefined) expect(read('main.js')).not.toBe(main);
    else expect(text).toMatch(/^begin \w+ end$/);
  }
  expect(await ended).toEqual([
    [0, null],
    [0, null],
  ]);
  expect(seen.size).toBeGreaterThan(10);
  // Nothing is left of how they were made.
  expect(readdirSync(place).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a build leaves nothing of the one before, and one that fails leaves all of it', async () => {
  const building = (files: Record<string, string>) => async (folder: string) => {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  };
  await replaceBuild(place, 'main.js', building({ 'main.js': 'old', 'part-1.js': '' }));
  await new Promise((resolve) => setTimeout(resolve, 5));
  const failing = replaceBuild(place, 'main.js', async (folder) => {
    writeFileSync(join(folder, 'main.js'), 'half');
    throw new Error('a fault in the sources');
  });
  await expect(failing).rejects.toThrow('a fault in the sources');
  expect([read('main.js'), readdirSync(place).sort()]).toEqual(['old', ['main.js', 'part-1.js']]);
  await replaceBuild(place, 'main.js', building({ 'main.js': 'new', 'part-2.js': '' }));
  expect([read('main.js'), readdirSync(place).sort()]).toEqual(['new', ['main.js', 'part-2.js']]);
});

test('a source that changes while it is built makes the build older than itself', async () => {
  let changedAt = 0;
  await replaceBuild(place, 'main.js', async (folder) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    writeFileSync(join(folder, 'main.js'), '');
    changedAt = Date.now();
  });
  expect(statSync(join(place, 'main.js')).mtimeMs).toBeLessThan(changedAt);
});
