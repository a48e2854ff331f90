import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  body: string;
}

/** Servers close what was idle for five seconds; to write just then would fail. */
const IDLE_MS = 2_000;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One kept-alive connection, one request at a time. Written on the socket: node's own clients take as much time as the lighter of the
 * servers that are measured, on the same cores.
 */
export class Connection {
  private readonly port: number;
  private socket: Socket | undefined;
  private usedAt = performance.now();
  private received: Buffer = Buffer.alloc(0);
  private waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  private constructor(port: number) {
    this.port = port;
  }

  static async open(port: number): Promise<Connection> {
    const connection = new Connection(port);
    await connection.connected();
    return connection;
  }

  async post(path: string, headers: string, body: string): Promise<Answer> {
    const isStale = performance.now() - this.usedAt > IDLE_MS;
    if (isStale) this.socket?.destroy();
    const socket = (isStale ? undefined : this.socket) ?? (await this.connected());
    this.usedAt = performance.now();
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${this.port}\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket?.destroy();
  }

  private connected(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1', () => {
        this.socket = socket;
        resolve(socket);
      });
      socket.setNoDelay(true);
      socket.on('data', (bytes) => this.receive(bytes));
      const end = (error: Error) => {
        reject(error);
        if (this.socket !== socket) return;
        this.socket = undefined;
        this.fail(error);
      };
      socket.on('error', end);
      socket.on('close', () => end(new Error('The server closed the connection.')));
    });
  }

  private receive(bytes: Buffer): void {
    this.received = this.received.length === 0 ? bytes : Buffer.concat([this.received, bytes]);
    const answer = this.whole();
    if (!answer) return;
    this.received = Buffer.alloc(0);
    this.usedAt = performance.now();
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(answer);
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = undefined;
  }

  /** The answer, once all of it is there. */
  private whole(): Answer | undefined {
    const headEnd = this.received.indexOf(END_OF_HEAD);
    if (headEnd < 0) return undefined;
    const head = this.received.toString('latin1', 0, headEnd).toLowerCase();
    const content = this.received.subarray(headEnd + END_OF_HEAD.length);
    const status = Number(head.slice(9, 12));
    const [, length] = /\r\ncontent-length: *(\d+)/.exec(head) ?? [];
    if (length !== undefined)
      return content.length < Number(length) ? undefined : { status, body: content.toString('utf8') };
    const body = unchunked(content);
    return body && { status, body: body.toString('utf8') };
  }
}

/** The body of an answer in chunks; undefined before the last one has come. */
function unchunked(content: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = content.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(content.toString('latin1', at, lineEnd), 16);
    const from = lineEnd + 2;
    if (content.length < from + size + 2) return undefined;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(content.subarray(from, from + size));
    at = from + size + 2;
  }
}
