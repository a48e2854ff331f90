/** `npm start`: makes what is missing, then becomes the server. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

prepare();
// Spares graphql-js its development checks. After preparing: npm would leave out what building needs.
process.env.NODE_ENV ??= 'production';
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(join(root, 'server/main.ts')).href);
