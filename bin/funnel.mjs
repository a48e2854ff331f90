#!/usr/bin/env node
/** `npx funnel`: the command line. Makes what is missing of it first. */
import { prepareServer } from '../scripts/prepare.mjs';

prepareServer();
await import('../server/dist/cli.js');
