/** The streams that are open, so that a server that stops can end them. */
export interface OpenStreams {
  /** `end` is called when the server stops. The function returned lets go. */
  add(end: () => void): () => void;
  endAll(): void;
  /** Aborts when the server stops. */
  readonly closing: AbortSignal;
  count(): number;
}

export function createOpenStreams(): OpenStreams {
  const enders = new Set<() => void>();
  const closing = new AbortController();
  return {
    add(end) {
      if (closing.signal.aborted) end();
      else enders.add(end);
      return () => enders.delete(end);
    },
    endAll() {
      closing.abort();
      for (const end of [...enders]) end();
      enders.clear();
    },
    closing: closing.signal,
    count: () => enders.size,
  };
}
