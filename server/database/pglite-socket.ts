import { Duplex } from 'node:stream';

/** What a socket needs of the thread at its other end. */
export interface OtherEnd {
  /** Takes the bytes over: they are gone here. */
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** The process must not end, or may, while nothing else keeps it. */
  hold(isHeld: boolean): void;
}

/** Ends a connection. A session in a thread of this process needs no farewell. */
const TERMINATE = 0x58;

/** Looks to the driver like a TCP connection to a server; what it carries goes to a thread and comes from there, through `push`. */
export class PgliteSocket extends Duplex {
  private readonly otherEnd: OtherEnd;

  constructor(otherEnd: OtherEnd) {
    super();
    this.otherEnd = otherEnd;
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    this.otherEnd.hold(true);
    return this;
  }

  unref(): this {
    this.otherEnd.hold(false);
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.send([chunk]);
    done();
  }

  /** The messages of a statement are written one by one, and held back until the last. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.send(chunks.map(({ chunk }) => chunk));
    done();
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  private send(chunks: readonly Buffer[]): void {
    if (chunks[0]![0] === TERMINATE) return;
    // Copied once: the driver uses its buffers again, and what is in a buffer of its own can be handed over as it is.
    const bytes = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.otherEnd.send(bytes);
  }
}
