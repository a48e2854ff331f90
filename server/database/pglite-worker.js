/**
 * The thread in which the embedded PostgreSQL runs; pglite-thread.ts starts it. Plain JavaScript, so that it starts as it is, from the sources as
 * well as from what is built. It speaks PostgreSQL's own protocol: bytes of a connection come in, bytes of the answer go out, so that what
 * values mean is left to the driver, and nothing is copied between the threads.
 *
 * In: `{ connection, bytes }`, whole messages as far as a Sync; `close`. Out: `open`; `{ connection, bytes }`; `closed`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

const SYNC = 0x53;
const SIMPLE_QUERY = 0x51;
/** A message begins with its type; only the very first of a connection has none, and begins with its length. */
const TYPE = 1;
const STARTUP = 0;
/** An answer of more bytes goes out in parts, so that the driver reads the first while the engine makes the next. */
const PART = 262_144;
/** The one session serves the connections that follow one another: what a former one has begun or named goes with it. */
const FORGET = 'rollback; deallocate all';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const pglite = await PGlite.create({ dataDir: workerData.directory });
await pglite.exec(`set time zone 'UTC'`);

const part = new Uint8Array(PART);
let filled = 0;
let isFirst = true;

port.on('message', async (message) => {
  if (message !== 'close') return answer(message.connection, message.bytes);
  await pglite.close();
  port.postMessage('closed');
});
port.postMessage('open');

/** @param {number} connection @param {Uint8Array} bytes */
async function answer(connection, bytes) {
  if (bytes[0] === STARTUP) {
    if (!isFirst) await pglite.exec(FORGET);
    isFirst = false;
    run(connection, bytes);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let begin = 0;
  for (let at = 0; at < bytes.length; ) {
    const type = bytes[at];
    at += TYPE + view.getInt32(at + TYPE);
    if (type !== SYNC && type !== SIMPLE_QUERY) continue;
    // Each statement by itself, so that its answer need not wait for those that were given together with it.
    run(connection, bytes.subarray(begin, at));
    begin = at;
  }
}

/** The engine works and answers before this returns. @param {number} connection @param {Uint8Array} bytes */
function run(connection, bytes) {
  void pglite.execProtocolRawStream(bytes, {
    syncToFs: false,
    onRawData(data) {
      if (filled + data.length > PART) send(connection);
      if (data.length > PART) post(connection, data.slice());
      else {
        part.set(data, filled);
        filled += data.length;
      }
    },
  });
  send(connection);
}

/** @param {number} connection */
function send(connection) {
  if (filled > 0) post(connection, part.slice(0, filled));
  filled = 0;
}

/** @param {number} connection @param {Uint8Array} bytes */
function post(connection, bytes) {
  port.postMessage({ connection, bytes }, [bytes.buffer]);
}
