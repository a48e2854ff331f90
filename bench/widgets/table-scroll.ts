import type { Page } from 'playwright-core';
import { manyChannels } from './many-channels.ts';

export interface TableScroll {
  /** Between two frames while it scrolls, in milliseconds. */
  p50: number;
  p95: number;
  worst: number;
  frames: number;
  /** From the click on a heading to the rows in their new order, in milliseconds, not slowed down: the slowest of all headings. */
  sort: number;
  /** The most rows that stood in the page at once. */
  rows: number;
}

const ROWS = 10_000;
const SLOW_DOWN = 4;
/** px a frame: as a finger flings, and as a scroll bar is dragged, where no row stays. */
const SPEEDS = [120, 3_000];
const FRAMES = 150;

/**
 * Scrolls a `<channel-roi-table>` of 10,000 rows with the CPU slowed down four times.
 * @param page of any origin, into which the widgets' script has been loaded; it gets an element of its own, and loses it again
 */
export async function measureTableScroll(page: Page): Promise<TableScroll> {
  await page.evaluate(
    async (data) => {
      await customElements.whenDefined('channel-roi-table');
      const table = Object.assign(document.createElement('channel-roi-table'), {
        id: 'scrolled',
        data: JSON.parse(data),
      });
      document.body.prepend(table);
    },
    JSON.stringify(manyChannels(ROWS)),
  );
  await page.locator('#scrolled tbody tr').nth(10).waitFor();
  const sort = await page.evaluate(sortByEach);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
  try {
    const { times, rows } = await page.evaluate(scrollThrough, { speeds: SPEEDS, frames: FRAMES });
    const sorted = times.sort((one, other) => one - other);
    const quantile = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]!;
    return { p50: quantile(0.5), p95: quantile(0.95), worst: quantile(1), frames: sorted.length, sort, rows };
  } finally {
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await session.detach();
    await page.evaluate(() => document.querySelector('#scrolled')!.remove());
  }
}

/** In the page. */
async function sortByEach(): Promise<number> {
  const element = document.querySelector('#scrolled') as HTMLElement & { updateComplete: Promise<unknown> };
  let slowest = 0;
  for (const heading of element.shadowRoot!.querySelectorAll<HTMLElement>('thead button')) {
    const start = performance.now();
    heading.click();
    await element.updateComplete;
    slowest = Math.max(slowest, performance.now() - start);
  }
  return slowest;
}

/** In the page. (A function within it would be given a helper of the loader's, which is not there.) */
async function scrollThrough({ speeds, frames }: { speeds: number[]; frames: number }) {
  const root = document.querySelector('#scrolled')!.shadowRoot!;
  const scroller = root.querySelector('.windowed')!;
  const times: number[] = [];
  let rows = 0;
  for (const speed of speeds) {
    scroller.scrollTop = 0;
    await new Promise<number>(requestAnimationFrame);
    let before = await new Promise<number>(requestAnimationFrame);
    for (let count = 0; count < frames; count += 1) {
      scroller.scrollTop += speed;
      const now = await new Promise<number>(requestAnimationFrame);
      times.push(now - before);
      before = now;
      rows = Math.max(rows, root.querySelectorAll('tbody tr').length);
    }
  }
  return { times, rows };
}
