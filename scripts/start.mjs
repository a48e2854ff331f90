/** `npm start`: makes what is missing, then becomes the server. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

prepare();
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(join(root, 'server/main.ts')).href);
