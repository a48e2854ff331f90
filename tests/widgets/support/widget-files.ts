import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves the built widgets and no API: for elements that are given their data. What asks is told 404. */
export async function startWidgetFiles(): Promise<{ url: string; readKey: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const path = new URL(`../../../widgets/dist/${request.url!.replace('/widgets/', '')}`, import.meta.url);
    const text = await readFile(path).catch(() => undefined);
    response.writeHead(text ? 200 : 404, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    readKey: '',
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
