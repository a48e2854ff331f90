import { expect, test } from 'vitest';
import { Chunks, type NumberedFact, type Series } from '../../../server/facts/chunks.ts';

/** Lines of so many bytes: 2,000 facts fill a chunk, or 4 MB. */
function gathered(size: number) {
  const begun: { series: Series; end: () => void }[] = [];
  const chunks = new Chunks((series) => new Promise((end) => begun.push({ series, end })));
  let line = 0;
  /** How many facts are taken before it says to wait; none where it has not said that there is room again. */
  let isWaiting = false;
  const fill = () => {
    const from = line;
    while (!isWaiting) {
      const full = chunks.add({ line: ++line, size, fact: { values: {}, deleted: false } } as NumberedFact);
      if (!full) continue;
      isWaiting = true;
      full.then(() => {
        isWaiting = false;
      });
    }
    return line - from;
  };
  return { begun, fill, chunks };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('two chunks are gathered while a series is written, and those of a series while it waits for the database', async () => {
  const { begun, fill, chunks } = gathered(100);
  // The first one is written at once, from as few facts as are worth it.
  expect(fill()).toBe(1_000 + 2 * 2_000);
  await turn();
  expect(fill()).toBe(0);
  expect(await begun[0]!.series.next(Promise.resolve())).toHaveLength(2_000);
  await turn();
  expect(fill()).toBe(2_000);

  begun[0]!.series.rest();
  await turn();
  expect(fill()).toBe(8 * 2_000);
  begun[0]!.end();
  await turn();
  expect(begun).toHaveLength(2);
  expect(begun[1]!.series.first).toHaveLength(2_000);
  // Nine are left: nothing more is gathered before they are taken.
  await turn();
  expect(fill()).toBe(0);
  for (let taken = 0; taken < 8; taken++) expect(await begun[1]!.series.next(Promise.resolve())).toHaveLength(2_000);
  await turn();
  expect(fill()).toBe(2_000);
  const ended = chunks.end();
  for (let index = 1; ; index++) {
    begun[index]!.end();
    await turn();
    if (index + 1 === begun.length) break;
  }
  await ended;
});

test('of long lines no more is held than two chunks', async () => {
  const { begun, fill } = gathered(100_000);
  const most = Math.ceil((4 * 1_048_576) / 100_000);
  expect(fill()).toBe(3 * most);
  begun[0]!.series.rest();
  await turn();
  expect(fill()).toBe(0);
});
