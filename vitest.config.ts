import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/long/**'],
    globalSetup: 'tests/support/global-setup.ts',
    // Neither the machine's zone nor UTC nor a workspace's zone: code that uses the process's zone by mistake fails.
    env: { TZ: 'America/New_York' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
