/** `npm start`: makes what is missing, then becomes the server. */
import { prepare } from './prepare.mjs';

prepare();
// Spares graphql-js its development checks. After preparing: npm would leave out what building needs.
process.env.NODE_ENV ??= 'production';
await import('../server/dist/main.js');
