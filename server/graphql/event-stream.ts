import type { Writable } from 'node:stream';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { OpenSharedStream } from './push.ts';
import { sharedStreamOf } from './subscribe.ts';

/** A silent connection gets a comment so often: what stands between takes it for dead otherwise. */
const PING_MS = 12_000;

const encoder = new TextEncoder();
const PING = encoder.encode(':\n\n');
const COMPLETE = encoder.encode('event: complete\ndata:\n\n');
/**
 * Writes subscriptions as server-sent events (the distinct connections mode of graphql-sse). A result that many are given is written once:
 * the bytes are the same for all of them.
 */
export function useEventStreams(maskError: (error: unknown) => GraphQLError): Plugin {
  const frameOf = createFrames(maskError);
  return {
    onResultProcess({ request, result, resultProcessor, setResultProcessor }) {
      // A stream of results goes over SSE only, and only where the request takes that.
      if (!resultProcessor || !isStream(result)) return;
      const respond = () => {
        const response = new Response(bodyOf(result, frameOf), { headers: HEADERS });
        const open = sharedStreamOf(request);
        if (open) direct.set(response, (to) => writeShared(open, to, frameOf));
        return response;
      };
      setResultProcessor(respond as never, 'text/event-stream');
    },
  };
}

const direct = new WeakMap<Response, (to: Writable) => void>();

/** How to write the body of a response straight to its connection, without what a stream of results costs; undefined: it has no such way. */
export function directBodyOf(response: Response): ((to: Writable) => void) | undefined {
  return direct.get(response);
}

const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'content-encoding': 'none' };

type FrameOf = (result: ExecutionResult) => Uint8Array;

function isStream(result: unknown): result is AsyncIterable<ExecutionResult> {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}

function writeShared(open: OpenSharedStream, to: Writable, frameOf: FrameOf): void {
  // Some browsers give an answer to their page only when something of it has come.
  to.write(PING);
  const ping = setInterval(() => {
    if (!to.writableNeedDrain) to.write(PING);
  }, PING_MS);
  to.once('close', () => clearInterval(ping));
  open(to, { frameOf, end: COMPLETE });
}

/** Does nothing before it is read. */
function bodyOf(results: AsyncIterable<ExecutionResult>, frameOf: FrameOf): ReadableStream<Uint8Array> {
  const iterator = results[Symbol.asyncIterator]();
  let ping: NodeJS.Timeout | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!ping) {
          // Only for a reader that has taken what was before.
          ping = setInterval(() => controller.desiredSize === 0 && controller.enqueue(PING), PING_MS);
          controller.enqueue(PING);
          return;
        }
        try {
          const { done, value } = await iterator.next();
          if (value) controller.enqueue(frameOf(value));
          if (!done) return;
          controller.enqueue(COMPLETE);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        clearInterval(ping);
      },
      async cancel() {
        clearInterval(ping);
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

function createFrames(maskError: (error: unknown) => GraphQLError): FrameOf {
  const frames = new WeakMap<ExecutionResult, Uint8Array>();
  return (result) => {
    const known = frames.get(result);
    if (known) return known;
    const told = result.errors ? { ...result, errors: result.errors.map((error) => toldOf(maskError(error))) } : result;
    const frame = encoder.encode(`event: next\ndata: ${JSON.stringify(told)}\n\n`);
    frames.set(result, frame);
    return frame;
  };
}

/** Which status an error would have had as an answer of its own is no business of the client's. */
function toldOf(error: GraphQLError): object {
  const { extensions = {}, ...said } = error.toJSON();
  const { http: _, ...kept } = extensions;
  return { ...said, extensions: kept };
}
