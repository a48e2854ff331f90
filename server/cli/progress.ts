import cliProgress from 'cli-progress';

export interface Progress {
  /** So many bytes more of the files were read. */
  add(bytes: number): void;
  /** What is being sent. */
  say(what: string): void;
  stop(): void;
}

/** A bar on a terminal, a line for each step elsewhere; on stderr, as stdout is for the report. */
export function startProgress(totalBytes: number): Progress {
  if (!process.stderr.isTTY) return { add() {}, say: (what) => console.error(`${what} …`), stop() {} };
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage} %  {what}  {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    // Lets the process end where an error leaves the bar standing.
    noTTYOutput: false,
  });
  bar.start(Math.max(totalBytes, 1), 0, { what: '' });
  return {
    add: (bytes) => bar.increment(bytes),
    say: (what) => bar.update({ what }),
    stop: () => bar.stop(),
  };
}
