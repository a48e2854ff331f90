/**
 * The ceiling for telling many: nothing but node:http. `GET /` is a stream of server-sent events; what `POST /` brings is written to all of
 * them. Neither keys nor filters nor a log. A process of its own: `tsx bench/rivals/bare-broadcast.ts`.
 */
import { createServer, type ServerResponse } from 'node:http';

const readers = new Set<ServerResponse>();

createServer((request, response) => {
  if (request.method === 'GET') {
    if (request.url !== '/stream') return void response.end('ready');
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.write(':\n\n');
    readers.add(response);
    response.once('close', () => readers.delete(response));
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const frame = Buffer.concat(parts);
    for (const reader of readers) reader.write(frame);
    response.end(String(readers.size));
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
