/**
 * An async generator whose `return` works at once. A plain one that waits for something would only end after it came, so a client that
 * left would leave its listeners behind.
 */
export function abortable<Value>(
  run: (signal: AbortSignal) => AsyncGenerator<Value, void, void>,
  onEnd: () => void = () => {},
): AsyncGenerator<Value, void, void> {
  const controller = new AbortController();
  const inner = run(controller.signal);
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    onEnd();
  };
  const outer = {
    async next() {
      try {
        const result = await inner.next();
        if (result.done) end();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    return() {
      controller.abort();
      end();
      return inner.return();
    },
    throw(error: unknown) {
      controller.abort();
      end();
      return inner.throw(error);
    },
    [Symbol.asyncIterator]() {
      return outer;
    },
  };
  return outer as AsyncGenerator<Value, void, void>;
}
