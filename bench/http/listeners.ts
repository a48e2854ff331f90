import { connect, type Socket } from 'node:net';

/** Many connections that only listen to what one server sends them. On bare sockets: they share the cores with what is measured. */
export interface Listeners {
  /** Begins to look for a text; the function returned waits until all have received it. */
  expect(text: string): () => Promise<void>;
  close(): void;
}

export function streamRequest(path: string, key: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\nauthorization: Bearer ${key}\r\n\r\n`;
}

/** So many are opened at once: a server's queue of new connections is not endless. */
const AT_ONCE = 100;

export async function openListeners(port: number, count: number, request: string): Promise<Listeners> {
  const sockets: Socket[] = [];
  let wanted = Buffer.alloc(0);
  let missing = 0;
  let settle = { resolve: () => {}, reject: (_: Error) => {} };
  /** Which of them have it: one that is told in two pieces is looked at twice. */
  let have = new Set<number>();

  function receive(number: number, bytes: Buffer): void {
    if (missing === 0 || have.has(number) || !bytes.includes(wanted)) return;
    have.add(number);
    missing -= 1;
    if (missing === 0) settle.resolve();
  }

  function open(number: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(request));
      socket.setNoDelay(true);
      sockets.push(socket);
      // Answered: the stream stands.
      socket.once('data', () => resolve());
      socket.on('data', (bytes) => receive(number, bytes));
      const fail = (error: Error) => {
        reject(error);
        settle.reject(error);
      };
      socket.on('error', fail);
      socket.on('close', () => fail(new Error('The server closed a stream.')));
    });
  }

  for (let number = 0; number < count; number += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - number) }, (_, index) => open(number + index)));
  return {
    expect(text) {
      wanted = Buffer.from(text);
      missing = count;
      have = new Set();
      const all = new Promise<void>((resolve, reject) => {
        settle = { resolve, reject };
      });
      return () => all;
    },
    close() {
      settle = { resolve: () => {}, reject: () => {} };
      for (const socket of sockets) {
        socket.removeAllListeners('close');
        socket.destroy();
      }
    },
  };
}
