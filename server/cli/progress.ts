import cliProgress from 'cli-progress';

export interface Progress {
  /** So many bytes more of the files were read. */
  add(bytes: number): void;
  /** So many steps of so many are done. */
  reach(done: number, total: number): void;
  /** What is being sent. */
  say(what: string): void;
  stop(): void;
}

/** A bar on a terminal, a line for each step elsewhere; on stderr, as stdout is for the report. */
export function startProgress(total: number): Progress {
  if (!process.stderr.isTTY) return { add() {}, reach() {}, say: (what) => console.error(`${what} …`), stop() {} };
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage} %  {what}  {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    // Lets the process end where an error leaves the bar standing.
    noTTYOutput: false,
  });
  bar.start(Math.max(total, 1), 0, { what: '' });
  return {
    add: (bytes) => bar.increment(bytes),
    reach(done, total) {
      bar.setTotal(Math.max(total, 1));
      bar.update(done);
    },
    say: (what) => bar.update({ what }),
    stop: () => bar.stop(),
  };
}
