#!/usr/bin/env node
/** `npx funnel`: the command line, in TypeScript run as it is. */
import { existsSync } from 'node:fs';

if (!existsSync(new URL('../node_modules/tsx', import.meta.url))) {
  console.error('The packages are not installed yet; run npm install (or npm start) once.');
  process.exit(2);
}
const { register } = await import('tsx/esm/api');
register();
await import('../server/cli/main.ts');
