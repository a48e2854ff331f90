import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

const require = createRequire(import.meta.url);

export default defineConfig({
  // The one copy that the libraries load too; a second one breaks every instanceof of graphql-js.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }] },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/long/**'],
    globalSetup: 'tests/support/global-setup.ts',
    // Neither the machine's zone nor UTC nor a workspace's zone: code that uses the process's zone by mistake fails.
    env: { TZ: 'America/New_York' },
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Files share their worker's modules, as they share a running server's: loading these anew for each file, and compiling them hot again, would
    // take a third of the run. So no test leaves anything behind in a module or in the process.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // What a page or a stream will come to show is waited for as long on a busy machine.
    expect: { poll: { timeout: 20_000 } },
  },
});
