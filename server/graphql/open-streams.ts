/** The streams that are open, so that a server that stops can end them. */
export interface OpenStreams {
  /** `end` is called when the server stops. The function returned lets go. */
  add(end: () => void): () => void;
  endAll(): void;
  count(): number;
}

export function createOpenStreams(): OpenStreams {
  const enders = new Set<() => void>();
  let closed = false;
  return {
    add(end) {
      if (closed) end();
      else enders.add(end);
      return () => enders.delete(end);
    },
    endAll() {
      closed = true;
      for (const end of [...enders]) end();
      enders.clear();
    },
    count: () => enders.size,
  };
}
