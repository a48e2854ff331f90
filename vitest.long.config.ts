import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** `npm run test:long`: what takes minutes, run by hand and reported. */
export default defineConfig({
  resolve: base.resolve,
  test: { ...base.test, include: ['tests/long/**/*.test.ts'], exclude: [], testTimeout: 1_800_000 },
});
